"""The database: the declarative base, and sessions.

SQLite and PostgreSQL behave alike above this module. Requests wait for a session on the event loop, never in
a worker thread: a request that holds a connection needs a thread to go on, so threads that wait for a
connection would starve it (docs/decisions/sessions.md).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.sql.functions import GenericFunction

from app.engine import POOL_SIZE, create_engine
from react_admin import Recorder

# Pages of long responses that a process reads at the same time.
PAGES_AT_ONCE = 2

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

# Errors that mean that the database is unavailable or gives up: a lost connection, a deadlock, a server that
# is starting or has become a read-only replica.
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)

T = TypeVar("T")


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A point in time: an aware datetime in Python, UTC in the database. SQLite stores no offset."""

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
    # The format in which SQLAlchemy stores datetimes on SQLite, so that they compare as text.
    return "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))"


def now(session: Session) -> datetime:
    """The time of the database, which all replicas share."""
    with session.no_autoflush:  # pending changes do not change the time
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
    """The database of one process. There are four ways to a session:

    - `session` for a request, through the dependency `get_session` or by `edit_writer`;
    - `read` and `write` for work that many requests share, or that must not count as an edit;
    - `begin` for commands.
    """

    def __init__(self, url: sa.URL) -> None:
        self.engine = create_engine(url)
        is_sqlite = self.engine.dialect.name == "sqlite"
        # A request reads one snapshot, as on SQLite: a tally must agree with its parts.
        snapshot = {} if is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._readers = sessionmaker(self.engine.execution_options(**snapshot), expire_on_commit=False)
        self._writers = sessionmaker(
            self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE"), expire_on_commit=False
        )
        # Commits of `session` and `begin`, which may have changed what any poll shows.
        self.edits = 0
        self._slots = asyncio.Semaphore(POOL_SIZE)
        # SQLite has one writer. Writers of this process queue here, in order, instead of in its busy handler.
        self._turn = asyncio.Lock() if is_sqlite else nullcontext()

    @asynccontextmanager
    async def session(self, *, is_edit: bool) -> AsyncIterator[Session]:
        """A session in one transaction: committed at the end of an edit, rolled back otherwise."""
        if not is_edit:
            async with self._opened(self._readers) as session:
                yield session
            return
        async with self._turn, self._opened(self._writers) as session:
            yield session
            await run_in_threadpool(session.commit)
            self.edits += 1

    async def read(self, work: Callable[[Session], T]) -> T:
        """Return `work(session)`, called in a worker thread and a transaction that is rolled back."""

        def run() -> T:
            with self._readers() as session:
                return work(session)

        async with self._slots:
            return await run_in_threadpool(run)

    async def write(self, work: Callable[[Session], T]) -> T:
        """Return `work(session)`, called in a worker thread, after its transaction is committed."""

        def run() -> T:
            with self._writers.begin() as session:
                return work(session)

        async with self._turn, self._slots:
            return await run_in_threadpool(run)

    def share(self, name: str, value: object) -> None:
        """Put a value into the `info` of every session."""
        for sessions in (self._readers, self._writers):
            sessions.configure(info={**sessions.kw.get("info", {}), name: value})

    def record(self, recorder: Recorder) -> None:
        """Let `recorder` record the changes of every session that can commit."""
        recorder.listen(self._writers)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on an error."""
        with self._writers.begin() as session:
            yield session
        self.edits += 1

    @asynccontextmanager
    async def _opened(self, sessions: sessionmaker[Session]) -> AsyncIterator[Session]:
        async with self._slots:
            session = sessions()
            try:
                yield session
            finally:
                if session.in_transaction():
                    await run_in_threadpool(session.close)


class PageReader:
    """`Database.read` for the pages of long responses, a few at a time: downloads must not delay voters."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._slots = asyncio.Semaphore(PAGES_AT_ONCE)

    async def __call__(self, work: Callable[[Session], T]) -> T:
        async with self._slots:
            return await self._database.read(work)


async def get_database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def get_session(request: Request) -> AsyncIterator[Session]:
    """The session of a request.

    An unsafe request is one transaction, which is committed before the response.
    """
    database = await get_database(request)
    async with database.session(is_edit=request.method not in SAFE_METHODS) as session:
        yield session


def page_reader(request: Request) -> PageReader:
    reader: PageReader = request.app.state.page_reader
    return reader


def edit_writer(request: Request) -> Callable[[Callable[[Session], Any]], Awaitable[Any]]:
    """A function that writes in one edit, for requests that outlive their dependencies, such as imports."""
    database: Database = request.app.state.database

    async def write(work: Callable[[Session], T]) -> T:
        async with database.session(is_edit=True) as session:
            return await run_in_threadpool(work, session)

    return write


DatabaseDep = Annotated[Database, Depends(get_database)]

# With FastAPI's default scope, a session would commit after the response, and a commit that fails would be a
# 200.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
