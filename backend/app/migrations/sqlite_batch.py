"""Replace Alembic's batch mode on SQLite by one that loses no part of a table.

SQLite can alter little in place, so most changes rebuild the table. Alembic writes the new table from its
reflection of the old one, which leaves out AUTOINCREMENT, WITHOUT ROWID, the sort order of indexes,
collations, triggers and more. This module edits the stored CREATE TABLE statement instead, and changes only
what the migration names.
"""

from typing import Any

import sqlalchemy as sa
from alembic.ddl.impl import DefaultImpl
from alembic.operations import batch
from alembic.util import CommandError
from sqlalchemy.schema import CreateColumn

from app.migrations.create_table import Column
from app.migrations.sql_tokens import identifier, names, words
from app.migrations.sqlite_table import StoredTable

# The storage classes that a column type accepts. The first row with a part of the type's name applies, as in
# SQLite's rules of affinity: https://www.sqlite.org/datatype3.html#determination_of_column_affinity
AFFINITIES = (
    (("INT",), ("integer",)),
    (("CHAR", "CLOB", "TEXT"), ("text",)),
    (("BLOB",), ("blob",)),
    (("REAL", "FLOA", "DOUB"), ("real",)),
    (("",), ("integer", "real", "text")),
)


def install() -> None:
    """Make `batch_alter_table` use this module on SQLite."""
    batch.BatchOperationsImpl = _Batch  # type: ignore[misc] # Alembic has no other hook for it


class _Batch(batch.BatchOperationsImpl):
    def flush(self) -> None:
        if self.dialect.name != "sqlite":
            self.recreate = "never"  # PostgreSQL alters a table in place
        if self.operations.migration_context.as_sql or not self._should_recreate():
            super().flush()
            return
        if self.schema or self.partial_reordering:
            raise CommandError(
                f"{self.table_name} can't be reordered or moved to another schema on SQLite. "
                "Remove partial_reordering and schema from the migration."
            )
        rebuild = Rebuild(self.impl, self.table_name)
        for constraint in self.table_args:
            rebuild.add_constraint(constraint)
        for operation, arguments, options in self.batch:
            getattr(rebuild, operation)(*arguments, **options)
        rebuild.finish()


