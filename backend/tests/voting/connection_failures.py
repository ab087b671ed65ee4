"""What breaks a transaction, on the connection that it is on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from app.database import Database


@contextmanager
def broken_at(database: Database, number: int) -> Iterator[None]:
    """Break the connection before its statement of this `number`, commits included, counted from 0."""
    numbers = count()

    def break_in_turn(connection: sa.Connection, *_: object) -> None:
        if next(numbers) == number:
            _break(connection)

    with (
        _listening(database, "before_cursor_execute", break_in_turn),
        _listening(database, "commit", break_in_turn),
    ):
        yield


@contextmanager
def acknowledgement_lost(database: Database) -> Iterator[None]:
    """Have the next commit be made, and the answer to it not arrive."""
    numbers = count()

    def lose(connection: sa.Connection) -> None:
        if next(numbers) == 0:
            connection.connection.commit()
            raise OperationalError("COMMIT", {}, ConnectionResetError())

    with _listening(database, "commit", lose):
        yield


def _break(connection: sa.Connection) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        # SQLite asks between two of its steps whether to stop.
        stops = iter([True])
        driver.set_progress_handler(lambda: next(stops, False), 1)
        return
    assert driver
    other = sa.create_engine(connection.engine.url, poolclass=NullPool)
    with other.connect() as apart:
        # Returns once it is gone, or after so many milliseconds.
        assert apart.scalar(sa.select(sa.func.pg_terminate_backend(driver.info.backend_pid, 5000)))


@contextmanager
def _listening(database: Database, event: str, listener: Callable[..., None]) -> Iterator[None]:
    sa.event.listen(database.engine, event, listener)
    yield
    sa.event.remove(database.engine, event, listener)
