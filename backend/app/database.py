"""The database: the declarative base, the engine and the sessions of a request.

SQLite and PostgreSQL behave alike above this module. A session is had by waiting on the event loop,
never inside a worker thread: requests that hold a connection need a thread to go on, so threads that
wait for a connection would starve them.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.sql.functions import GenericFunction

from app import texts

# Connections of one process. PostgreSQL allows 100 in all by default, which leaves room for a few workers.
POOL_SIZE = 20

# Compiled statements that a process keeps, of about 0.1 MB each. SQLAlchemy lets half as many more gather.
# About a hundred are the application's own; the others are lists, as clients combine their conditions.
STATEMENTS = 200

# How long, in seconds, a writer waits for another process's transaction on SQLite.
SQLITE_BUSY_TIMEOUT = 15

# Disks seek no more: with the default of 4 a batch of ballots would be looked up by reading whole tables. The
# rest is in seconds: a host that died with a lock must not keep all others from voting.
POSTGRESQL_SETTINGS = {
    "timezone": "utc",
    "random_page_cost": "1.1",
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "15s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}

# A server that is gone without a word is given up after some seconds (the last is in milliseconds).
POSTGRESQL_CONNECTION = {
    "options": " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_SETTINGS.items()),
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "tcp_user_timeout": 5000,
}

# Bytes of the file that are read as memory, without a copy of each page: a scan takes half the time.
SQLITE_MAPPED = 2**28

# Pages of long answers that one process reads at once. With more, voters would wait for downloads.
PAGES_AT_ONCE = 2

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

T = TypeVar("T")


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite keeps no offset)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class utcnow(GenericFunction[datetime]):  # noqa: N801 - reads as the SQL function that it is
    """The database's clock at the start of the statement, not of the transaction."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(utcnow, "postgresql")
def _utcnow_postgresql(*_: Any, **__: Any) -> str:
    return "statement_timestamp()"


@compiles(utcnow, "sqlite")
def _utcnow_sqlite(*_: Any, **__: Any) -> str:
    # As SQLAlchemy stores datetimes there, so that text compares as time does.
    return "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))"


def now(session: Session) -> datetime:
    """The database's clock, which all replicas share."""
    return session.scalars(sa.select(utcnow())).one()


def text(length: int) -> sa.String:
    """Text of at most `length` characters that sorts by code point on both databases."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        datetime: UtcDateTime,
        Enum: sa.Enum(
            Enum,
            native_enum=False,
            create_constraint=True,
            length=20,
        ),
    }


class Database:
    """One process's way to the database: `reading` and `writing` for requests, `begin` for commands.

    `edits` counts what these have committed. `read` and `write` are for what many requests share.
    """

    def __init__(self, url: sa.URL) -> None:
        self.engine = create_engine(url)
        is_sqlite = self.engine.dialect.name == "sqlite"
        # One snapshot for all that a request reads, as SQLite has it: a tally and its parts must agree.
        snapshot = {} if is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._readers = sessionmaker(self.engine.execution_options(**snapshot), expire_on_commit=False)
        self._writers = sessionmaker(
            self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE"), expire_on_commit=False
        )
        self.edits = 0
        self._slots = asyncio.Semaphore(POOL_SIZE)
        self._page_slots = asyncio.Semaphore(PAGES_AT_ONCE)
        # SQLite has one writer. Those of this process queue here, in turn, and not in its busy handler.
        self._turn = asyncio.Lock() if is_sqlite else nullcontext()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on an error."""
        with self._writers.begin() as session:
            yield session
        self.edits += 1

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A session whose transaction is rolled back at the end."""
        async with self._session(self._readers) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """A session in one transaction: committed at the end, rolled back on an error."""
        async with self._turn, self._session(self._writers) as session:
            yield session
            await run_in_threadpool(session.commit)
            self.edits += 1

    async def read(self, work: Callable[[Session], T]) -> T:
        """What `work` finds, in one thread from the beginning to the end."""

        def run() -> T:
            with self._readers() as session:
                return work(session)

        async with self._slots:
            return await run_in_threadpool(run)

    async def read_page(self, work: Callable[[Session], T]) -> T:
        """As `read`, for a page of a long answer."""
        async with self._page_slots:
            return await self.read(work)

    async def write(self, work: Callable[[Session], T]) -> T:
        """What `work` does in one transaction, once that is committed."""

        def run() -> T:
            with self._writers.begin() as session:
                return work(session)

        async with self._turn, self._slots:
            return await run_in_threadpool(run)

    @asynccontextmanager
    async def _session(self, sessions: sessionmaker[Session]) -> AsyncIterator[Session]:
        async with self._slots:
            session = sessions()
            try:
                yield session
            finally:
                if session.in_transaction():
                    await run_in_threadpool(session.close)


def create_engine(url: sa.URL) -> sa.Engine:
    """An engine whose connections behave alike on both databases.

    Its errors, which are logged, show no parameters: a log is no place for receipts and voter keys.
    """
    make = partial(
        sa.create_engine,
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        query_cache_size=STATEMENTS,
        hide_parameters=True,
    )
    if url.get_backend_name() != "sqlite":
        engine = make(
            pool_pre_ping=True,
            executemany_mode="values_plus_batch",  # the tallies of a batch are one round trip
            connect_args=POSTGRESQL_CONNECTION,
        )
        event.listen(engine, "handle_error", _leave_rows_out)
        event.listen(engine, "handle_error", _name_what_is_lost)
        return engine
    engine = make(connect_args={"timeout": SQLITE_BUSY_TIMEOUT, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin below, not when the driver sees fit
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        connection.execute(f"PRAGMA mmap_size = {SQLITE_MAPPED}")
        connection.create_function("folded", 1, texts.folded, deterministic=True)
        connection.create_function("begins_word", 2, texts.begins_word, deterministic=True)

    @event.listens_for(engine, "checkin")
    def checkin(connection: sqlite3.Connection | None, _: object) -> None:
        # A commit that fails leaves its transaction open, and would keep everyone else from writing.
        if connection:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return engine


def _leave_rows_out(context: sa.engine.ExceptionContext) -> None:
    """PostgreSQL's errors quote the row that they refuse: keep what is wrong with it alone."""
    said = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    for error in (context.original_exception, context.sqlalchemy_exception):
        if said and error:
            error.args = (said,)


def _name_what_is_lost(context: sa.engine.ExceptionContext) -> None:
    """Of a server that crashed, psycopg2 says at times that it made an error, as of one that refuses."""
    if context.is_disconnect and not isinstance(context.sqlalchemy_exception, sa.exc.OperationalError):
        lost = context.original_exception
        raise sa.exc.OperationalError(
            context.statement, None, lost, hide_parameters=True, connection_invalidated=True
        ) from lost


async def get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


async def get_session(request: Request) -> AsyncIterator[Session]:
    """The session of one request. The edge commits: all of an unsafe request, or nothing of it."""
    database = await get_database(request)
    opened = database.reading() if request.method in SAFE_METHODS else database.writing()
    async with opened as session:
        yield session


# The scope is what makes a failed commit an error: by default FastAPI would commit after it has answered.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
