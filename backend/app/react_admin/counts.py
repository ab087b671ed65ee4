"""How many rows a table has.

On PostgreSQL a migration has a table's rows counted by `SELECT keep_row_count('table')`. Others are counted when
they are asked for.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction

# Each row adds to the count of one table; see the migration that makes it.
ROW_COUNT = sa.table("row_count", sa.column("counted"), sa.column("rows"))


def _is_of(counts: sa.TableClause, model: Any) -> sa.ColumnElement[bool]:
    name = postgresql.dialect().identifier_preparer.format_table(sa.inspect(model).local_table)  # type: ignore[no-untyped-call] # SQLAlchemy's
    return counts.c.counted == sa.cast(sa.literal(name), postgresql.REGCLASS)


class row_total(GenericFunction[int]):  # noqa: N801 - reads as an SQL function
    """All rows of a model's table, exactly."""

    type = sa.BigInteger()
    inherit_cache = True

    def __init__(self, model: Any) -> None:
        kept = sa.select(sa.cast(sa.func.sum(ROW_COUNT.c.rows), sa.BigInteger)).where(
            _is_of(ROW_COUNT, model)
        )
        counted = sa.select(sa.func.count()).select_from(sa.inspect(model).local_table)
        super().__init__(kept.scalar_subquery(), counted.scalar_subquery())


@compiles(row_total, "postgresql")
def _row_total_postgresql(element: row_total, compiler: Any, **options: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **options)})"


@compiles(row_total, "sqlite")
def _row_total_sqlite(element: row_total, compiler: Any, **options: Any) -> str:
    _, counted = element.clauses
    text: str = compiler.process(counted, **options)
    return text


def count_rows(session: Session, model: Any) -> int:
    """All rows of a model's table, exactly."""
    return session.scalars(sa.select(row_total(model))).one()