class Rebuild:
    """The changes of one batch to one table. The public methods have the names of Alembic's operations."""

    def __init__(self, impl: DefaultImpl, table: str) -> None:
        if impl.connection is None:
            raise CommandError(f"{table} can't be rebuilt without a connection to the database.")
        self._impl, self._stored = impl, StoredTable(impl.connection, table)
        self._definition = self._stored.definition()
        self._preparer = impl.dialect.identifier_preparer
        self._new_indexes: list[sa.Index] = []
        self._new_types: dict[str, str] = {}

    def alter_column(
        self,
        _: str,
        column_name: str,
        *,
        nullable: bool | None = None,
        server_default: Any = False,
        name: str | None = None,
        type_: Any = None,
        **__: Any,
    ) -> None:
        if identifier(column_name) not in self._definition.columns():
            raise CommandError(f"{self._stored.name} has no column {column_name}.")
        column = self._definition.column(column_name)
        if type_ is not None:
            self._set_type(column, type_)
        if server_default is not False:
            default = sa.Column("x", sa.Integer(), server_default=server_default)
            column.set("DEFAULT", self._compile(default).get("DEFAULT"))
        if nullable is not None:
            column.set("NULL", "")
            column.set("NOT", "" if nullable else " NOT NULL")
        self._definition.set_column(column_name, column)
        if name is not None and name != column_name:
            self._rename(column_name, name)

    def _set_type(self, column: Column, type_: Any) -> None:
        new = self._compile(sa.Column("x", sa.types.to_instance(type_)))
        if column.get("PRIMARY") and column.clauses[0].strip().upper() == "INTEGER":
            return  # the rowid: only a type with this name makes one, and it holds any integer
        column.clauses[0] = new.clauses[0]
        if collation := new.get("COLLATE"):
            column.set("COLLATE", collation)
        self._new_types[column.name] = new.clauses[0]

    def _rename(self, old: str, new: str) -> None:
        """Let SQLite rename the column, which also renames it in indexes, constraints and triggers."""
        self._flush()
        table, old, new = map(self._preparer.quote, (self._stored.name, old, new))
        self._stored.run(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
        self._definition = self._stored.definition()

    def add_column(
        self,
        _: str,
        column: sa.Column[Any],
        insert_before: str | None = None,
        insert_after: str | None = None,
        **__: Any,
    ) -> None:
        self._definition.add_column(str(self._compile(column)), before=insert_before, after=insert_after)

    def drop_column(self, _: str, column: sa.Column[Any], **__: Any) -> None:
        name = identifier(column.name)
        for index, sql in self._stored.parts("index"):
            statement = words(sql)
            on = next(position for position, word in enumerate(statement) if word.upper() == "ON")
            if name in names(" ".join(statement[on + 2 :])):
                self._stored.run(f"DROP INDEX {self._preparer.quote(index)}")
        self._definition.drop_column(name)

    def add_constraint(self, constraint: Any) -> None:
        dialect = self._impl.dialect
        compiler = dialect.ddl_compiler(dialect, None)  # type: ignore[arg-type] # Alembic passes None too
        if constraint._create_rule is None or constraint._create_rule(compiler):
            name = self._name(constraint)
            if not self._definition.add_constraint(name, compiler.process(constraint).strip()):
                raise CommandError(f"{self._stored.name} already has a constraint named {name}.")

    def drop_constraint(self, constraint: Any) -> None:
        name = self._name(constraint)
        was_dropped = name is not None and self._definition.drop_constraint(name)
        if not was_dropped and constraint._create_rule is None:  # the constraint of a type may be missing
            raise CommandError(f"{self._stored.name} has no constraint named {name}.")

    def create_index(self, index: sa.Index) -> None:
        self._new_indexes.append(index)

    def drop_index(self, index: sa.Index) -> None:
        self._impl.drop_index(index)

    def create_table_comment(self, _: sa.Table) -> None:
        """Do nothing, because SQLite stores no comments."""

    drop_table_comment = create_column_comment = create_table_comment

    def finish(self) -> None:
        self._flush()
        for index in self._new_indexes:
            self._impl.create_index(index)

    def _flush(self) -> None:
        sql = str(self._definition)
        if sql != str(self._stored.definition()):
            self._stored.rebuild(sql)
            self._check_types()

    def _check_types(self) -> None:
        """Refuse values that do not fit a column's new type, as PostgreSQL does.

        SQLite alone would keep them, and Alembic would cast them: `CAST('2026-01-31' AS DATETIME)` is 2026.
        """
        for name, type_ in self._new_types.items():
            classes = next(
                accepted for parts, accepted in AFFINITIES if any(part in type_.upper() for part in parts)
            )
            wrong = self._stored.scalar(
                f"SELECT count(*) FROM {self._preparer.quote(self._stored.name)} "  # noqa: S608 - quoted names
                f"WHERE {name} IS NOT NULL AND typeof({name}) NOT IN ({', '.join('?' for _ in classes)})",
                *classes,
            )
            if wrong:
                raise CommandError(
                    f"Nothing was changed: {self._stored.name}.{identifier(name)} has {wrong} values that do "
                    f"not fit its new type{type_}. Convert them first, with op.execute in the migration."
                )
        self._new_types.clear()

    def _compile(self, column: sa.Column[Any]) -> Column:
        if column.table is None:
            sa.Table("x", sa.MetaData(), column)
        return Column(str(CreateColumn(column).compile(dialect=self._impl.dialect)))

    def _name(self, constraint: Any) -> str | None:
        name = self._preparer.format_constraint(constraint)
        return None if name is None else identifier(name)
