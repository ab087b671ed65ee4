"""Record the SQL statements that code runs."""

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
    """Record the statements that run inside the `with` block, except BEGIN."""
    recorded: list[str] = []

    def record(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            recorded.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", record)
    yield recorded
    sa.event.remove(database.engine, "before_cursor_execute", record)


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """Record the lines of the query plans of all SELECTs inside the `with` block."""
    lines: list[str] = []
    keyword = "EXPLAIN QUERY PLAN" if database.engine.dialect.name == "sqlite" else "EXPLAIN"

    def explain(_: object, cursor: Any, statement: str, parameters: Any, *__: object) -> None:
        if statement.startswith("SELECT"):
            cursor.execute(f"{keyword} {statement}", parameters)
            lines.extend(row[-1] for row in cursor)

    sa.event.listen(database.engine, "before_cursor_execute", explain)
    yield lines
    sa.event.remove(database.engine, "before_cursor_execute", explain)
