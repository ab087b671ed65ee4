"""A list of rows, the page that is read of it, and how many there are in all.

A page is read from the nearer end, because OFFSET walks over all that it skips; and it walks over the order's
keys alone, for which an index may do.

Without a filter the total is exact, and quick on PostgreSQL where a table's migration has its rows counted
(`SELECT keep_row_count('table')`). With one, up to FEW rows are found first, whatever the order: where these
are all, the total is exact and the page is made of them. Of more, the total is the planner's estimate, or on
SQLite what a sample of a large table's rows says; but never less than the rows that were seen: who pages on
comes to the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import InternalTraversal

from app.react_admin.collation import ordered

# So many rows are counted exactly.
FEW = 1000

# Larger tables are not looked at as a whole on SQLite, which would take longer than the page itself.
SAMPLE = 25_000

SKIPPED = sa.bindparam("skipped", type_=sa.BigInteger)
ROWS = sa.bindparam("rows", type_=sa.Integer)

# Each row adds to the count of one table; see the migration that makes it.
ROW_COUNT = sa.table("row_count", sa.column("counted"), sa.column("rows"))
KEPT_COUNT = sa.select(sa.func.sum(ROW_COUNT.c.rows)).where(
    ROW_COUNT.c.counted == sa.cast(sa.bindparam("table", type_=sa.String), REGCLASS)
)


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
    asked: Mapping[str, Any]

    def walk(self, *, backwards: bool = False) -> sa.Select[Any]:
        """The keys, in order, the id last. All of them: to leave one out takes PostgreSQL a sixth longer."""
        keys = sa.select(*(ordered(key.column) for key in self.order)).where(*self.conditions)
        return keys.order_by(*(key.by(backwards=backwards) for key in self.order))

    def matching(self) -> sa.Select[Any]:
        """The ids, in no order."""
        return sa.select(self.model.id).where(*self.conditions)

    def few(self) -> sa.Select[Any]:
        """Of the FEW + 1 rows that are found first: a page of their ids, each with the number of these."""
        keys = {f"key_{number}": key for number, key in enumerate(self.order)}
        found = sa.select(self.model.id, *(ordered(key.column).label(name) for name, key in keys.items()))
        few = found.where(*self.conditions).limit(FEW + 1).subquery()
        # By their names, since to make columns of what is selected takes as long as all the rest.
        id_: sa.ColumnClause[Any] = sa.column("id", self.model.id.type)
        rows = sa.select(id_, sa.func.count().over()).select_from(few)
        return _slice(rows.order_by(*(key.by(sa.column(name)) for name, key in keys.items())))


def _slice(rows: sa.Select[Any]) -> sa.Select[Any]:
    return rows.offset(SKIPPED).limit(ROWS)


@cache
def _walk_all(model: Any, order: tuple[Order, ...], *, backwards: bool) -> sa.Select[Any]:
    """Made once, because to make a statement takes longer than to run this one."""
    return _slice(Listing(model, (), order, {}).walk(backwards=backwards))


@dataclass(frozen=True)
class Page:
    """The ids of some rows, of a total which may be an estimate."""

    ids: Sequence[Any]
    total: int
    is_exact: bool = True


def read_ids(
    session: Session, walk: sa.Select[Any], parameters: Mapping[str, int] | None = None
) -> list[Any]:
    return [id_ for *_, id_ in session.execute(walk, parameters)]


def find_page(session: Session, listing: Listing, first: int, rows: int) -> Page:
    """At most `rows` rows of `listing`. What is read must be one snapshot, or the total is another's."""
    if listing.conditions:
        return _filtered_page(session, listing, first, rows)
    total = count_rows(session, listing.model)
    last = min(first + rows, total)
    if last <= first:
        return Page([], total)
    skipped = min(first, total - last)
    walk = _walk_all(listing.model, listing.order, backwards=skipped < first)
    ids = read_ids(session, walk, {"skipped": skipped, "rows": last - first})
    return Page(ids[::-1] if skipped < first else ids, total)


def _filtered_page(session: Session, listing: Listing, first: int, rows: int) -> Page:
    if first < FEW:
        few = session.execute(listing.few(), {"skipped": first, "rows": rows}).all()
        total = few[0][1] if few else first and FEW + 1
        if total <= FEW:
            return Page([id_ for id_, _ in few], total)
    walk = _slice(listing.walk())
    found = read_ids(session, walk, {"skipped": first, "rows": rows + 1})
    seen = first + len(found)
    if found and len(found) <= rows:
        return Page(found, seen)  # the last page: who is there knows the total
    total, is_exact = _about(session, listing)
    if is_exact:
        return Page(found[:rows], total)
    if not found and (few_rows := _count(session, listing.matching().limit(FEW + 1))) <= FEW:
        return Page([], few_rows)
    estimate = max(total, FEW + 1)
    return Page(found[:rows], max(estimate, seen) if found else min(estimate, first), is_exact=False)


def _about(session: Session, listing: Listing) -> tuple[int, bool]:
    """About how many rows there are, and whether that is exact."""
    if session.get_bind().dialect.name == "postgresql":
        return _planned_rows(session, listing.matching()), False
    every = _sample(session, listing.model)
    if every > 1:
        # First, since SQLite looks at conditions in their order, and has none as quick as this one.
        listing = replace(listing, conditions=(listing.model.id % every == 0, *listing.conditions))
    return every * _count(session, listing.matching()), every == 1


def _sample(session: Session, model: Any) -> int:
    """One of how many rows of a table is to be looked at."""
    largest = session.scalar(sa.select(sa.func.max(model.id)))
    return largest // SAMPLE + 1 if isinstance(largest, int) else 1


def _count(session: Session, statement: sa.Select[Any]) -> int:
    return session.scalars(sa.select(sa.func.count()).select_from(statement.subquery())).one()


def count_rows(session: Session, model: Any) -> int:
    """All rows of a model's table, exactly."""
    table, dialect = sa.inspect(model).local_table, session.get_bind().dialect
    if dialect.name == "postgresql":
        name = dialect.identifier_preparer.format_table(table)
        count = session.scalar(KEPT_COUNT, {"table": name})
        if count is not None:
            return int(count)
    return session.scalars(sa.select(sa.func.count()).select_from(table)).one()


class _Explain(sa.Executable, sa.ClauseElement):
    """The plan of a statement, which PostgreSQL makes without running it."""

    # Compiled once for each kind of statement, as the statement itself is. None of its columns is selected.
    inherit_cache = True
    _traverse_internals = [("statement", InternalTraversal.dp_clauseelement)]  # noqa: RUF012 - as SQLAlchemy's
    _all_selected_columns = ()

    def __init__(self, statement: sa.Select[Any]) -> None:
        self.statement = statement


@compiles(_Explain, "postgresql")
def _explain(element: _Explain, compiler: Any, **options: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **options)}"


def _planned_rows(session: Session, statement: sa.Select[Any]) -> int:
    [[plan]] = session.execute(_Explain(statement)).scalars()
    return int(plan["Plan"]["Plan Rows"])
