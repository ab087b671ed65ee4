"""Sealing: which polls are sealed and when, and what a seal does to the rows."""

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
from app.rolls.admin_api import forget
from app.voters.models import Participation
from app.voting import sealing
from app.voting.models import Vote
from tests.factories.polls import AN_HOUR_AGO, NOW, TOMORROW, edit_poll, make_poll, vote
from tests.factories.rolls import make_people
from tests.statements import plans
from tests.tallies import all_rows
from tests.voting.linkage_attack import find_clues, find_offsets, sqlite_files, stored_bytes

NewClient = Callable[[], TestClient]

# The isolation level in which a transaction reads one snapshot, as a backup does.
SNAPSHOT_ISOLATION = {"sqlite": "SERIALIZABLE", "postgresql": "REPEATABLE READ"}


def seal_due(database: Database) -> list[str]:
    """Seal the polls that are due. Return their slugs."""
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


def test_a_closed_poll_is_sealed_once(database: Database) -> None:
    closed = make_poll(database, closes_at=AN_HOUR_AGO)
    for closes_at in (None, TOMORROW):
        make_poll(database, closes_at=closes_at)
    make_poll(database, pub_date=TOMORROW)

    assert seal_due(database) == [closed.slug]
    assert seal_due(database) == []
    moment = sealed_at(database, closed)
    assert moment
    assert NOW <= moment <= datetime.now(UTC) + timedelta(seconds=1)


def test_a_poll_that_was_reopened_or_deleted_is_not_sealed(database: Database) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.due_polls(session) == [poll.id]
    edit_poll(database, poll, closes_at=None)

    with database.begin() as session:
        assert sealing.seal(session, poll.id) is None
        assert sealing.seal(session, 0) is None
    assert sealed_at(database, poll) is None


def test_a_reopened_poll_is_sealed_again_after_it_closes(database: Database, new_client: NewClient) -> None:
    """This also holds if it gets its old closing time back, which is in the past."""
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    assert seal_due(database) == [poll.slug]

    edit_poll(database, poll, closes_at=None)
    assert sealed_at(database, poll) is None
    cast(new_client, poll, 1)
    close(database, poll)

    assert seal_due(database) == [poll.slug]


def test_edits_that_do_not_reopen_a_poll_keep_its_seal(database: Database) -> None:
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
    with database.engine.connect():  # so that SQLite keeps its log, which the last connection deletes
        assert sealing.scrub(database)


def stored_keys(database: Database) -> tuple[list[bytes], list[uuid.UUID]]:
    """The voter keys and the receipts in the database, each sorted."""
    with database.begin() as session:
        voters, receipts = (
            session.scalars(sa.select(Participation.voter_key)),
            session.scalars(sa.select(Vote.receipt)),
        )
        return sorted(voters), sorted(receipts)


def cast_and_seal(database: Database, new_client: NewClient) -> tuple[list[bytes], list[uuid.UUID]]:
    """Seal a poll with 60 ballots. Return its voter keys and receipts, each sorted."""
    poll = make_poll(database)
    cast(new_client, poll, 60)
    close(database, poll)
    seal_due(database)
    scrub(database)
    return stored_keys(database)


