"""The engine: connections that behave alike on SQLite and PostgreSQL, and their settings."""

import sqlite3
from functools import partial

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from react_admin import register_functions

# Connections per process. PostgreSQL allows 100 in all by default, enough for a few workers.
POOL_SIZE = 20

# Compiled statements that a process caches, at about 0.1 MB each. SQLAlchemy prunes the cache at 1.5 times
# this size. About a hundred are the application's own; the others are lists with combinations of filters.
STATEMENTS = 200

# Seconds that a writer waits for another process's transaction on SQLite.
SQLITE_BUSY_TIMEOUT = 15

# `random_page_cost` suits SSDs: with the default of 4, PostgreSQL would look up a batch of ballots by
# sequential scans. The timeouts, in seconds, release the locks of a host that died.
POSTGRESQL_SETTINGS = {
    "timezone": "utc",
    "random_page_cost": "1.1",
    "lock_timeout": "4s",
    "idle_in_transaction_session_timeout": "15s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}

# Timeouts in seconds (the last in milliseconds), after which a silent server counts as lost.
POSTGRESQL_CONNECTION = {
    "options": " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_SETTINGS.items()),
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "tcp_user_timeout": 5000,
}

# Bytes of the SQLite file that are memory-mapped. Scans then take half the time.
SQLITE_MAPPED = 2**28


def create_engine(url: sa.URL) -> sa.Engine:
    """An engine whose connections behave alike on both databases.

    Errors, which are logged, hide the parameters of statements, because these contain receipts and voter
    keys.
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
            executemany_mode="values_plus_batch",  # updates all tallies of a batch in one round trip
            connect_args=POSTGRESQL_CONNECTION,
        )
        event.listen(engine, "handle_error", _hide_rows)
        event.listen(engine, "handle_error", _raise_operational)
        return engine
    engine = make(connect_args={"timeout": SQLITE_BUSY_TIMEOUT, "check_same_thread": False})

    register_functions(engine)

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin below, not when the driver decides
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # overwrites deleted content with zeros
        connection.execute(f"PRAGMA mmap_size = {SQLITE_MAPPED}")

    @event.listens_for(engine, "checkin")
    def checkin(connection: sqlite3.Connection | None, _: object) -> None:
        # A failed commit leaves its transaction open, which would block every other writer.
        if connection:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return engine


def _hide_rows(context: sa.engine.ExceptionContext) -> None:
    """Reduce PostgreSQL's errors to their primary message: the detail quotes the row."""
    message = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    for error in (context.original_exception, context.sqlalchemy_exception):
        if message and error:
            error.args = (message,)


def _raise_operational(context: sa.engine.ExceptionContext) -> None:
    """Raise OperationalError for every lost connection. psycopg2 reports some crashes as other errors."""
    if context.is_disconnect and not isinstance(context.sqlalchemy_exception, OperationalError):
        lost = context.original_exception
        raise OperationalError(
            context.statement, None, lost, hide_parameters=True, connection_invalidated=True
        ) from lost
