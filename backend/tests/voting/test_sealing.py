"""What is sealed when, and what a seal does to the rows."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy.orm import Session

from app.database import Database
from app.main import lifespan
from app.polls import service
from app.polls.models import Question
from app.voters.models import Participation
from app.voting import sealing
from app.voting.models import Vote
from tests.factories.polls import AN_HOUR_AGO, NOW, TOMORROW, edit_poll, make_poll, vote
from tests.statements import plans
from tests.tallies import all_rows
from tests.voting.linkage_attack import as_stored, clues, places, sqlite_files

NewClient = Callable[[], TestClient]

ONE_SNAPSHOT = {"sqlite": "SERIALIZABLE", "postgresql": "REPEATABLE READ"}


def seal_due(database: Database) -> list[str]:
    """Seal what is due; returns the polls' names."""
    with database.begin() as session:
        due = sealing.due_polls(session)
    sealed = []
    for question_id in due:
        with database.begin() as session:
            question = sealing.seal(session, question_id)
            assert question
            sealed.append(question.slug)
    return sealed


def sealed_at(database: Database, poll: Question) -> datetime | None:
    with database.begin() as session:
        return session.scalars(sa.select(Question.sealed_at).where(Question.id == poll.id)).one()


def cast(new_client: NewClient, poll: Question, times: int) -> None:
    for number in range(times):
        assert vote(new_client(), poll, number % 2).status_code == 201


def close(database: Database, poll: Question) -> None:
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)


def test_what_has_closed_is_sealed_once(database: Database) -> None:
    closed = make_poll(database, closes_at=AN_HOUR_AGO)
    for closes_at in (None, TOMORROW):
        make_poll(database, closes_at=closes_at)
    make_poll(database, pub_date=TOMORROW)

    assert seal_due(database) == [closed.slug]
    assert seal_due(database) == []
    found = sealed_at(database, closed)
    assert found
    assert NOW <= found <= datetime.now(UTC) + timedelta(seconds=1)


def test_a_poll_that_is_open_again_or_sealed_or_gone_is_not_sealed(database: Database) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.due_polls(session) == [poll.id]
    edit_poll(database, poll, closes_at=None)

    with database.begin() as session:
        assert sealing.seal(session, poll.id) is None
        assert sealing.seal(session, 0) is None
    assert sealed_at(database, poll) is None


def test_a_poll_that_was_open_again_is_sealed_again(database: Database, new_client: NewClient) -> None:
    """Even where it is closed again into the past: as it was."""
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    assert seal_due(database) == [poll.slug]

    edit_poll(database, poll, closes_at=None)
    assert sealed_at(database, poll) is None
    cast(new_client, poll, 1)
    close(database, poll)

    assert seal_due(database) == [poll.slug]


def test_other_edits_leave_the_seal(database: Database) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    seal_due(database)
    edit_poll(database, poll, listed=False, pub_date=poll.pub_date, closes_at=AN_HOUR_AGO)
    assert sealed_at(database, poll)


def test_a_seal_changes_no_vote(client: TestClient, database: Database, new_client: NewClient) -> None:
    poll, other = make_poll(database, voting="multiple", voter_check="none"), make_poll(database)
    for positions in [(0, 2), (1,), (0, 1, 2), (2,)]:
        vote(client, poll, *positions)
    cast(new_client, other, 3)
    close(database, poll)
    before = all_rows(database)

    assert seal_due(database) == [poll.slug]

    with database.begin() as session:
        session.execute(sa.update(Question).values(sealed_at=None))
    assert all_rows(database) == before


def scrub(database: Database) -> None:
    with database.engine.connect():  # as a server has others: SQLite's log goes with the last one
        assert sealing.scrub(database)


def keys(database: Database) -> tuple[list[bytes], list[uuid.UUID]]:
    """The keys of all voters and the receipts, in the order of each."""
    with database.begin() as session:
        voters, receipts = (
            session.scalars(sa.select(Participation.voter_key)),
            session.scalars(sa.select(Vote.receipt)),
        )
        return sorted(voters), sorted(receipts)