def test_a_scrub_removes_a_deleted_poll_from_the_files(database: Database, new_client: NewClient) -> None:
    poll = make_poll(database)
    cast(new_client, poll, 60)
    voters, receipts = stored_keys(database)
    with database.begin() as session:
        service.delete_question(session, poll)
    scrub(database)

    pairs = zip(voters, (stored_bytes(database, receipt) for receipt in receipts), strict=True)
    clues = find_clues(database, dict(pairs))
    assert [clue.name for clue in clues if clue.voters or clue.receipts] == []


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_a_seal_on_postgresql_writes_rows_in_key_order_in_one_transaction(
    database: Database, new_client: NewClient
) -> None:
    voters, receipts = cast_and_seal(database, new_client)

    with database.begin() as session:

        def read(query: str) -> list[Any]:
            return [*session.scalars(sa.text(query))]

        assert [bytes(key) for key in read("SELECT voter_key FROM poll_ballot ORDER BY ctid")] == voters
        assert read("SELECT receipt FROM poll_vote ORDER BY ctid") == receipts
        tables = ("poll_ballot", "poll_vote", "poll_choice", "poll_question")
        writers = " UNION ".join(f"SELECT xmin::text FROM {table}" for table in tables)  # noqa: S608
        # This includes the choice without votes.
        assert len(read(writers)) == 1


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
def test_a_seal_on_sqlite_leaves_one_copy_of_each_row_in_key_order(
    database: Database, new_client: NewClient
) -> None:
    voters, receipts = cast_and_seal(database, new_client)

    file, log = sqlite_files(database)
    assert log == b""
    for keys_in_order in (voters, [stored_bytes(database, receipt) for receipt in receipts]):
        offsets = find_offsets(file, keys_in_order)
        assert [len(offsets[key]) for key in keys_in_order] == [1] * len(keys_in_order)
        # SQLite fills a page from its end.
        first_offsets = [offsets[key][0] for key in keys_in_order]
        assert first_offsets == sorted(first_offsets, reverse=True)


def test_rows_that_a_backup_reads_are_scrubbed_after_the_backup(
    database: Database, new_client: NewClient
) -> None:
    poll = make_poll(database)
    cast(new_client, poll, 1)
    close(database, poll)
    with database.engine.connect() as connection:
        backup = connection.execution_options(
            isolation_level=SNAPSHOT_ISOLATION[database.engine.dialect.name]
        )
        for table in ("poll_question", "poll_ballot"):
            backup.execute(sa.text(f"SELECT 1 FROM {table}")).all()  # noqa: S608
            seal_due(database)
            assert not sealing.scrub(database)

    assert sealing.scrub(database)


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_a_large_table_is_vacuumed_in_place(
    database: Database, new_client: NewClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "FULL_VACUUM_LIMIT", 0)
    cast_and_seal(database, new_client)


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_a_seal_does_not_block_readers(app: FastAPI, database: Database, new_client: NewClient) -> None:
    poll = make_poll(database)
    vote(new_client(), poll, 0)
    close(database, poll)

    async def read_all() -> list[int]:
        client = AsyncClient(transport=ASGITransport(app), base_url="http://testserver")
        async with asyncio.timeout(3), client:  # seconds, less than the lock timeout
            paths = ("", "/me", "/results", "/ballots")
            reads = [client.get(f"/api/polls/{poll.slug}{path}") for path in paths]
            return [response.status_code for response in await asyncio.gather(*reads)]

    with database.begin() as session:
        assert sealing.seal(session, poll.id)
        session.flush()
        assert asyncio.run(read_all()) == [200, 200, 200, 200]


