"""A migration loses no row that it was not written to delete."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.util import CommandError, to_tuple

from app.migrations.sql_tokens import words

# Tables that count others' rows on PostgreSQL. They belong to migrations, not to models.
COUNTERS = ("row_count", "day_count")

OWN_TABLES = """
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND pg_has_role(tableowner, 'MEMBER')
"""

DEPENDENTS = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"

# Where a dialect notes the tables that a revision renames.
RENAMED = "renamed"

Rows = dict[str, int]
Steps = Callable[[tuple[str, ...], MigrationContext], Iterable[Any]]


def watch(context: MigrationContext) -> None:
    """Compare the rows of all tables before and after each revision that `context` runs."""
    steps, connection = context._migrations_fn, context.connection
    if steps and connection and not context.as_sql:
        context._migrations_fn = partial(_watched, steps, connection)


def _watched(
    find_steps: Steps, connection: sa.Connection, heads: tuple[str, ...], context: MigrationContext
) -> Iterator[Any]:
    """The steps. Alembic runs each before it asks for the next; then the rows are compared."""
    rows: Rows | None = None
    broken: set[str] = set()
    for step in find_steps(heads, context):
        if rows is None:
            _keep_others_from_writing(connection)
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


def _keep_others_from_writing(connection: sa.Connection) -> None:
    """On SQLite the transaction does. Without it, rows that others delete would look like ours."""
    if connection.dialect.name == "sqlite":
        if connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
            raise CommandError("Foreign keys have to be off before the transaction of a migration begins.")
    elif tables := _tables(connection):
        connection.exec_driver_sql(f"LOCK TABLE {', '.join(_quoted(connection, tables))} IN SHARE MODE")


def _tables(connection: sa.Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        found = sa.inspect(connection).get_table_names()
    else:
        found = [*connection.exec_driver_sql(OWN_TABLES).scalars()]
    return sorted(set(found) - {"alembic_version", *COUNTERS})


def _quoted(connection: sa.Connection, tables: Iterable[str]) -> list[str]:
    return [connection.dialect.identifier_preparer.quote_identifier(table) for table in tables]


def _count(connection: sa.Connection) -> Rows:
    tables = _tables(connection)
    if not tables:
        return {}
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in _quoted(connection, tables))  # noqa: S608
    return dict(zip(tables, connection.exec_driver_sql(f"SELECT {counts}").one(), strict=True))


def _compare(step: Any, before: Rows, after: Rows) -> None:
    if not isinstance(step, RevisionStep):  # of `alembic stamp`, which runs nothing
        return
    means_to = to_tuple(getattr(step.revision.module, "deletes_rows", ()), default=())
    lost = {
        table: count - after.get(table, 0)
        for table, count in before.items()
        if count > after.get(table, 0) and table not in means_to
    }
    if lost:
        rows = ", ".join(f"{count} of {table}" for table, count in lost.items())
        raise CommandError(
            f"Revision {step.revision.revision} would delete rows ({rows}), so nothing was changed. "
            f"A migration that means to delete rows names their tables: deletes_rows = {tuple(lost)}"
        )


def _check_references(connection: sa.Connection) -> None:
    found = {
        f"{table} to {referred}"
        for table, _, referred, _ in connection.exec_driver_sql("PRAGMA foreign_key_check")
    }
    if found:
        raise CommandError(
            f"Rows would refer to others that don't exist ({', '.join(sorted(found))}), so nothing was "
            "changed. While a migration runs on SQLite, a row is deleted without those that refer to it: "
            "delete them first."
        )


def _check_dependents(connection: sa.Connection, broken_before: set[str]) -> None:
    if broken := sorted(_broken(connection) - broken_before):
        raise CommandError(f"{'; '.join(broken)}, so nothing was changed.")


def _broken(connection: sa.Connection) -> set[str]:
    """Views and triggers of SQLite that name something that doesn't exist, each with SQLite's error.

    SQLite finds out when they are used. EXPLAIN compiles that use without running it.
    """
    if connection.dialect.name != "sqlite":
        return set()
    found, cursor = set(), connection.connection.cursor()
    for kind, name, table, sql in cursor.execute(DEPENDENTS).fetchall():
        try:
            use = f"SELECT * FROM {_quoted(connection, [table])[0]}" if kind == "view" else None  # noqa: S608 - quoted
            cursor.execute(f"EXPLAIN {use or _firing(connection, table, sql)}")
        except sqlite3.OperationalError as error:
            found.add(f"The {kind} {name} would no longer work ({error})")
    return found


def _firing(connection: sa.Connection, table: str, trigger: str) -> str:
    """A statement that the trigger is for, on any row."""
    said = map(str.upper, words(trigger)[3:])
    event = next(word for word in said if word in ("DELETE", "INSERT", "UPDATE"))
    [target] = _quoted(connection, [table])
    if event == "DELETE":
        return f"DELETE FROM {target}"  # noqa: S608 - quoted
    if event == "INSERT":
        return f"INSERT INTO {target} DEFAULT VALUES"
    found = connection.connection.cursor().execute(f"PRAGMA table_xinfo({target})").fetchall()
    columns = _quoted(connection, [name for _, name, *_, hidden in found if not hidden])
    return f"UPDATE {target} SET {', '.join(f'{column} = {column}' for column in columns)}"  # noqa: S608 - quoted
