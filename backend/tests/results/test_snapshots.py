"""However many ask for a poll, the database is asked once, and nobody sees what is hidden since."""

import asyncio
import uuid
from dataclasses import replace

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient

from app.database import Database
from app.polls.models import Question
from app.results import snapshots
from app.voting.counting import Ballot, count
from tests.at_once import at_once
from tests.factories.polls import AN_HOUR_AGO, make_poll, vote
from tests.statements import statements


def test_many_who_ask_at_once_are_one_query(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "monotonic", lambda: 1000.0)
    slug = make_poll(database).slug
    paths = [f"/api/polls/{slug}", f"/api/polls/{slug}/results"]

    with statements(database) as found:
        answers = at_once(app, 100, lambda client, number: client.get(paths[number % 2]))

    assert answers == [200] * 100
    assert len(found) == 1


def test_many_voters_who_ask_for_themselves_are_a_few_lookups(app: FastAPI, database: Database) -> None:
    slug = make_poll(database).slug

    with statements(database) as found:
        answers = at_once(app, 100, lambda client, _: client.get(f"/api/polls/{slug}/me"))

    assert answers == [200] * 100
    assert len(found) < 10


def test_a_poll_is_read_anew_when_its_moment_has_passed(
    client: TestClient, database: Database, migrated: sa.URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    clock = 1000.0
    monkeypatch.setattr(snapshots, "monotonic", lambda: clock)

    def ballots() -> int:
        found: int = client.get(f"/api/polls/{poll.slug}/results").json()["ballots"]
        return found

    assert ballots() == 0
    another_process = Database(migrated)
    with another_process.begin() as session:
        session.execute(sa.text("UPDATE poll_question SET ballots = 5"))
    clock += snapshots.MAX_AGE - 0.01
    assert ballots() == 0
    clock += 0.01
    assert ballots() == 5

    with another_process.begin() as session:
        session.execute(sa.text("UPDATE poll_question SET ballots = 0"))
    another_process.engine.dispose()


def test_what_is_hidden_is_hidden_at_once(client: TestClient, editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    path = f"/api/polls/{poll.slug}/results"

    for visibility, status in (("staff", 403), ("always", 200), ("after_close", 403), ("after_vote", 403)):
        client.get(path)
        editor.put(f"/api/admin/questions/{poll.id}", json={"results_visibility": visibility})
        assert client.get(path).status_code == status


def test_a_vote_is_in_the_next_answer(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 0
    vote(client, poll, 0)
    with statements(database) as found:
        assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 1
    assert found == []


def test_an_unknown_poll_is_no_longer_unknown_once_it_is_published(
    client: TestClient, database: Database
) -> None:
    poll = make_poll(database, pub_date="2999-01-01T00:00:00Z")
    assert client.get(f"/api/polls/{poll.slug}").status_code == 404
    with database.begin() as session:
        session.execute(sa.text("UPDATE poll_question SET pub_date = '2020-01-01 00:00:00.000000'"))
    assert client.get(f"/api/polls/{poll.slug}").status_code == 200


def test_what_was_asked_for_long_ago_is_forgotten(
    app: FastAPI, client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 1000.0
    monkeypatch.setattr(snapshots, "monotonic", lambda: clock)
    polls = [make_poll(database) for _ in range(3)]
    for poll in polls:
        client.get(f"/api/polls/{poll.slug}")
        clock += snapshots.MAX_AGE

    assert [*app.state.snapshots._shared] == [polls[-1].slug]


def test_an_older_snapshot_takes_no_newer_ones_place(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    shared: snapshots.Snapshots = app.state.snapshots

    async def keep_older() -> None:
        newer = await shared.get(poll.slug)
        older = snapshots.Snapshot(poll, replace(newer.moment, at=newer.moment.at - 0.01))
        shared.keep(older)
        assert await shared.get(poll.slug) is newer

    asyncio.run(keep_older())


def test_a_closed_poll_is_read_when_the_last_votes_are_in(
    app: FastAPI, database: Database, migrated: sa.URL
) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    another_process = Database(migrated)
    late = Ballot(poll.slug, [poll.choices[0].id], uuid.uuid4(), "")

    async def ask_while_a_batch_is_on_its_way() -> int:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
            with another_process.begin() as session:
                count(session, [late])
                session.execute(sa.update(Question).values(ballots=1))
                asked = asyncio.create_task(client.get(f"/api/polls/{poll.slug}/results"))
                answered, _ = await asyncio.wait([asked], timeout=0.3)
                assert not answered
            found: int = (await asked).json()["ballots"]
            return found

    assert asyncio.run(ask_while_a_batch_is_on_its_way()) == 1
    with another_process.begin() as session:
        session.execute(sa.update(Question).values(ballots=0))
    another_process.engine.dispose()