def test_a_server_seals_in_the_background_and_continues_after_an_error(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = (make_poll(database, closes_at=AN_HOUR_AGO - timedelta(minutes=age)) for age in (2, 1))
    seal, scrub = sealing.seal, sealing.scrub

    def seal_or_fail_once(session: Session, question_id: int) -> Question | None:
        if question_id == bad.id and "some polls could not be sealed" not in caplog.text:
            raise OSError("once")
        return seal(session, question_id)

    async def run() -> None:
        loop, scrubbed = asyncio.get_running_loop(), asyncio.Event()

        def scrub_and_signal(database: Database) -> bool:
            is_clean = scrub(database)
            loop.call_soon_threadsafe(scrubbed.set)
            return is_clean

        monkeypatch.setattr(sealing, "scrub", scrub_and_signal)
        async with asyncio.timeout(20), lifespan(app):
            for expected in ([good], [good, bad]):
                await scrubbed.wait()
                scrubbed.clear()
                assert [poll for poll in (good, bad) if sealed_at(database, poll)] == expected

    monkeypatch.setattr(sealing, "INTERVAL", 0.01)
    monkeypatch.setattr(sealing, "seal", seal_or_fail_once)
    asyncio.run(run())
    assert caplog.text.count("OSError: once") == 1


def record_results(monkeypatch: pytest.MonkeyPatch, name: str) -> asyncio.Queue[Any]:
    """Return a queue that gets each result of the function `sealing.<name>` from now on."""
    function, queue, loop = getattr(sealing, name), asyncio.Queue[Any](), asyncio.get_running_loop()

    def call_and_record(*arguments: Any, **options: Any) -> Any:
        result = function(*arguments, **options)
        loop.call_soon_threadsafe(queue.put_nowait, result)
        return result

    monkeypatch.setattr(sealing, name, call_and_record)
    return queue


def test_a_server_scrubs_once_after_another_process_has_sealed(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)

    async def run() -> None:
        scrubs, rounds = record_results(monkeypatch, "scrub"), record_results(monkeypatch, "due_polls")

        async def scrubs_in_three_rounds() -> int:
            for _ in range(rounds.qsize() + 3):
                await rounds.get()
            return scrubs.qsize()

        async with asyncio.timeout(20), lifespan(app):
            assert await scrubs.get()  # a server scrubs when it starts
            with database.engine.connect() as connection:
                isolation = SNAPSHOT_ISOLATION[database.engine.dialect.name]
                backup = connection.execution_options(isolation_level=isolation)
                backup.execute(sa.select(Vote)).all()
                with database.begin() as session:  # in one transaction, so that the server finds none to seal
                    session.execute(sa.update(Question).values(closes_at=AN_HOUR_AGO))
                    assert sealing.seal(session, poll.id)
                assert not await scrubs.get()
            while not await scrubs.get():
                pass
            assert await scrubs_in_three_rounds() == 0

    monkeypatch.setattr(sealing, "INTERVAL", 0.01)
    asyncio.run(run())


def test_a_server_scrubs_once_after_people_were_forgotten(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    roll = make_people(database).roll

    async def run() -> None:
        scrubs, rounds = record_results(monkeypatch, "scrub"), record_results(monkeypatch, "due_polls")
        async with asyncio.timeout(20), lifespan(app):
            assert await scrubs.get()  # a server scrubs when it starts
            with database.begin() as session:
                forget(session, session.merge(roll))
            assert await scrubs.get()
            for _ in range(rounds.qsize() + 3):
                await rounds.get()
            assert scrubs.qsize() == 0

    monkeypatch.setattr(sealing, "INTERVAL", 0.01)
    asyncio.run(run())


def test_more_polls_than_one_round_seals_are_sealed_without_a_pause(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    polls = [make_poll(database, closes_at=AN_HOUR_AGO) for _ in range(7)]

    async def run() -> None:
        scrubs = record_results(monkeypatch, "scrub")
        async with asyncio.timeout(sealing.INTERVAL / 2), lifespan(app):
            for _ in range(3):  # one per round
                await scrubs.get()
        assert all(sealed_at(database, poll) for poll in polls)

    monkeypatch.setattr(sealing, "ROUND_SIZE", 3)
    asyncio.run(run())


def test_a_round_in_which_every_seal_fails_is_followed_by_a_pause(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_poll(database, closes_at=AN_HOUR_AGO)

    def fail(*_: object, **__: object) -> None:
        raise OSError

    async def run() -> None:
        rounds, sleeps = record_results(monkeypatch, "due_polls"), asyncio.Event()

        async def sleep(_: float) -> None:
            sleeps.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(asyncio, "sleep", sleep)
        async with asyncio.timeout(20), sealing.seal_in_background(database):
            await sleeps.wait()
        assert rounds.qsize() == 1

    monkeypatch.setattr(sealing, "ROUND_SIZE", 1)
    monkeypatch.setattr(sealing, "seal", fail)
    asyncio.run(run())


def test_the_last_seal_is_read_from_an_index(database: Database) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.last_seal(session) is None
    seal_due(database)
    expected = sealed_at(database, poll)
    with database.begin() as session:
        if database.engine.dialect.name == "postgresql":  # it would scan such a small table
            session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        assert sealing.last_seal(session) == expected
        with plans(database) as lines:
            sealing.last_seal(session)
    assert "ix_poll_question_sealed" in lines[-1]


def test_sealing_stops_with_the_server(database: Database) -> None:
    async def run() -> None:
        async with asyncio.timeout(sealing.INTERVAL / 2), sealing.seal_in_background(database):
            await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(run())
