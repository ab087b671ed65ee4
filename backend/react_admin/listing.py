"""A list of rows, the page that is read of it, and how many there are in all.

OFFSET walks over all that it skips. So a page is read from the nearest place of which it is known how many
rows come before it, such as an end; and what is walked over are the order's keys, for which an index may do.

Without a filter the total is exact. With one, up to FEW rows are found first: where these are all, the total
is exact and the page is made of them. Of more, the total is the planner's estimate, or on SQLite that of a
sample of a large table's rows; but never less than the rows that were seen: who pages on comes to the end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import InternalTraversal

from react_admin.collation import ordered
from react_admin.counts import count_rows, marks_of, row_total
from react_admin.filters import NARROW
from react_admin.reading import columns_of, fetch, needs_objects, rows_of
from react_admin.schemas import Read

T = TypeVar("T")

# So many rows are counted exactly.
FEW = 1000

# By the planner's reckoning, in which to read a page of a table costs 1: some ten thousand rows of an index.
QUICK = 2000

# Larger tables are not looked at as a whole on SQLite, which would take longer than the page itself.
SAMPLE = 25_000

# The golden ratio, of 2 ** 16: what is multiplied by it falls everywhere.
SPREAD = 40_503

# Values that differ between pages are bind parameters. Building a statement takes longer than running it, so
# the statements of the last KINDS kinds of list are cached, at about 0.1 MB each. Clients can combine any
# number of conditions, and a statement grows with them: beyond FEW_CONDITIONS it is built each time.
SKIPPED = sa.bindparam("skipped", type_=sa.BigInteger)
ROWS = sa.bindparam("rows", type_=sa.Integer)
KINDS = 50
FEW_CONDITIONS = 4

# SQLAlchemy keeps nothing of such a statement.
UNCACHED = {"compiled_cache": None}

ALL = 2**31 - 1


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
    """The rows of `model` that meet `conditions`, in an order without ties, to be read by `schema`."""

    model: Any
    schema: type[Read]
    order: tuple[Order, ...]
    conditions: tuple[sa.ColumnElement[bool], ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_narrow(self) -> bool:
        """Whether values or a long word are asked for, which few rows have as a rule."""
        return any(name.endswith(NARROW) for name in self.parameters)

    @property
    def is_kept(self) -> bool:
        """Whether the statements of this kind of list are kept, here and by SQLAlchemy."""
        return len(self.conditions) <= FEW_CONDITIONS

    @property
    def options(self) -> Mapping[str, Any]:
        """How its statements are executed."""
        return {} if self.is_kept else UNCACHED

    def keys(self) -> sa.Select[Any]:
        """What orders the rows, the id last. All of it: to leave one out takes PostgreSQL a sixth longer."""
        *keys, id_ = (key.column for key in self.order)
        columns = [*(ordered(key).label(f"key_{number}") for number, key in enumerate(keys)), id_.label("id")]
        return sa.select(*columns).where(*rows_of(self.model), *self.conditions)

    def walk(self, *, backwards: bool = False) -> sa.Select[Any]:
        """The keys, in order."""
        return self.keys().order_by(*(key.by(backwards=backwards) for key in self.order))


@dataclass(frozen=True)
class Page:
    """Some rows, of a total which may be an estimate."""

    rows: Sequence[Any]
    total: int
    is_exact: bool = True


class Plan(NamedTuple):
    """How many rows PostgreSQL's planner expects in all, and what finding the first FEW + 1 would cost."""

    rows: int
    cost: float


def made_once(make: Callable[..., T]) -> Callable[..., T]:
    """Keeps what is made for the last kinds of list, and nothing of what was asked for."""
    kept = lru_cache(maxsize=KINDS)(make)

    def made(listing: Listing, **how: Any) -> T:
        return (kept if listing.is_kept else make)(replace(listing, parameters={}), **how)

    return made


def find_all(session: Session, listing: Listing) -> Page:
    rows = _read(session, _walked(listing), listing, 0, ALL)
    return Page(rows, len(rows))


def find_page(session: Session, listing: Listing, first: int, rows: int) -> Page:
    """At most `rows` rows of `listing`. What is read must be one snapshot, or the total is another's."""
    if listing.conditions:
        return _filtered_page(session, listing, first, rows)
    found = _read(session, _first_page(listing), listing, first, rows) if first < FEW else []
    return Page(found, found[0][-1]) if found else _any_page(session, listing, first, rows)


def _any_page(session: Session, listing: Listing, first: int, rows: int) -> Page:
    """A page without a filter, from the nearest place of which it is known how many rows come before it."""
    key = listing.order[0]
    marks = marks_of(session, listing.model, key.column, descending=key.descending)
    total = marks[-1].before
    last = min(first + rows, total)
    if last <= first:
        return Page([], total)
    ahead = marks[bisect_right(marks, first, key=attrgetter("before")) - 1]
    behind = marks[bisect_left(marks, last, key=attrgetter("before"))]
    backwards = behind.before - last < first - ahead.before
    mark, skipped = (behind, behind.before - last) if backwards else (ahead, first - ahead.before)
    if mark.moment is not None:
        is_there = _is_beyond(key, backwards=backwards)
        listing = replace(listing, conditions=(is_there,), parameters={"moment": mark.moment})
    found = _read(session, _walked(listing, backwards=backwards), listing, skipped, last - first)
    return Page(found[::-1] if backwards else found, total)


@lru_cache(maxsize=KINDS)
def _is_beyond(key: Order, *, backwards: bool) -> sa.ColumnElement[bool]:
    """Whether a row is on the far side of a mark."""
    moment = sa.bindparam("moment", type_=key.column.type)
    is_beyond: sa.ColumnElement[bool] = key.column < moment
    return is_beyond if key.descending != backwards else ~is_beyond


