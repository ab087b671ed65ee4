"""A table as SQLite stores it, and how it is made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from app.migrations.create_table import Definition


class StoredTable:
    def __init__(self, connection: sa.Connection, name: str) -> None:
        self._connection = connection
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE"
        self.name: str = connection.exec_driver_sql(query, (name,)).scalar_one()

    def definition(self) -> Definition:
        [(_, sql)] = self.parts("table")
        return Definition(sql)

    def parts(self, kind: str) -> list[tuple[str, str]]:
        """The table itself, its indexes or its triggers: their names and statements."""
        query = "SELECT name, sql FROM sqlite_master WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL"
        return [(name, sql) for name, sql in self._connection.exec_driver_sql(query, (kind, self.name))]

    def remake(self, sql: str) -> None:
        """Put a table of this definition in the place of this one, with its rows, indexes and triggers."""
        table, old = self.quote(self.name), self.quote(f"_old_{self.name}")
        others, sequence = self.parts("index") + self.parts("trigger"), self._sequence()
        kept = self._columns()
        with self._names_left_alone():
            self.run(f"ALTER TABLE {table} RENAME TO {old}")
            self.run(sql)
            both = ", ".join(self.quote(name) for name in self._columns() if name in kept)
            self.run(f"INSERT INTO {table} ({both}) SELECT {both} FROM {old}")  # noqa: S608 - quoted names
            self.run(f"DROP TABLE {old}")
        for _, part in others:
            self.run(part)
        if sequence is not None:
            self.run("DELETE FROM sqlite_sequence WHERE name = ?", self.name)
            self.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", self.name, sequence)

    @contextmanager
    def _names_left_alone(self) -> Iterator[None]:
        """Let a table be renamed without its name in references, views and other tables' triggers."""
        self.run("PRAGMA legacy_alter_table = ON")
        yield
        self.run("PRAGMA legacy_alter_table = OFF")

    def _sequence(self) -> Any:
        """The highest id that AUTOINCREMENT has given, or None without AUTOINCREMENT."""
        if self.scalar("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
            return self.scalar("SELECT seq FROM sqlite_sequence WHERE name = ?", self.name)
        return None

    def _columns(self) -> list[str]:
        """The columns that hold a value of their own, which generated ones do not."""
        found = self._connection.exec_driver_sql(f"PRAGMA table_xinfo({self.quote(self.name)})")
        return [row.name for row in found if not row.hidden]

    def quote(self, name: str) -> str:
        return self._connection.dialect.identifier_preparer.quote(name)

    def run(self, sql: str, *values: Any) -> None:
        self._connection.exec_driver_sql(sql, values)

    def scalar(self, sql: str, *values: Any) -> Any:
        return self._connection.exec_driver_sql(sql, values).scalar()
