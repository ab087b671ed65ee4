"""Sessions and transactions, and the common behaviour of both databases."""

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app import migrations
from app.accounts.models import SignInAttempts, User
from app.database import Database, SessionDep, now
from app.engine import POOL_SIZE
from tests.at_once import at_once
from tests.factories import make_user

on_sqlite = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")


def usernames(database: Database) -> list[str]:
    with database.begin() as session:
        return list(session.scalars(sa.select(User.username).order_by(User.id)))


def test_a_failed_commit_is_an_error_response_and_changes_nothing(app: FastAPI, database: Database) -> None:
    @app.post("/api/late", status_code=201)
    def late(session: SessionDep) -> str:
        # A foreign key without a target, which the database checks at the commit.
        session.execute(
            sa.text(
                "CREATE TABLE late (id INTEGER PRIMARY KEY,"
                " parent INTEGER REFERENCES late (id) DEFERRABLE INITIALLY DEFERRED)"
            )
        )
        session.execute(sa.text("INSERT INTO late VALUES (1, 2)"))
        session.add(User(username="ann", password_hash="x", role="viewer"))
        session.flush()
        return "done"

    response = TestClient(app, raise_server_exceptions=False).post("/api/late")

    assert (response.status_code, set(response.json())) == (409, {"code", "message", "errors"})
    assert usernames(database) == []
    assert not sa.inspect(database.engine).has_table("late")
    # The failed transaction does not block the next writer.
    assert make_user(Database(database.engine.url), "bob").username == "bob"


def test_a_get_request_commits_nothing(app: FastAPI, database: Database) -> None:
    @app.get("/api/write")
    def write(session: SessionDep) -> None:
        session.add(User(username="ann", password_hash="x", role="viewer"))
        session.flush()

    assert TestClient(app).get("/api/write").status_code == 200
    assert usernames(database) == []


def test_an_exception_rolls_the_transaction_back(database: Database) -> None:
    async def fail_in_a_request() -> None:
        async with database.session(is_edit=True) as session:
            fail(session)

    def fail_in_a_command() -> None:
        with database.begin() as session:
            fail(session)

    def fail(session: Session) -> None:
        session.add(User(username="ann", password_hash="x", role="viewer"))
        session.flush()
        raise LookupError

    with pytest.raises(LookupError):
        asyncio.run(fail_in_a_request())
    with pytest.raises(LookupError):
        fail_in_a_command()

    assert usernames(database) == []


@pytest.mark.parametrize("path", ["/api/auth/me", "/api/ready"])
def test_more_requests_than_connections_all_succeed(app: FastAPI, admin: TestClient, path: str) -> None:
    times = POOL_SIZE * 5

    statuses = at_once(
        app,
        times,
        lambda client, number: client.get(path if number % 2 else "/api/auth/me"),
        admin.cookies,
    )

    assert statuses == [200] * times


def test_more_writers_than_connections_all_succeed(app: FastAPI, database: Database) -> None:
    @app.post("/api/count")
    def count(session: SessionDep) -> None:
        session.execute(sa.update(SignInAttempts).values(attempts=SignInAttempts.attempts + 1))

    with database.begin() as session:
        session.add(SignInAttempts(key=b"k", attempts=0, ends_at=now(session)))

    assert at_once(app, 60, lambda client, _: client.post("/api/count")) == [200] * 60
    with database.begin() as session:
        assert session.scalars(sa.select(SignInAttempts.attempts)).one() == 60


@on_sqlite
def test_every_sqlite_connection_is_durable_and_enforces_foreign_keys(database: Database) -> None:
    expected = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}

    connections = [database.engine.connect() for _ in range(3)]

    for connection in connections:
        actual = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}
        assert actual == expected
        connection.close()


def _count_up(url: sa.URL, times: int) -> None:
    database = Database(url)
    for _ in range(times):
        with database.begin() as session:
            attempts = session.scalars(sa.select(SignInAttempts.attempts)).one()
            session.execute(sa.update(SignInAttempts).values(attempts=attempts + 1))


@on_sqlite
def test_two_processes_that_read_before_they_write_lose_no_update(new_database: Callable[[], sa.URL]) -> None:
    url = new_database()
    migrations.upgrade(url)
    with Database(url).begin() as session:
        session.add(SignInAttempts(key=b"k", attempts=0, ends_at=now(session)))
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_count_up, args=(url, 100)) for _ in range(2)]

    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0]
    with Database(url).begin() as session:
        assert session.scalars(sa.select(SignInAttempts.attempts)).one() == 200


@on_sqlite
def test_only_a_writer_takes_the_lock_at_the_beginning(database: Database) -> None:
    with record_statements(database) as statements:
        with database.begin() as session:
            session.execute(sa.text("SELECT 1"))
        asyncio.run(_read(database))

    assert [statement for statement in statements if statement.startswith("BEGIN")] == [
        "BEGIN IMMEDIATE",
        "BEGIN",
    ]


async def _read(database: Database) -> None:
    async with database.session(is_edit=False) as session:
        session.execute(sa.text("SELECT 1"))


@contextmanager
def record_statements(database: Database) -> Iterator[list[str]]:
    """Record the statements that run inside the `with` block, with BEGIN."""
    recorded: list[str] = []

    def record(_: object, __: object, statement: str, *___: object) -> None:
        recorded.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", record)
    yield recorded
    sa.event.remove(database.engine, "before_cursor_execute", record)


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_a_stored_time_is_read_unchanged_and_in_utc(database: Database, instant: datetime) -> None:
    with database.begin() as session:
        session.add(SignInAttempts(key=b"k", attempts=0, ends_at=instant))

    with database.begin() as session:
        stored = session.scalars(sa.select(SignInAttempts.ends_at)).one()
        key = session.scalars(sa.select(SignInAttempts.key).where(SignInAttempts.ends_at == instant)).one()
    assert (stored, stored.utcoffset(), key) == (instant, timedelta(0), b"k")


def test_the_clock_of_the_database_is_that_of_python_and_advances_within_a_transaction(
    database: Database,
) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)  # the resolution of SQLite's clock
    with database.begin() as session:
        first = now(session)
        while (second := now(session)) == first:
            pass

    assert before <= first < second <= datetime.now(UTC)
    assert first.utcoffset() == timedelta(0)


def test_the_message_of_a_database_error_contains_no_values(database: Database) -> None:
    make_user(database, "ann")

    with pytest.raises(sa.exc.IntegrityError) as failed, database.begin() as session:
        session.add(User(username="ann", password_hash="s3cret", role="viewer"))

    assert "s3cret" not in str(failed.value)
