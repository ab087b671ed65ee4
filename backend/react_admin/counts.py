"""How many rows a table has, and how many of them come before a place in its list.

On PostgreSQL a migration has a table's rows counted, all of them by `SELECT keep_row_count('table')`, and
each day's, in UTC, by `SELECT keep_day_count('table', 'column')`, of a `timestamptz` that is never null.
Others are counted when they are asked for, and of the places in their lists the ends alone are known.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction

from react_admin.reading import rows_of

# Each row adds to the count of one table, or of one of its days; see the migrations that make these.
ROW_COUNT = sa.table("row_count", sa.column("counted"), sa.column("rows"))
DAY_COUNT = sa.table("day_count", *(sa.column(name) for name in ("counted", "field", "day", "rows")))


def _is_of(counts: sa.TableClause, model: Any) -> sa.ColumnElement[bool]:
    """Whether a count is of a model's rows: it is of no model that shares its table, or has none."""
    table = sa.inspect(model).local_table
    if rows_of(model) or not isinstance(table, sa.Table):
        return sa.false()
    name = postgresql.dialect().identifier_preparer.format_table(table)  # type: ignore[no-untyped-call] # SQLAlchemy's
    return counts.c.counted == sa.cast(sa.literal(name), postgresql.REGCLASS)


class row_total(GenericFunction[int]):  # noqa: N801 - reads as an SQL function
    """All rows of a model, exactly."""

    type = sa.BigInteger()
    inherit_cache = True

    def __init__(self, model: Any) -> None:
        kept = sa.select(sa.cast(sa.func.sum(ROW_COUNT.c.rows), sa.BigInteger)).where(
            _is_of(ROW_COUNT, model)
        )
        counted = sa.select(sa.func.count()).select_from(sa.inspect(model).local_table).where(*rows_of(model))
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
    """All rows of a model, exactly."""
    return session.scalars(_total_of(model)).one()


@cache
def _total_of(model: Any) -> sa.Select[int]:
    return sa.select(row_total(model))


class Mark(NamedTuple):
    """A place in a list, the number of rows before it, and the moment that is between these and the rest.

    The ends of a list have no such moment.
    """

    before: int
    moment: datetime | None = None


def marks_of(session: Session, model: Any, column: Any, *, descending: bool) -> Sequence[Mark]:
    """The marks of a list of all rows in the order of `column`, from one end to the other."""
    days = _days_of(session, model, column)
    if not days:
        return [Mark(0), Mark(count_rows(session, model))]
    if descending:
        days.reverse()
    *befores, total = accumulate(rows for _, rows in days)
    ends = (day if descending else day + timedelta(1) for day, _ in days)
    marks = (
        Mark(before, datetime.combine(end, time(), UTC)) for before, end in zip(befores, ends, strict=False)
    )
    return [Mark(0), *marks, Mark(total)]


def _days_of(session: Session, model: Any, column: Any) -> list[tuple[date, int]]:
    if session.get_bind().dialect.name != "postgresql" or getattr(column, "nullable", True):
        return []
    return [(day, rows) for day, rows in session.execute(_each_day_of(model, column.name)) if rows]


@cache
def _each_day_of(model: Any, field: str) -> sa.Select[Any]:
    day, rows = DAY_COUNT.c.day, sa.cast(sa.func.sum(DAY_COUNT.c.rows), sa.BigInteger)
    counts = sa.select(day, rows).where(_is_of(DAY_COUNT, model), DAY_COUNT.c.field == field)
    return counts.group_by(day).order_by(day)
