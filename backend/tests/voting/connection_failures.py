"""Failures of database connections, at a chosen statement or commit."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.database import Database


@contextmanager
def connection_broken_at(database: Database, number: int) -> Iterator[None]:
    """Break the connection before statement `number` of the block. Commits count too; the first is 0."""
    numbers = count()

    def break_at_number(connection: sa.Connection, *_: object) -> None:
        if next(numbers) == number:
            _break(connection)

    with (
        _listening(database, "before_cursor_execute", break_at_number),
        _listening(database, "commit", break_at_number),
    ):
        yield


@contextmanager
def commit_response_lost(database: Database) -> Iterator[None]:
    """Let the first commit of the block succeed, but report a lost connection instead of success."""
    numbers = count()

    def commit_and_fail(connection: sa.Connection) -> None:
        if next(numbers) == 0:
            connection.connection.commit()
            raise OperationalError("COMMIT", {}, ConnectionResetError())

    with _listening(database, "commit", commit_and_fail):
        yield


def _break(connection: sa.Connection) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        # The handler runs between two steps of a statement, and interrupts it by returning True.
        interrupts = iter([True])
        driver.set_progress_handler(lambda: next(interrupts, False), 1)
        return
    assert driver
    other_engine = sa.create_engine(connection.engine.url, poolclass=NullPool)
    with other_engine.connect() as other:
        # Returns when the backend has ended, after at most 5000 ms.
        assert other.scalar(sa.select(sa.func.pg_terminate_backend(driver.info.backend_pid, 5000)))


@contextmanager
def _listening(database: Database, event: str, listener: Callable[..., None]) -> Iterator[None]:
    sa.event.listen(database.engine, event, listener)
    yield
    sa.event.remove(database.engine, event, listener)
