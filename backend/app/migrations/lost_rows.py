"""Refuse migrations that delete rows by accident, or that break foreign keys, views or triggers."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.util import CommandError, to_tuple

from app.migrations.sql_tokens import words

# Tables of PostgreSQL that hold the row counts of other tables. Migrations make them; no model maps them.
COUNTERS = ("row_count", "day_count")

OWN_TABLES = """
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND pg_has_role(tableowner, 'MEMBER')
"""

DEPENDENTS = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"

# Key in Alembic's `DefaultImpl.memo` for the tables that a revision renames, as (old, new) pairs.
RENAMED = "renamed"

Rows = dict[str, int]
Steps = Callable[[tuple[str, ...], MigrationContext], Iterable[Any]]


def watch(context: MigrationContext) -> None:
    """Make `context` compare the row counts of all tables before and after each revision."""
    steps, connection = context._migrations_fn, context.connection
    if steps and connection and not context.as_sql:
        context._migrations_fn = partial(_watched, steps, connection)


def _watched(
    find_steps: Steps, connection: sa.Connection, heads: tuple[str, ...], context: MigrationContext
) -> Iterator[Any]:
    """Yield Alembic's steps, and check the database after each.

    Alembic runs a step before it asks for the next one.
    """
    rows: Rows | None = None
    broken: set[str] = set()
    for step in find_steps(heads, context):
        if rows is None:
            _block_other_writers(connection)
            rows, broken = _count(connection), _broken(connection)
        yield step
        for old, new in context.impl.memo.pop(RENAMED, ()):
            if old in rows:
                rows[new] = rows.pop(old)
        before, rows = rows, _count(connection)
        _compare(step, before, rows)
    if rows is not None and connection.dialect.name == "sqlite":
        _check_references(connection)
        _check_dependents(connection, broken)


def _block_other_writers(connection: sa.Connection) -> None:
    """Lock the tables on PostgreSQL, so that rows deleted by others are not taken for the migration's.

    On SQLite the migration's transaction is the only writer.
    """
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
            raise CommandError("Turn foreign keys off before the transaction of a migration begins.")
    elif tables := _tables(connection):
        connection.exec_driver_sql(f"LOCK TABLE {', '.join(_quoted(connection, tables))} IN SHARE MODE")


def _tables(connection: sa.Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        tables = sa.inspect(connection).get_table_names()
    else:
        tables = [*connection.exec_driver_sql(OWN_TABLES).scalars()]
    return sorted(set(tables) - {"alembic_version", *COUNTERS})


def _quoted(connection: sa.Connection, tables: Iterable[str]) -> list[str]:
    return [connection.dialect.identifier_preparer.quote_identifier(table) for table in tables]


def _count(connection: sa.Connection) -> Rows:
    tables = _tables(connection)
    if not tables:
        return {}
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in _quoted(connection, tables))  # noqa: S608
    return dict(zip(tables, connection.exec_driver_sql(f"SELECT {counts}").one(), strict=True))


def _compare(step: Any, before: Rows, after: Rows) -> None:
    if not isinstance(step, RevisionStep):  # a step of `alembic stamp`, which runs no migration
        return
    declared = to_tuple(getattr(step.revision.module, "deletes_rows", ()), default=())
    lost = {
        table: count - after.get(table, 0)
        for table, count in before.items()
        if count > after.get(table, 0) and table not in declared
    }
    if lost:
        rows = ", ".join(f"{count} of {table}" for table, count in lost.items())
        raise CommandError(
            f"Nothing was changed: revision {step.revision.revision} would delete rows ({rows}). "
            f"If it is meant to, declare that in its file: deletes_rows = {tuple(lost)}"
        )


def _check_references(connection: sa.Connection) -> None:
    violations = {
        f"{table} to {referred}"
        for table, _, referred, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")
    }
    if violations:
        raise CommandError(
            f"Nothing was changed: rows would refer to missing rows ({', '.join(sorted(violations))}). "
            "Foreign keys are off while a migration runs on SQLite, so deleting a row does not delete the "
            "rows that refer to it. Delete those first, in the migration."
        )


def _check_dependents(connection: sa.Connection, broken_before: set[str]) -> None:
    if broken := sorted(_broken(connection) - broken_before):
        raise CommandError(
            f"Nothing was changed: {'; '.join(broken)}. "
            "A migration has to drop or recreate the views and triggers that it breaks."
        )


def _broken(connection: sa.Connection) -> set[str]:
    """The views and triggers of SQLite that refer to missing tables or columns, each with SQLite's error.

    SQLite reports such an error only when the view or trigger is used. EXPLAIN compiles a statement that uses
    it, without running the statement.
    """
    if connection.dialect.name != "sqlite":
        return set()
    broken, cursor = set(), connection.connection.cursor()
    for kind, name, table, sql in cursor.execute(DEPENDENTS).fetchall():
        try:
            use = f"SELECT * FROM {_quoted(connection, [table])[0]}" if kind == "view" else None  # noqa: S608 - quoted
            cursor.execute(f"EXPLAIN {use or _firing(connection, table, sql)}")
        except sqlite3.OperationalError as error:
            broken.add(f"the {kind} {name} would no longer work ({error})")
    return broken


def _firing(connection: sa.Connection, table: str, trigger: str) -> str:
    """A statement that fires the trigger."""
    keywords = map(str.upper, words(trigger)[3:])
    event = next(word for word in keywords if word in ("DELETE", "INSERT", "UPDATE"))
    [target] = _quoted(connection, [table])
    if event == "DELETE":
        return f"DELETE FROM {target}"  # noqa: S608 - quoted
    if event == "INSERT":
        return f"INSERT INTO {target} DEFAULT VALUES"
    rows = connection.connection.cursor().execute(f"PRAGMA table_xinfo({target})").fetchall()
    columns = _quoted(connection, [name for _, name, *_, hidden in rows if not hidden])
    return f"UPDATE {target} SET {', '.join(f'{column} = {column}' for column in columns)}"  # noqa: S608 - quoted
