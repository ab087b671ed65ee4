"""Make Alembic's autogenerate find all changes, and write migrations that run on both databases.

Alembic compares CHECK constraints by name only, so it misses a new member of an enum. For the downgrade it
writes types, constraints and indexes as one database returns them, which the other may not accept.
"""

import re
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate.rewriter import Rewriter
from alembic.ddl.impl import ComparisonResult, DefaultImpl
from alembic.ddl.postgresql import PostgresqlImpl
from alembic.ddl.sqlite import SQLiteImpl
from alembic.operations import ops
from alembic.util import CommandError

from app.database import text
from app.migrations.lost_rows import RENAMED
from app.migrations.sql_tokens import identifier, in_parentheses, words

# The plugin compares CHECK constraints, through `compare_check_constraint` below.
PLUGINS = ("alembic.autogenerate.*", "alembic.ext.checkconstraint_byname")

# PostgreSQL's spellings of expressions, and the ones that SQLite accepts too. Literals are left as they are.
LITERAL = r"'(?:[^']|'')*'"
SPELLINGS = (
    (r"::(?:character varying|text|bpchar|integer|bigint|numeric|boolean)(?:\(\d+\))?(?:\[\])?", ""),
    (rf"= ANY \(\(?ARRAY\[((?:{LITERAL}|[^]'])*)\]\)?\)", r"IN (\1)"),
    (rf"<> ALL \(\(?ARRAY\[((?:{LITERAL}|[^]'])*)\]\)?\)", r"NOT IN (\1)"),
    (r"!~~", "NOT LIKE"),
    (r"~~", "LIKE"),
)

INTEGERS = (sa.INTEGER, sa.Integer, sa.BigInteger, sa.SmallInteger)

rewriter = Rewriter()


@rewriter.rewrites(ops.ModifyTableOps)
def in_order(_: Any, __: Any, table: ops.ModifyTableOps) -> ops.ModifyTableOps:
    """Sort the operations of a table by their dependencies.

    Foreign keys are dropped first and added last, since they need the unique constraint that they refer to.
    Other constraints and indexes are dropped before columns change, and added after.
    """

    def rank(operation: ops.MigrateOperation) -> int:
        is_reference = (
            isinstance(operation, ops.CreateForeignKeyOp)
            or getattr(operation, "constraint_type", "") == "foreignkey"
        )
        if isinstance(operation, ops.DropConstraintOp | ops.DropIndexOp):
            return 0 if is_reference else 1
        if isinstance(operation, ops.AddConstraintOp | ops.CreateIndexOp):
            return 4 if is_reference else 3
        return 2

    table.ops = sorted(table.ops, key=rank)
    return table


class _Impl(DefaultImpl):
    """The common base of the two dialects below, which replace Alembic's because of their `__dialect__`."""

    def rename_table(self, old: str, new: str, schema: Any = None) -> None:
        super().rename_table(old, new, schema)
        self.memo.setdefault(RENAMED, []).append((old, new))

    def compare_check_constraint(
        self, metadata_constraint: sa.CheckConstraint, reflected_constraint: sa.CheckConstraint
    ) -> ComparisonResult:
        old = str(reflected_constraint.sqltext)
        new = self.as_stored(self.render_ddl_sql_expr(metadata_constraint.sqltext), metadata_constraint.table)
        if old.split() == new.split():
            return ComparisonResult.Equal()
        return ComparisonResult.Different(f"{old} to {new}")

    def as_stored(self, expression: str, _: sa.FromClause) -> str:
        """`expression` rewritten in the form in which the database reports it, for a comparison."""
        return expression

    @property
    def open_connection(self) -> sa.Connection:
        if self.connection is None:
            raise CommandError("Models can't be compared offline. Connect to a database.")
        return self.connection

    def compare_server_default(
        self,
        inspector_column: sa.Column[Any],
        metadata_column: sa.Column[Any],
        rendered_metadata_default: str | None,
        rendered_inspector_default: str | None,
    ) -> bool:
        """Compare like Alembic, except for texts with a quote in them, which Alembic cuts off there."""
        new = getattr(metadata_column.server_default, "arg", None)
        if isinstance(new, str) and rendered_inspector_default is not None:
            old = without_parentheses(portable(rendered_inspector_default))
            if re.fullmatch(LITERAL, old):
                old = old[1:-1].replace("''", "'")
            if old == new or "'" in new:
                return old != new
        rendered = rendered_metadata_default, rendered_inspector_default
        return bool(super().compare_server_default(inspector_column, metadata_column, *rendered))  # type: ignore[no-untyped-call] # Alembic's

    def adjust_reflected_dialect_options(self, reflected_object: Any, kind: str) -> dict[str, Any]:
        """Write the condition of a partial index for both databases."""
        options = super().adjust_reflected_dialect_options(reflected_object, kind)
        where = options.get("postgresql_where", options.get("sqlite_where"))
        if where is None:
            return options
        condition = sa.text(portable(without_parentheses(str(where))))
        return options | {"postgresql_where": condition, "sqlite_where": condition}


