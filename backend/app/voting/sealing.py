"""Sealing: from a minute after the close on, nothing in the database joins voters to votes.

A ballot and its votes are written in one transaction, so that the place of each row tells when it came, and
PostgreSQL keeps the transaction's id in it; the tallies name the last one too. Sealing writes a poll's rows
anew in one transaction, in the order of their random keys, and a scrub removes what they were before.
docs/secrecy.md says what that hides, and what it does not.
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

from app.database import Base, Database, now, utcnow
from app.polls.models import Choice, Question
from app.polls.service import goes_by

logger = logging.getLogger(__name__)

# Seconds between two looks: a poll is sealed within a minute of its close, even where a look fails.
LOOK_EVERY = 15

# Polls that are sealed between two scrubs, where many are due.
AT_ONCE = 100

# Bytes up to which PostgreSQL writes a table's file anew. Ballots wait meanwhile, for less than a second.
SMALL = 2**26

# Milliseconds for which ballots wait, at most, where something else reads what is to be removed.
PATIENCE = 100

APART = ("poll_ballot", "poll_vote")

HAS_CLOSED = Question.closes_at <= utcnow()
IS_DUE = sa.and_(HAS_CLOSED, Question.sealed_at.is_(None))


def has_closed(session: Session, slug: str) -> bool:
    """Whether there is such a poll, sealed or not, that voters can't add to any more."""
    return session.scalar(sa.select(Question.id).where(goes_by(slug), HAS_CLOSED)) is not None


def due_polls(session: Session, slug: str | None = None, at_most: int | None = None) -> Sequence[int]:
    """The ids of the polls, or of the one that goes by `slug`, that closed and were not sealed since.

    The newest come first: those that closed long ago can wait for those that have a minute.
    """
    due = sa.select(Question.id).where(IS_DUE).order_by(Question.closes_at.desc()).limit(at_most)
    return session.scalars(due.where(goes_by(slug)) if slug else due).all()


def seal(session: Session, question_id: int) -> Question | None:
    """Seal a poll, or return None where it is not due any more. To be followed by a `scrub`."""
    due = sa.select(Question).where(Question.id == question_id, IS_DUE)
    question = session.scalar(due.with_for_update(key_share=True))
    if question:
        for table in APART:
            _rewrite(session, Base.metadata.tables[table], question_id)
        tallies = sa.update(Choice).where(Choice.question_id == question_id)
        session.execute(tallies.values(votes=Choice.votes), execution_options={"synchronize_session": False})
        question.sealed_at = now(session)
    return question


def _rewrite(session: Session, table: sa.Table, question_id: int) -> None:
    """Write a poll's rows anew, in the order of their key."""
    is_its = table.c.question_id == question_id
    if session.get_bind().dialect.name == "sqlite":
        copy = sa.CreateTableAs(sa.select(table).where(is_its), "kept", temporary=True)
        session.execute(copy)
        session.execute(sa.delete(table).where(is_its))
        session.execute(_insert_in_order(table, copy.table))
        session.execute(sa.schema.DropTable(copy.table))
    else:
        # The sort takes all of them in before the first is written, so that none meets itself.
        gone = sa.delete(table).where(is_its).returning(*table.c).cte("gone")
        session.execute(_insert_in_order(table, gone))


def _insert_in_order(table: sa.Table, rows: sa.FromClause) -> sa.Insert:
    by_key = sa.select(rows).order_by(*(rows.c[column.name] for column in table.primary_key))
    return sa.insert(table).from_select(table.c.keys(), by_key)


def last_seal(session: Session) -> datetime | None:
    """When a poll was sealed last, by this process or another."""
    return session.scalar(sa.select(sa.func.max(Question.sealed_at)).where(Question.sealed_at.is_not(None)))


def scrub(database: Database) -> bool:
    """Remove what rewritten and deleted rows left behind: False while something else still reads it."""
    if database.engine.dialect.name == "sqlite":
        # The pages are overwritten already (`secure_delete`), but the log holds them as they were.
        with closing(database.engine.raw_connection()) as connection:
            connection.detach()  # nobody else is to have its settings
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.detach()
        connection.exec_driver_sql(f"SET lock_timeout = '{PATIENCE}'")
        try:
            connection.exec_driver_sql("VACUUM poll_question, poll_choice")
            return all(_vacuum(connection, table) for table in APART)
        except OperationalError as error:
            if isinstance(error.orig, LockNotAvailable):
                return False
            raise


def _vacuum(connection: sa.Connection, table: str) -> bool:
    """Remove a table's dead rows, and where it is small what was in its free space."""
    [(is_small, begun)] = connection.exec_driver_sql(
        "SELECT pg_total_relation_size(%s) <= %s, pg_current_xact_id()::text", (table, SMALL)
    )
    how = "FULL" if is_small else "FREEZE, INDEX_CLEANUP ON"
    connection.exec_driver_sql(f"VACUUM ({how}) {table}")
    # Rows that an older snapshot may read stay, and with them the transactions' ids from then on.
    horizon = "SELECT age(relfrozenxid) <= age(%s::xid8::xid) FROM pg_class WHERE oid = %s::regclass"
    return bool(connection.exec_driver_sql(horizon, (begun, table)).scalar_one())


@asynccontextmanager
async def sealing(database: Database) -> AsyncIterator[None]:
    """Seal meanwhile what closes."""
    task = asyncio.create_task(_keep_sealing(database))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep_sealing(database: Database) -> None:
    # Older than any seal: whoever sealed last may have been killed before the scrub.
    scrubbed: datetime | None = datetime.min.replace(tzinfo=UTC)
    while True:
        is_more = False
        with _errors_logged():
            is_more = await _seal_some(database)
            # Asked before the scrub, so that what others seal meanwhile is left to the next one.
            newest = await database.read(last_seal)
            # Abandoned where the process ends: the next one begins with it.
            if newest != scrubbed and await to_thread.run_sync(scrub, database, abandon_on_cancel=True):
                scrubbed = newest
        if not is_more:
            await asyncio.sleep(LOOK_EVERY)


async def _seal_some(database: Database) -> bool:
    """Seal what is due, up to a number of polls; whether there is more that can be sealed at once."""
    due = await database.read(partial(due_polls, at_most=AT_ONCE))
    sealed = 0
    for question_id in due:
        with _errors_logged():
            sealed += await database.write(partial(seal, question_id=question_id)) is not None
    return len(due) == AT_ONCE and sealed > 0


@contextmanager
def _errors_logged() -> Iterator[None]:
    try:
        yield
    except Exception:
        logger.exception("not everything is sealed; trying again in %s seconds", LOOK_EVERY)