def _filtered_page(session: Session, listing: Listing, first: int, rows: int) -> Page:
    is_planned = not listing.is_narrow and session.get_bind().dialect.name == "postgresql"
    planned = _plan(session, listing) if is_planned else None
    in_order = planned is not None and planned.cost <= QUICK and first + rows <= FEW
    if first < FEW:
        few = _one_of_few(listing, in_order=in_order, is_narrow=listing.is_narrow)
        found = _read(session, few, listing, first, rows)
        total = found[0][-1] if found else first and FEW + 1
        if total <= FEW:
            return Page(found, total)
        if planned and in_order and found:
            return Page(found, max(planned.rows, FEW + 1), is_exact=False)
    return _one_of_many(session, listing, first, rows, planned)


def _one_of_many(session: Session, listing: Listing, first: int, rows: int, planned: Plan | None) -> Page:
    """A page of more rows than are counted, or that comes after them."""
    found = _read(session, _walked(listing), listing, first, rows + 1)
    seen = first + len(found)
    if found and len(found) <= rows:
        return Page(found, seen)  # the last page: who is there knows the total
    total, is_exact = _about(session, listing, planned)
    if is_exact:
        return Page(found[:rows], total)
    if not found and (few := _count(session, _few(listing), listing)) <= FEW:
        return Page([], few)
    estimate = max(total, FEW + 1)
    return Page(found[:rows], max(estimate, seen) if found else min(estimate, first), is_exact=False)


def _read(
    session: Session, page: sa.Select[Any], listing: Listing, skipped: int, rows: int
) -> Sequence[sa.Row[Any]]:
    parameters = {**listing.parameters, "skipped": skipped, "rows": rows}
    has_objects = needs_objects(listing.model, listing.schema)
    return fetch(session, page, parameters, has_objects=has_objects, options=listing.options)


@made_once
def _first_page(listing: Listing) -> sa.Select[Any]:
    """A page near the beginning of all rows, each with their total."""
    return _page(listing, listing.walk().add_columns(row_total(listing.model).label("total")))


@made_once
def _one_of_few(listing: Listing, *, in_order: bool, is_narrow: bool) -> sa.Select[Any]:
    """A page of what is found first, each row with the number of these."""
    columns, total = columns_of(listing.model, listing.schema).values(), sa.func.count().over().label("total")
    if not is_narrow or needs_objects(listing.model, listing.schema):
        few = _few(listing, in_order=in_order).subquery()
        return _page(listing, sa.select(few, total).order_by(*_in_order(listing, few)))
    # The table's rows are looked at to find so few, and would have to be looked up again.
    few = _few(listing).add_columns(*columns).subquery()
    found = sa.select(*[*few.c][len(listing.order) :], total).order_by(*_in_order(listing, few))
    return found.offset(SKIPPED).limit(ROWS)


@made_once
def _walked(listing: Listing, *, backwards: bool = False) -> sa.Select[Any]:
    return _page(listing, listing.walk(backwards=backwards), backwards=backwards)


def _page(listing: Listing, found: sa.Select[Any], *, backwards: bool = False) -> sa.Select[Any]:
    """The rows of a page that is found by its keys alone, for which an index may do."""
    page = found.offset(SKIPPED).limit(ROWS).subquery()
    columns = columns_of(listing.model, listing.schema)
    total = [column for column in page.c if column.name == "total"]
    rows = sa.select(*columns.values(), *total).select_from(sa.inspect(listing.model).selectable)
    rows = rows.join(page, page.c.id == columns["id"])
    return rows.order_by(*_in_order(listing, page, backwards=backwards))


def _in_order(
    listing: Listing, found: sa.Subquery, *, backwards: bool = False
) -> list[sa.UnaryExpression[Any]]:
    """The list's order, by the keys that were found."""
    *keys, id_ = [*found.c][: len(listing.order)]
    columns = zip(listing.order, [*keys, ordered(id_)], strict=True)
    return [key.by(column, backwards=backwards) for key, column in columns]


@made_once
def _few(listing: Listing, *, in_order: bool = False) -> sa.Select[Any]:
    """The keys of the FEW + 1 rows that are found first: in no order, or in the list's own."""
    return (listing.walk() if in_order else listing.keys()).limit(FEW + 1)


def _about(session: Session, listing: Listing, planned: Plan | None) -> tuple[int, bool]:
    """About how many rows there are, and whether that is exact."""
    if session.get_bind().dialect.name == "postgresql":
        return (planned or _plan(session, listing)).rows, False
    rows, id_ = count_rows(session, listing.model), listing.model.id
    every = rows // SAMPLE + 1 if isinstance(id_.type, sa.Integer) else 1
    if every > 1:
        # Some ids, whatever steps they go in. First, since SQLite looks at conditions in their order, and has
        # none as quick as this one.
        is_in = (id_ * SPREAD).bitwise_rshift(8) % every == 0
        listing = replace(listing, conditions=(is_in, *listing.conditions))
    return min(every * _count(session, listing.keys(), listing), rows), every == 1


def _count(session: Session, found: sa.Select[Any], listing: Listing) -> int:
    count = sa.select(sa.func.count()).select_from(found.subquery())
    return session.scalars(count, listing.parameters, execution_options=listing.options).one()


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


@made_once
def _explained(listing: Listing) -> _Explain:
    return _Explain(_few(listing, in_order=True))


def _plan(session: Session, listing: Listing) -> Plan:
    explained, options = _explained(listing), listing.options
    found = session.connection().execute(explained, listing.parameters, execution_options=options)
    [[plan]] = found.cursor.fetchall()[0]  # as it is, for no column of the statement's is in it
    limit = plan["Plan"]
    return Plan(int(limit["Plans"][0]["Plan Rows"]), limit["Total Cost"])