def cast_and_seal(database: Database, new_client: NewClient) -> tuple[list[bytes], list[uuid.UUID]]:
    """The voters' keys and the receipts of a poll that is sealed, in the order of each."""
    poll = make_poll(database)
    cast(new_client, poll, 60)
    close(database, poll)
    seal_due(database)
    scrub(database)
    return keys(database)


def test_nothing_is_left_of_a_poll_that_is_deleted(database: Database, new_client: NewClient) -> None:
    poll = make_poll(database)
    cast(new_client, poll, 60)
    voters, receipts = keys(database)
    with database.begin() as session:
        service.delete_question(session, poll)
    scrub(database)

    pairs = zip(voters, (as_stored(database, receipt) for receipt in receipts), strict=True)
    found = clues(database, dict(pairs))
    assert [clue.name for clue in found if clue.voters or clue.receipts] == []


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_postgresql_has_rows_in_the_order_of_their_keys_by_one_transaction(
    database: Database, new_client: NewClient
) -> None:
    voters, receipts = cast_and_seal(database, new_client)

    with database.begin() as session:

        def ask(query: str) -> list[Any]:
            return [*session.scalars(sa.text(query))]

        assert [bytes(key) for key in ask("SELECT voter_key FROM poll_ballot ORDER BY ctid")] == voters
        assert ask("SELECT receipt FROM poll_vote ORDER BY ctid") == receipts
        tables = ("poll_ballot", "poll_vote", "poll_choice", "poll_question")
        writers = " UNION ".join(f"SELECT xmin::text FROM {table}" for table in tables)  # noqa: S608
        # A choice that nobody voted for is sealed like the others.
        assert len(ask(writers)) == 1


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
def test_sqlite_has_rows_in_the_order_of_their_keys_once_and_nowhere_else(
    database: Database, new_client: NewClient
) -> None:
    voters, receipts = cast_and_seal(database, new_client)

    file, log = sqlite_files(database)
    assert log == b""
    for side in (voters, [as_stored(database, receipt) for receipt in receipts]):
        found = places(file, side)
        assert [len(found[key]) for key in side] == [1] * len(side)
        # A page is filled from its end.
        assert [found[key][0] for key in side] == sorted((found[key][0] for key in side), reverse=True)


def test_what_a_backup_reads_is_scrubbed_after_it(database: Database, new_client: NewClient) -> None:
    poll = make_poll(database)
    cast(new_client, poll, 1)
    close(database, poll)
    with database.engine.connect() as connection:
        backup = connection.execution_options(isolation_level=ONE_SNAPSHOT[database.engine.dialect.name])
        for table in ("poll_question", "poll_ballot"):
            backup.execute(sa.text(f"SELECT 1 FROM {table}")).all()  # noqa: S608
            seal_due(database)
            assert not sealing.scrub(database)

    assert sealing.scrub(database)


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_large_tables_are_vacuumed_where_they_are(
    database: Database, new_client: NewClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "SMALL", 0)
    cast_and_seal(database, new_client)


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_no_reader_waits_for_a_seal(app: FastAPI, database: Database, new_client: NewClient) -> None:
    poll = make_poll(database)
    vote(new_client(), poll, 0)
    close(database, poll)

    async def read_meanwhile() -> list[int]:
        client = AsyncClient(transport=ASGITransport(app), base_url="http://testserver")
        async with asyncio.timeout(3), client:  # less than a lock is waited for
            paths = ("", "/me", "/results", "/ballots")
            reads = [client.get(f"/api/polls/{poll.slug}{path}") for path in paths]
            return [answer.status_code for answer in await asyncio.gather(*reads)]

    with database.begin() as session:
        assert sealing.seal(session, poll.id)
        session.flush()
        assert asyncio.run(read_meanwhile()) == [200, 200, 200, 200]


