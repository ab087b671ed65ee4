"""A table in a SQLite database: its stored statements, and a rebuild with another definition."""

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
        """The (name, statement) pairs of the "table" itself, of each "index" or of each "trigger"."""
        query = "SELECT name, sql FROM sqlite_master WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL"
        return [(name, sql) for name, sql in self._connection.exec_driver_sql(query, (kind, self.name))]

    def rebuild(self, sql: str) -> None:
        """Replace the table by one that the CREATE TABLE statement `sql` defines.

        The rows, indexes, triggers and the AUTOINCREMENT sequence are kept.
        """
        table, old = self.quote(self.name), self.quote(f"_old_{self.name}")
        dependents, sequence = self.parts("index") + self.parts("trigger"), self._sequence()
        old_columns = self._columns()
        with self._rename_table_alone():
            self.run(f"ALTER TABLE {table} RENAME TO {old}")
            self.run(sql)
            shared = ", ".join(self.quote(name) for name in self._columns() if name in old_columns)
            self.run(f"INSERT INTO {table} ({shared}) SELECT {shared} FROM {old}")  # noqa: S608 - quoted names
            self.run(f"DROP TABLE {old}")
        for _, statement in dependents:
            self.run(statement)
        if sequence is not None:
            self.run("DELETE FROM sqlite_sequence WHERE name = ?", self.name)
            self.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", self.name, sequence)

    @contextmanager
    def _rename_table_alone(self) -> Iterator[None]:
        """Keep SQLite from renaming a table in foreign keys, views and other tables' triggers too."""
        self.run("PRAGMA legacy_alter_table = ON")
        yield
        self.run("PRAGMA legacy_alter_table = OFF")

    def _sequence(self) -> Any:
        """The highest id that AUTOINCREMENT has given, or None without AUTOINCREMENT."""
        if self.scalar("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
            return self.scalar("SELECT seq FROM sqlite_sequence WHERE name = ?", self.name)
        return None

    def _columns(self) -> list[str]:
        """The columns that are not generated."""
        columns = self._connection.exec_driver_sql(f"PRAGMA table_xinfo({self.quote(self.name)})")
        return [column.name for column in columns if not column.hidden]

    def quote(self, name: str) -> str:
        return self._connection.dialect.identifier_preparer.quote(name)

    def run(self, sql: str, *values: Any) -> None:
        self._connection.exec_driver_sql(sql, values)

    def scalar(self, sql: str, *values: Any) -> Any:
        return self._connection.exec_driver_sql(sql, values).scalar()
