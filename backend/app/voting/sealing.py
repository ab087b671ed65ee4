"""Sealing: within a minute of the close, nothing in the database joins voters to votes any more.

A participation and its votes are written in one transaction. The position of a row therefore hints at when it
was written, and PostgreSQL stores the transaction's id in each row, tallies included. Sealing rewrites a
poll's rows in one transaction, in the order of their random keys, and a scrub removes the old row versions.
docs/secrecy.md says what this hides, and what it does not.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa
from anyio import to_thread
from psycopg2.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.database import Base, Database, now
from app.history.models import Change, ChangeAction
from app.polls.models import Choice, Question
from app.polls.service import has_slug
from app.polls.status import Status
from app.voters.service import count_eligible

logger = logging.getLogger(__name__)

# Seconds between two rounds. A poll is sealed within a minute of its close, even if a round fails.
INTERVAL = 15

# Most polls that are sealed between two scrubs.
ROUND_SIZE = 100

# Bytes up to which a table gets VACUUM FULL, which blocks ballots for less than a second.
FULL_VACUUM_LIMIT = 2**26

# Most milliseconds that a scrub waits for a lock, and blocks ballots, while something else reads the tables.
LOCK_TIMEOUT = 100

SECRET_TABLES = ("poll_ballot", "poll_vote")

HAS_CLOSED = Question.status == Status.closed
IS_DUE = sa.and_(HAS_CLOSED, Question.sealed_at.is_(None))


def has_closed(session: Session, slug: str) -> bool:
    """True if the poll has closed, sealed or not."""
    return session.scalar(sa.select(Question.id).where(has_slug(slug), HAS_CLOSED)) is not None


def due_polls(session: Session, slug: str | None = None, at_most: int | None = None) -> Sequence[int]:
    """The ids of the polls, or of the one with this slug, that have closed and are not sealed.

    The newest come first, because they have to be sealed within a minute.
    """
    due = sa.select(Question.id).where(IS_DUE).order_by(Question.closes_at.desc()).limit(at_most)
    return session.scalars(due.where(has_slug(slug)) if slug else due).all()


def seal(session: Session, question_id: int) -> Question | None:
    """Seal a poll, or return None if it is no longer due. Call `scrub` after the commit."""
    due = sa.select(Question).where(Question.id == question_id, IS_DUE)
    question = session.scalar(due.with_for_update(key_share=True))
    if question:
        for table in SECRET_TABLES:
            _rewrite(session, Base.metadata.tables[table], question_id)
        tallies = sa.update(Choice).where(Choice.question_id == question_id)
        session.execute(tallies.values(tally=Choice.tally), execution_options={"synchronize_session": False})
        if question.is_of_roll and question.eligible is None:
            question.eligible = count_eligible(session, question)
        question.sealed_at = now(session)
    return question


def _rewrite(session: Session, table: sa.Table, question_id: int) -> None:
    """Rewrite a poll's rows in the order of their primary key."""
    is_its = table.c.question_id == question_id
    if session.get_bind().dialect.name == "sqlite":
        copy = sa.CreateTableAs(sa.select(table).where(is_its), "kept", temporary=True)
        session.execute(copy)
        session.execute(sa.delete(table).where(is_its))
        session.execute(_insert_in_order(table, copy.table))
        session.execute(sa.schema.DropTable(copy.table))
    else:
        # The sort reads every deleted row before the first is inserted, so no key conflicts with itself.
        gone = sa.delete(table).where(is_its).returning(*table.c).cte("gone")
        session.execute(_insert_in_order(table, gone))


def _insert_in_order(table: sa.Table, rows: sa.FromClause) -> sa.Insert:
    by_key = sa.select(rows).order_by(*(rows.c[column.name] for column in table.primary_key))
    return sa.insert(table).from_select(table.c.keys(), by_key)


def last_seal(session: Session) -> datetime | None:
    """The time of the newest seal, by this process or another."""
    return session.scalar(sa.select(sa.func.max(Question.sealed_at)).where(Question.sealed_at.is_not(None)))


