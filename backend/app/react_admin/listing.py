"""A list of rows, the page that is read of it, and how many there are in all.

A page is read from the nearer end, because OFFSET walks over all that it skips; and it walks over keys alone,
for which an index may do.

Without a filter the total is exact, and quick on PostgreSQL where a table's migration has its rows counted
(`SELECT keep_row_count('table')`). With one, up to FEW rows are found first, whatever the order: where these
are all, the total is exact and the page is made of them. Of more, the total is the planner's estimate where
the database has one, but never less than the rows that were seen: who pages on comes to the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from app.react_admin.collation import ordered

# So many rows are counted exactly.
FEW = 1000

SKIPPED = sa.bindparam("skipped", type_=sa.BigInteger)
ROWS = sa.bindparam("rows", type_=sa.Integer)

# Each row adds to the count of one table; see the migration that makes it.
ROW_COUNT = sa.table("row_count", sa.column("counted"), sa.column("rows"))


@dataclass(frozen=True)
class Order:
    column: Any
    descending: bool = False

    def by(self, column: Any = None, *, backwards: bool = False) -> sa.UnaryExpression[Any]:
        """Rows without a value come as if theirs were the largest: where PostgreSQL's indexes have them."""
        column = ordered(self.column) if column is None else column
        descending = self.descending != backwards
        order: sa.UnaryExpression[Any] = column.desc() if descending else column.asc()
        if not getattr(self.column, "nullable", True):
            return order
        return order.nulls_first() if descending else order.nulls_last()


@dataclass(frozen=True)
class Listing:
    """The rows of `model` that meet `conditions`, in an order without ties."""

    model: Any
    conditions: tuple[sa.ColumnElement[bool], ...]
    order: tuple[Order, ...]
    options: tuple[ORMOption, ...]
    asked: Mapping[str, Any]

    def all(self) -> sa.Select[Any]:
        return self._in_order(sa.select(self.model).where(*self.conditions))

    def these(self, ids: Sequence[Any]) -> sa.Select[Any]:
        return self._in_order(sa.select(self.model).where(self.model.id.in_(ids)))

    def _in_order(self, rows: sa.Select[Any]) -> sa.Select[Any]:
        return rows.order_by(*(key.by() for key in self.order)).options(*self.options)

    def keys(self) -> sa.Select[Any]:
        """The id of each row, and what it is ordered by."""
        order = (ordered(key.column).label(f"key_{number}") for number, key in enumerate(self.order))
        return sa.select(self.model.id, *order).where(*self.conditions)

    def slice(self, *, from_end: bool = False) -> sa.Select[Any]:
        """`rows` rows after the first `skipped`, or before the last `skipped`; in order either way."""
        walk = self.keys().order_by(*(key.by(backwards=from_end) for key in self.order))
        found = walk.offset(SKIPPED).limit(ROWS).subquery()
        return self._in_order(sa.select(self.model).join(found, self.model.id == found.c.id))

    def slice_of_few(self) -> sa.Select[Any]:
        """As `slice`, of the FEW + 1 rows that are found first: the ids, each with the number of these."""
        found = self.keys().limit(FEW + 1).cte("found")
        order = (key.by(found.c[f"key_{number}"]) for number, key in enumerate(self.order))
        total = sa.select(sa.func.count()).select_from(found).scalar_subquery()
        return sa.select(found.c.id, total).order_by(*order).offset(SKIPPED).limit(ROWS)


@cache
def slice_of_all(
    model: Any, order: tuple[Order, ...], options: tuple[ORMOption, ...], *, from_end: bool
) -> sa.Select[Any]:
    """Made once, because to make a statement takes longer than to run this one."""
    return Listing(model, (), order, options, {}).slice(from_end=from_end)


@dataclass(frozen=True)
class Page:
    """Some rows, of a total which may be an estimate."""

    rows: Sequence[Any]
    total: int
    is_exact: bool = True


def read_page(session: Session, listing: Listing, first: int, rows: int) -> Page:
    """At most `rows` rows of `listing`. What is read must be one snapshot, or the total is another's."""
    if listing.conditions:
        return _filtered_page(session, listing, first, rows)
    total = count_rows(session, listing.model)
    last = min(first + rows, total)
    if last <= first:
        return Page([], total)
    skipped = min(first, total - last)
    page = slice_of_all(listing.model, listing.order, listing.options, from_end=skipped < first)
    return Page(session.scalars(page, {"skipped": skipped, "rows": last - first}).all(), total)


def _filtered_page(session: Session, listing: Listing, first: int, rows: int) -> Page:
    if first < FEW:
        few = session.execute(listing.slice_of_few(), {"skipped": first, "rows": rows}).all()
        total = few[0][1] if few else first and FEW + 1
        if total <= FEW:
            return Page(session.scalars(listing.these([id_ for id_, _ in few])).all(), total)
    found = session.scalars(listing.slice(), {"skipped": first, "rows": rows + 1}).all()
    seen = first + len(found)
    if found and len(found) <= rows:
        return Page(found, seen)  # the last page: who is there knows the total
    if session.get_bind().dialect.name == "sqlite":
        return Page(found[:rows], _count(session, listing.keys()))
    if not found and (few_rows := _count(session, listing.keys().limit(FEW + 1))) <= FEW:
        return Page([], few_rows)
    estimate = max(_planned_rows(session, listing.keys()), FEW + 1)
    return Page(found[:rows], max(estimate, seen) if found else min(estimate, first), is_exact=False)


def _count(session: Session, statement: sa.Select[Any]) -> int:
    return session.scalars(sa.select(sa.func.count()).select_from(statement.subquery())).one()


def count_rows(session: Session, model: Any) -> int:
    """All rows of a model's table, exactly."""
    table, dialect = sa.inspect(model).local_table, session.get_bind().dialect
    if dialect.name == "postgresql":
        name = dialect.identifier_preparer.format_table(table)
        kept = sa.select(sa.func.sum(ROW_COUNT.c.rows))
        count = session.scalar(kept.where(ROW_COUNT.c.counted == sa.cast(name, REGCLASS)))
        if count is not None:
            return int(count)
    return session.scalars(sa.select(sa.func.count()).select_from(table)).one()


class _Explain(sa.Executable, sa.ClauseElement):
    """The plan of a statement, which PostgreSQL makes without running it."""

    inherit_cache = False

    def __init__(self, statement: sa.Select[Any]) -> None:
        self.statement = statement


@compiles(_Explain, "postgresql")
def _explain(element: _Explain, compiler: Any, **options: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **options)}"


def _planned_rows(session: Session, statement: sa.Select[Any]) -> int:
    [[plan]] = session.execute(_Explain(statement)).scalars()
    return int(plan["Plan"]["Plan Rows"])
