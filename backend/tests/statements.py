"""What is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from app.database import Database


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that are run within, but for those that begin a transaction."""
    found: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(database.engine, "before_cursor_execute", note)


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """The steps by which the database finds what is read within."""
    found: list[str] = []
    word = "EXPLAIN QUERY PLAN" if database.engine.dialect.name == "sqlite" else "EXPLAIN"

    def explain(_: object, cursor: Any, statement: str, parameters: Any, *__: object) -> None:
        if statement.startswith("SELECT"):
            cursor.execute(f"{word} {statement}", parameters)
            found.extend(row[-1] for row in cursor)

    sa.event.listen(database.engine, "before_cursor_execute", explain)
    yield found
    sa.event.remove(database.engine, "before_cursor_execute", explain)