def test_a_server_seals_by_itself_and_no_error_ends_it(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = (make_poll(database, closes_at=AN_HOUR_AGO - timedelta(minutes=age)) for age in (2, 1))
    seal, scrub = sealing.seal, sealing.scrub

    def seal_but_one(session: Session, question_id: int) -> Question | None:
        if question_id == bad.id and "some polls could not be sealed" not in caplog.text:
            raise OSError("for once")
        return seal(session, question_id)

    async def run() -> None:
        loop, scrubbed = asyncio.get_running_loop(), asyncio.Event()

        def scrub_and_tell(database: Database) -> bool:
            is_clean = scrub(database)
            loop.call_soon_threadsafe(scrubbed.set)
            return is_clean

        monkeypatch.setattr(sealing, "scrub", scrub_and_tell)
        async with asyncio.timeout(20), lifespan(app):
            for expected in ([good], [good, bad]):
                await scrubbed.wait()
                scrubbed.clear()
                assert [poll for poll in (good, bad) if sealed_at(database, poll)] == expected

    monkeypatch.setattr(sealing, "INTERVAL", 0.01)
    monkeypatch.setattr(sealing, "seal", seal_but_one)
    asyncio.run(run())
    assert caplog.text.count("OSError: for once") == 1


def noted(monkeypatch: pytest.MonkeyPatch, name: str) -> asyncio.Queue[Any]:
    """What sealing's function of this `name` returns from now on."""
    call, queue, loop = getattr(sealing, name), asyncio.Queue[Any](), asyncio.get_running_loop()

    def call_and_note(*arguments: Any, **options: Any) -> Any:
        found = call(*arguments, **options)
        loop.call_soon_threadsafe(queue.put_nowait, found)
        return found

    monkeypatch.setattr(sealing, name, call_and_note)
    return queue


def test_a_server_scrubs_what_others_sealed_once(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)

    async def run() -> None:
        scrubs, looks = noted(monkeypatch, "scrub"), noted(monkeypatch, "due_polls")

        async def scrubs_within_three_looks() -> int:
            for _ in range(looks.qsize() + 3):
                await looks.get()
            return scrubs.qsize()

        async with asyncio.timeout(20), lifespan(app):
            assert await scrubs.get()  # what a process that was killed may have left
            with database.engine.connect() as connection:
                isolation = ONE_SNAPSHOT[database.engine.dialect.name]
                backup = connection.execution_options(isolation_level=isolation)
                backup.execute(sa.select(Vote)).all()
                with database.begin() as session:  # at once, so that the server has nothing to seal
                    session.execute(sa.update(Question).values(closes_at=AN_HOUR_AGO))
                    assert sealing.seal(session, poll.id)
                assert not await scrubs.get()
            while not await scrubs.get():
                pass
            assert await scrubs_within_three_looks() == 0

    monkeypatch.setattr(sealing, "INTERVAL", 0.01)
    asyncio.run(run())


def test_many_that_close_together_are_sealed_without_a_rest(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    polls = [make_poll(database, closes_at=AN_HOUR_AGO) for _ in range(7)]

    async def run() -> None:
        scrubs = noted(monkeypatch, "scrub")
        async with asyncio.timeout(sealing.INTERVAL / 2), lifespan(app):
            for _ in range(3):  # none waits for all
                await scrubs.get()
        assert all(sealed_at(database, poll) for poll in polls)

    monkeypatch.setattr(sealing, "ROUND_SIZE", 3)
    asyncio.run(run())


def test_many_that_can_not_be_sealed_are_tried_again_after_a_rest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_poll(database, closes_at=AN_HOUR_AGO)

    def fail(*_: object, **__: object) -> None:
        raise OSError

    async def run() -> None:
        looks, rests = noted(monkeypatch, "due_polls"), asyncio.Event()

        async def rest(_: float) -> None:
            rests.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(asyncio, "sleep", rest)
        async with asyncio.timeout(20), sealing.sealing(database):
            await rests.wait()
        assert looks.qsize() == 1

    monkeypatch.setattr(sealing, "ROUND_SIZE", 1)
    monkeypatch.setattr(sealing, "seal", fail)
    asyncio.run(run())


def test_the_last_seal_is_found_in_an_index(database: Database) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.last_seal(session) is None
    seal_due(database)
    expected = sealed_at(database, poll)
    with database.begin() as session:
        if database.engine.dialect.name == "postgresql":  # which would read so small a table as a whole
            session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        assert sealing.last_seal(session) == expected
        with plans(database) as found:
            sealing.last_seal(session)
    assert "ix_poll_question_sealed" in found[-1]


def test_sealing_ends_with_its_server(database: Database) -> None:
    async def run() -> None:
        async with asyncio.timeout(sealing.INTERVAL / 2), sealing.sealing(database):
            await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(run())