class SQLite(_Impl, SQLiteImpl):
    __dialect__ = "sqlite"

    def autogen_column_reflect(self, inspector: sa.Inspector, table: sa.Table, column_info: Any) -> None:
        super().autogen_column_reflect(inspector, table, column_info)
        type_, name = column_info["type"], column_info["name"].lower()
        if isinstance(type_, sa.DateTime):
            column_info["type"] = sa.DateTime(timezone=True)
        elif isinstance(type_, sa.BLOB):
            column_info["type"] = sa.LargeBinary()
        elif isinstance(type_, sa.CHAR) and type_.length == 32:
            column_info["type"] = sa.Uuid()
        elif isinstance(type_, sa.VARCHAR) and type_.length:
            checks = [words(check["sqltext"])[:2] for check in inspector.get_check_constraints(table.name)]
            is_enum = [name, "in"] in [[identifier(word) for word in check] for check in checks]
            column_info["type"] = sa.String(type_.length) if is_enum else text(type_.length)

    def compare_type(self, inspector_column: sa.Column[Any], metadata_column: sa.Column[Any]) -> bool:
        """Compare like Alembic, but treat all integer types of an id as the same.

        SQLite numbers rows automatically only if the type is INTEGER, which holds integers of any size.
        """
        is_id = inspector_column.primary_key and len(inspector_column.table.primary_key.columns) == 1
        if is_id and {type(inspector_column.type), type(metadata_column.type)} <= {*INTEGERS}:
            return False
        return super().compare_type(inspector_column, metadata_column)

    def correct_for_autogen_constraints(
        self, conn_uniques: Any, conn_indexes: Any, metadata_uniques: Any, metadata_indexes: Any
    ) -> None:
        """Add DESC to reflected indexes, because SQLAlchemy does not reflect it."""
        super().correct_for_autogen_constraints(  # type: ignore[no-untyped-call] # Alembic's
            conn_uniques, conn_indexes, metadata_uniques, metadata_indexes
        )
        for index in [*conn_indexes]:
            if index.name and (descending := self._descending(index.name)):
                conn_indexes.remove(index)
                columns = (column.desc() if column.name in descending else column for column in index.columns)
                conn_indexes.add(
                    sa.Index(index.name, *columns, unique=index.unique, _table=index.table, **index.kwargs)
                )

    def _descending(self, index: str) -> set[str]:
        query = "SELECT name FROM pragma_index_xinfo(?) WHERE key AND desc"
        return {*self.open_connection.exec_driver_sql(query, (index,)).scalars()}

    def compare_indexes(self, metadata_index: sa.Index, reflected_index: sa.Index) -> ComparisonResult:
        """Compare CREATE INDEX statements, with order and condition. Alembic compares only the columns."""
        new = str(sa.schema.CreateIndex(metadata_index).compile(dialect=self.dialect))
        query = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?"
        old = self.open_connection.exec_driver_sql(query, (reflected_index.name,)).scalar()
        if old is None or [*map(identifier, words(old))] == [*map(identifier, words(new))]:
            return super().compare_indexes(metadata_index, reflected_index)
        return ComparisonResult.Different(f"{old} to {new}")


class PostgreSQL(_Impl, PostgresqlImpl):
    __dialect__ = "postgresql"

    def autogen_column_reflect(self, inspector: sa.Inspector, table: sa.Table, column_info: Any) -> None:
        super().autogen_column_reflect(inspector, table, column_info)  # type: ignore[no-untyped-call] # Alembic's
        type_ = column_info["type"]
        if isinstance(type_, sa.TIMESTAMP) and type_.timezone:
            column_info["type"] = sa.DateTime(timezone=True)
        elif isinstance(type_, sa.LargeBinary | sa.dialects.postgresql.BYTEA):
            column_info["type"] = sa.LargeBinary()
        elif isinstance(type_, sa.UUID):
            column_info["type"] = sa.Uuid()
        elif isinstance(type_, sa.VARCHAR) and type_.length:
            is_text = type_.collation == "C"
            column_info["type"] = text(type_.length) if is_text else sa.String(type_.length)

    def render_ddl_sql_expr(self, expr: Any, *arguments: Any, **options: Any) -> str:
        sql = super().render_ddl_sql_expr(expr, *arguments, **options)
        return portable(sql.replace("%%", "%"))  # doubled for psycopg2, which a migration must not be

    def as_stored(self, expression: str, table: sa.FromClause) -> str:
        """PostgreSQL stores a parsed expression, not its text, so read it back from a temporary table."""
        like = self.dialect.identifier_preparer.format_table(table)
        savepoint = self.open_connection.begin_nested()
        try:
            check = expression.replace("%", "%%")
            self.open_connection.exec_driver_sql(
                f"CREATE TEMPORARY TABLE _check (LIKE {like}, CONSTRAINT _check CHECK ({check}))"
            )
            [constraint] = sa.inspect(self.open_connection).get_check_constraints("_check")
            return constraint["sqltext"]
        except sa.exc.ProgrammingError:  # the expression names a new column
            return expression
        finally:
            savepoint.rollback()


def without_parentheses(expression: str) -> str:
    inside = in_parentheses(expression) if expression.startswith("(") else expression
    return inside if expression == f"({inside})" else expression


def portable(expression: str) -> str:
    """Translate an expression that PostgreSQL returned to a form that SQLite accepts too."""
    for spelling, portable_spelling in SPELLINGS:
        expression = re.sub(
            rf"{spelling}|(?P<literal>{LITERAL})",
            lambda match, template=portable_spelling: match["literal"] or match.expand(template),  # type: ignore[misc]
            expression,
        )
    return expression
