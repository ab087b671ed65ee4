"""Row totals of a list: exact counts, the planner's estimates, and counts by day.

On PostgreSQL, `postgresql.sql` has functions that maintain counts with triggers:
`keep_row_count('table')` all of its rows, `keep_day_count('table', 'column')` the rows of each day, in UTC,
of a `timestamptz` that is never null. Other tables are counted when a total is asked for.

A total without a filter is exact. With one it is exact up to FEW rows. Beyond that it is PostgreSQL's
estimate, or on SQLite that of a sample of a large table.
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
from sqlalchemy.sql.visitors import InternalTraversal

from react_admin.list_shape import ListQuery, Shape, built_once, execution_options, order_keys, ordered_keys
from react_admin.model_columns import own_rows

# Rows that are counted exactly where a filter is given.
FEW = 1000

# Rows of a table beyond which SQLite counts a sample, because a full scan would take longer than the page.
SAMPLE = 25_000

# 2 ** 16 divided by the golden ratio: multiples of it are spread evenly, even if ids increase in steps.
SPREAD = 40_503

# Each row adds to the count of a table, or of one of its days.
ROW_COUNT = sa.table("row_count", sa.column("counted"), sa.column("rows"))
DAY_COUNT = sa.table("day_count", *(sa.column(name) for name in ("counted", "field", "day", "rows")))


class Total(NamedTuple):
    rows: int
    is_exact: bool = True


class Plan(NamedTuple):
    """PostgreSQL's estimate of the total, and of the cost of finding the first FEW + 1 rows in order."""

    rows: int
    cost: float


class Mark(NamedTuple):
    """A position in a list: the number of rows before it, and the moment between these rows and the next.

    The two ends of a list have no moment.
    """

    before: int
    moment: datetime | None = None


@built_once
def few_keys(shape: Shape, *, in_order: bool = False) -> sa.Select[Any]:
    """The keys of the FEW + 1 rows that are found first, in no order or in that of the list."""
    return (ordered_keys(shape) if in_order else order_keys(shape)).limit(FEW + 1)


def count_few(session: Session, query: ListQuery) -> int:
    """How many rows there are, up to FEW + 1."""
    return _count(session, query, few_keys(query.shape))


def estimated_total(session: Session, query: ListQuery, plan: Plan | None) -> Total:
    """About how many rows there are; `plan` is PostgreSQL's plan if it was made already."""
    if is_postgresql(session):
        return Total((plan or plan_of(session, query)).rows, is_exact=False)
    model = query.shape.resource.model
    rows, id_ = count_rows(session, model), model.id
    every = rows // SAMPLE + 1 if isinstance(id_.type, sa.Integer) else 1
    if every == 1:
        return Total(min(_count(session, query, order_keys(query.shape)), rows))
    # First among the conditions, because SQLite evaluates them in order and this one is the cheapest.
    is_in_sample = (id_ * SPREAD).bitwise_rshift(8) % every == 0
    found = _count(session, query, order_keys(query.shape, is_in_sample))
    return Total(min(every * found, rows), is_exact=False)


def plan_of(session: Session, query: ListQuery) -> Plan:
    result = session.connection().execute(
        _explained(query.shape), query.parameters, execution_options=execution_options(query.shape)
    )
    # Read from the driver's cursor: EXPLAIN has a column that the statement itself does not have.
    [[plan]] = result.cursor.fetchall()[0]
    limit = plan["Plan"]
    return Plan(int(limit["Plans"][0]["Plan Rows"]), limit["Total Cost"])


def count_rows(session: Session, model: Any) -> int:
    """The exact number of rows of a model."""
    return session.scalars(_total_of(model)).one()


def marks_of(session: Session, query: ListQuery) -> Sequence[Mark]:
    """The marks of a list of all rows, from one end to the other: the days of its first key, if counted."""
    model, key = query.shape.resource.model, query.shape.order[0]
    days = _days_of(session, model, key.column)
    if not days:
        return [Mark(0), Mark(count_rows(session, model))]
    if key.descending:
        days.reverse()
    *befores, total = accumulate(rows for _, rows in days)
    ends = (day if key.descending else day + timedelta(1) for day, _ in days)
    marks = (
        Mark(before, datetime.combine(end, time(), UTC)) for before, end in zip(befores, ends, strict=False)
    )
    return [Mark(0), *marks, Mark(total)]


class row_total(GenericFunction[int]):  # noqa: N801 - reads as an SQL function
    """The exact number of rows of a model: the kept count if there is one."""

    type = sa.BigInteger()
    inherit_cache = True

    def __init__(self, model: Any) -> None:
        kept = sa.select(sa.cast(sa.func.sum(ROW_COUNT.c.rows), sa.BigInteger))
        counted = sa.select(sa.func.count()).select_from(sa.inspect(model).local_table)
        super().__init__(
            kept.where(_is_count_of(ROW_COUNT, model)).scalar_subquery(),
            counted.where(*own_rows(model)).scalar_subquery(),
        )


@compiles(row_total, "postgresql")
def _row_total_postgresql(element: row_total, compiler: Any, **options: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **options)})"


@compiles(row_total, "sqlite")
def _row_total_sqlite(element: row_total, compiler: Any, **options: Any) -> str:
    _, counted = element.clauses
    text: str = compiler.process(counted, **options)
    return text


class _Explain(sa.Executable, sa.ClauseElement):
    """EXPLAIN of a statement, which PostgreSQL plans without running it."""

    # SQLAlchemy caches the compiled form by the statement within. No column can be selected from it.
    inherit_cache = True
    _traverse_internals = [("statement", InternalTraversal.dp_clauseelement)]  # noqa: RUF012 - as SQLAlchemy's
    _all_selected_columns = ()

    def __init__(self, statement: sa.Select[Any]) -> None:
        self.statement = statement


@compiles(_Explain, "postgresql")
def _explain(element: _Explain, compiler: Any, **options: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **options)}"


@built_once
def _explained(shape: Shape) -> _Explain:
    return _Explain(few_keys(shape, in_order=True))


def is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _count(session: Session, query: ListQuery, found: sa.Select[Any]) -> int:
    count = sa.select(sa.func.count()).select_from(found.subquery())
    options = execution_options(query.shape)
    return session.scalars(count, query.parameters, execution_options=options).one()


def _is_count_of(counts: sa.TableClause, model: Any) -> sa.ColumnElement[bool]:
    """The condition for the counts of a model. A model that shares its table, or has none, is not counted."""
    table = sa.inspect(model).local_table
    if own_rows(model) or not isinstance(table, sa.Table):
        return sa.false()
    name = postgresql.dialect().identifier_preparer.format_table(table)  # type: ignore[no-untyped-call] # SQLAlchemy's
    return counts.c.counted == sa.cast(sa.literal(name), postgresql.REGCLASS)


@cache
def _total_of(model: Any) -> sa.Select[int]:
    return sa.select(row_total(model))


def _days_of(session: Session, model: Any, column: Any) -> list[tuple[date, int]]:
    if not is_postgresql(session) or getattr(column, "nullable", True):
        return []
    return [(day, rows) for day, rows in session.execute(_days_of_field(model, column.name)) if rows]


@cache
def _days_of_field(model: Any, field: str) -> sa.Select[Any]:
    day, rows = DAY_COUNT.c.day, sa.cast(sa.func.sum(DAY_COUNT.c.rows), sa.BigInteger)
    counts = sa.select(day, rows).where(_is_count_of(DAY_COUNT, model), DAY_COUNT.c.field == field)
    return counts.group_by(day).order_by(day)