def last_forgetting(session: Session) -> datetime | None:
    """The time when the people of a roll were forgotten last, as far as the history goes back."""
    return session.scalar(sa.select(sa.func.max(Change.at)).where(Change.action == ChangeAction.forget))


def naming_tables() -> list[str]:
    """The tables that name people on rolls: those whose rows go with a person or a roll, and the history."""
    keys = (key for table in Base.metadata.sorted_tables for key in table.foreign_keys)
    owned = {
        key.parent.table.name
        for key in keys
        if key.column.table.name in ("poll_roll", "poll_voter") and key.ondelete == "CASCADE"
    }
    return sorted({"history_change", *owned})


def scrub(database: Database, tables: Sequence[str] = SECRET_TABLES) -> bool:
    """Remove the old versions of rewritten and deleted rows of these tables.

    Returns False while something still reads them.
    """
    if database.engine.dialect.name == "sqlite":
        # `secure_delete` has overwritten the pages, but the write-ahead log still holds their old content.
        with closing(database.engine.raw_connection()) as connection:
            connection.detach()  # so that its settings do not return to the pool
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT}")
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.detach()
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            connection.exec_driver_sql("VACUUM poll_question, poll_choice")
            return all(_vacuum(connection, table) for table in tables)
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                return False
            raise


def _vacuum(connection: sa.Connection, table: str) -> bool:
    """Remove a table's dead rows, and the content of its free space if the table is small."""
    [(is_small, begun)] = connection.exec_driver_sql(
        "SELECT pg_total_relation_size(%s) <= %s, pg_current_xact_id()::text", (table, FULL_VACUUM_LIMIT)
    )
    how = "FULL" if is_small else "FREEZE, INDEX_CLEANUP ON"
    # The statistics of the planner have some values of each column.
    connection.exec_driver_sql(f"VACUUM ({how}, ANALYZE) {table}")
    # VACUUM keeps rows that an older snapshot may still read, and with them the older transaction ids.
    horizon = "SELECT age(relfrozenxid) <= age(%s::xid8::xid) FROM pg_class WHERE oid = %s::regclass"
    return bool(connection.exec_driver_sql(horizon, (begun, table)).scalar_one())


@asynccontextmanager
async def seal_in_background(database: Database) -> AsyncIterator[None]:
    """Seal polls that close, in the background of this context."""
    task = asyncio.create_task(_keep_sealing(database))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep_sealing(database: Database) -> None:
    # Older than any seal: the process that sealed last may have been killed before its scrub.
    scrubbed: datetime | None = datetime.min.replace(tzinfo=UTC)
    forgotten: datetime | None = None
    while True:
        is_more = False
        with _errors_logged():
            is_more = await _seal_some(database)
            # Read before the scrub, so that polls that others seal during it are left to the next scrub.
            newest = await database.read(last_seal)
            # Abandoned when the process ends; the next process begins with a scrub.
            if newest != scrubbed and await to_thread.run_sync(scrub, database, abandon_on_cancel=True):
                scrubbed = newest
            left = await database.read(last_forgetting)
            work = partial(scrub, database, naming_tables())
            if left != forgotten and await to_thread.run_sync(work, abandon_on_cancel=True):
                forgotten = left
        if not is_more:
            await asyncio.sleep(INTERVAL)


async def _seal_some(database: Database) -> bool:
    """Seal up to ROUND_SIZE polls that are due. Returns True if there may be more."""
    due = await database.read(partial(due_polls, at_most=ROUND_SIZE))
    sealed = 0
    for question_id in due:
        with _errors_logged():
            sealed += await database.write(partial(seal, question_id=question_id)) is not None
    return len(due) == ROUND_SIZE and sealed > 0


@contextmanager
def _errors_logged() -> Iterator[None]:
    try:
        yield
    except Exception:
        logger.exception("some polls could not be sealed; trying again in %s seconds", INTERVAL)
