"""Snapshots: concurrent requests share a query, and no response is older than the last edit."""

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
from app.voting.counting import count
from app.voting.rules import Ballot
from tests.at_once import at_once
from tests.factories.polls import AN_HOUR_AGO, make_poll, vote
from tests.statements import statements


def test_concurrent_requests_share_one_query(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "monotonic", lambda: 1000.0)
    slug = make_poll(database).slug
    paths = [f"/api/polls/{slug}", f"/api/polls/{slug}/results"]

    with statements(database) as queries:
        statuses = at_once(app, 100, lambda client, number: client.get(paths[number % 2]))

    assert statuses == [200] * 100
    assert len(queries) == 2  # the poll with its choices, and its corrections


def test_concurrent_lookups_of_voters_share_a_few_queries(app: FastAPI, database: Database) -> None:
    slug = make_poll(database).slug

    with statements(database) as queries:
        statuses = at_once(app, 100, lambda client, _: client.get(f"/api/polls/{slug}/me"))

    assert statuses == [200] * 100
    assert len(queries) < 10


def test_a_snapshot_is_replaced_when_it_is_too_old(
    client: TestClient, database: Database, migrated: sa.URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    clock = 1000.0
    monkeypatch.setattr(snapshots, "monotonic", lambda: clock)

    def ballots() -> int:
        count: int = client.get(f"/api/polls/{poll.slug}/results").json()["ballots"]
        return count

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


def test_an_edit_of_the_visibility_takes_effect_at_once(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    path = f"/api/polls/{poll.slug}/results"

    for visibility, status in (("staff", 403), ("always", 200), ("after_close", 403), ("after_vote", 403)):
        client.get(path)
        editor.put(f"/api/admin/questions/{poll.id}", json={"results_visibility": visibility})
        assert client.get(path).status_code == status


def test_a_vote_is_in_the_next_response(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 0
    vote(client, poll, 0)
    with statements(database) as queries:
        assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 1
    assert queries == []


def test_a_poll_is_found_once_it_is_published(client: TestClient, database: Database) -> None:
    poll = make_poll(database, pub_date="2999-01-01T00:00:00Z")
    assert client.get(f"/api/polls/{poll.slug}").status_code == 404
    with database.begin() as session:
        session.execute(sa.text("UPDATE poll_question SET pub_date = '2020-01-01 00:00:00.000000'"))
    assert client.get(f"/api/polls/{poll.slug}").status_code == 200


def test_expired_snapshots_are_dropped(
    app: FastAPI, client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 1000.0
    monkeypatch.setattr(snapshots, "monotonic", lambda: clock)
    polls = [make_poll(database) for _ in range(3)]
    for poll in polls:
        client.get(f"/api/polls/{poll.slug}")
        clock += snapshots.MAX_AGE

    assert [*app.state.snapshots._shared] == [polls[-1].slug]


def test_an_older_snapshot_does_not_replace_a_newer_one(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    shared_snapshots: snapshots.Snapshots = app.state.snapshots

    async def keep_older() -> None:
        newer = await shared_snapshots.get(poll.slug)
        older = snapshots.Snapshot(poll, replace(newer.moment, at=newer.moment.at - 0.01))
        shared_snapshots.keep(older)
        assert await shared_snapshots.get(poll.slug) is newer

    asyncio.run(keep_older())


def test_a_closed_poll_is_read_after_the_last_batch_is_committed(
    app: FastAPI, database: Database, migrated: sa.URL
) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    another_process = Database(migrated)
    late_ballot = Ballot(poll.slug, [poll.choices[0].id], uuid.uuid4(), "")

    async def read_while_a_batch_is_open() -> int:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
            with another_process.begin() as session:
                count(session, [late_ballot])
                session.execute(sa.update(Question).values(ballots=1))
                request = asyncio.create_task(client.get(f"/api/polls/{poll.slug}/results"))
                done, _ = await asyncio.wait([request], timeout=0.3)
                assert not done
            ballots: int = (await request).json()["ballots"]
            return ballots

    assert asyncio.run(read_while_a_batch_is_open()) == 1
    with another_process.begin() as session:
        session.execute(sa.update(Question).values(ballots=0))
    another_process.engine.dispose()
