"""Records the statements that run, and their query plans."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import sqlalchemy as sa


class Database(Protocol):
    """Anything with an engine."""

    @property
    def engine(self) -> sa.Engine: ...


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that run in this context, except BEGIN."""
    found: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(database.engine, "before_cursor_execute", note)


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """The query plans of the SELECT statements that run in this context, step by step."""
    found: list[str] = []
    word = "EXPLAIN QUERY PLAN" if database.engine.dialect.name == "sqlite" else "EXPLAIN"

    def explain(_: object, cursor: Any, statement: str, parameters: Any, *__: object) -> None:
        if statement.startswith("SELECT"):
            cursor.execute(f"{word} {statement}", parameters)
            found.extend(row[-1] for row in cursor)

    sa.event.listen(database.engine, "before_cursor_execute", explain)
    yield found
    sa.event.remove(database.engine, "before_cursor_execute", explain)
