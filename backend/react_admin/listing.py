"""The rows of a list, one page at a time.

OFFSET walks over all rows that it skips. So a page is read from the nearest position whose number of
preceding rows is known, such as an end of the list, and only the keys of the order are walked over, in an
index where one has them. One statement finds the keys, counts, and joins the columns that the schema reads.

With a filter, the first FEW rows are found before anything else. If there are no more, the total is exact and
the page is cut from them. An estimate is never less than the number of rows seen, so whoever pages on reaches
the end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from react_admin.list_shape import ListQuery, Shape, built_once, execution_options, ordered_keys
from react_admin.read_records import columns_of, fetch, needs_objects
from react_admin.sort_order import order_by_keys
from react_admin.totals import (
    FEW,
    Mark,
    Plan,
    count_few,
    estimated_total,
    few_keys,
    is_postgresql,
    marks_of,
    plan_of,
    row_total,
)

# Cost by PostgreSQL's estimate up to which the first FEW + 1 rows are looked up in the list's order: some ten
# thousand rows of an index. Reading a page of a table costs 1.
QUICK = 2000

# Bind parameters of every page.
SKIPPED = sa.bindparam("skipped", type_=sa.BigInteger)
ROWS = sa.bindparam("rows", type_=sa.Integer)

# The label of the total within a subquery of keys.
TOTAL = "total"

ALL = 2**31 - 1


@dataclass(frozen=True)
class Page:
    """A page of rows, and the total of the whole list. Each row starts with the columns of the schema."""

    rows: Sequence[Any]
    total: int
    is_exact: bool = True


def find_all(session: Session, query: ListQuery) -> Page:
    rows = _read(session, query, _in_order(query.shape), 0, ALL)
    return Page(rows, len(rows))


def find_page(session: Session, query: ListQuery) -> Page:
    """The page that `query` asks for.

    The transaction must be a snapshot, or the total belongs to another one.
    """
    if query.shape.conditions:
        return _filtered_page(session, query)
    found = _read(session, query, _first_rows(query.shape)) if query.first < FEW else []
    return Page(found, _total(query, found)) if found else _page_from_mark(session, query)


def _page_from_mark(session: Session, query: ListQuery) -> Page:
    """A page of all rows, walked to from the nearest mark before or after it."""
    marks = marks_of(session, query)
    total = marks[-1].before
    last = min(query.first + query.rows, total)
    if last <= query.first:
        return Page([], total)
    ahead = marks[bisect_right(marks, query.first, key=attrgetter("before")) - 1]
    behind = marks[bisect_left(marks, last, key=attrgetter("before"))]
    backwards = behind.before - last < query.first - ahead.before
    mark, skipped = (behind, behind.before - last) if backwards else (ahead, query.first - ahead.before)
    found = _read_from(session, query, mark, skipped, last - query.first, backwards=backwards)
    return Page(found[::-1] if backwards else found, total)


def _read_from(
    session: Session, query: ListQuery, mark: Mark, skipped: int, rows: int, *, backwards: bool
) -> Sequence[sa.Row[Any]]:
    if mark.moment is None:
        return _read(session, query, _in_order(query.shape, backwards=backwards), skipped, rows)
    statement = _from_moment(query.shape, backwards=backwards)
    return _read(session, query, statement, skipped, rows, moment=mark.moment)


def _filtered_page(session: Session, query: ListQuery) -> Page:
    is_planned = not query.is_narrow and is_postgresql(session)
    plan = plan_of(session, query) if is_planned else None
    in_order = plan is not None and plan.cost <= QUICK and query.first + query.rows <= FEW
    if query.first < FEW:
        few = _few_rows(query.shape, in_order=in_order, is_narrow=query.is_narrow)
        found = _read(session, query, few)
        total = _total(query, found) if found else query.first and FEW + 1
        if total <= FEW:
            return Page(found, total)
        if plan and in_order and found:
            return Page(found, max(plan.rows, FEW + 1), is_exact=False)
    return _one_of_many(session, query, plan)


def _one_of_many(session: Session, query: ListQuery, plan: Plan | None) -> Page:
    """A page of a list with more rows than are counted, or a page that comes after these."""
    found = _read(session, query, _in_order(query.shape), query.first, query.rows + 1)
    seen = query.first + len(found)
    if found and len(found) <= query.rows:
        return Page(found, seen)  # the last page ends where the list does
    total, is_exact = estimated_total(session, query, plan)
    page = found[: query.rows]
    if is_exact:
        return Page(page, total)
    if not found and (few := count_few(session, query)) <= FEW:
        return Page([], few)
    estimate = max(total, FEW + 1)
    return Page(page, max(estimate, seen) if found else min(estimate, query.first), is_exact=False)


def _read(
    session: Session,
    query: ListQuery,
    statement: sa.Select[Any],
    skipped: int | None = None,
    rows: int | None = None,
    **parameters: Any,
) -> Sequence[sa.Row[Any]]:
    """Up to `rows` rows of a statement after `skipped` rows. The defaults are those of the query's page."""
    page = {
        "skipped": query.first if skipped is None else skipped,
        "rows": query.rows if rows is None else rows,
    }
    resource = query.shape.resource
    return fetch(
        session,
        resource.model,
        resource.read,
        statement,
        {**query.parameters, **page, **parameters},
        execution_options(query.shape),
    )


def _total(query: ListQuery, found: Sequence[sa.Row[Any]]) -> int:
    """The total, which follows the columns of the schema in each row."""
    resource = query.shape.resource
    total: int = found[0][len(columns_of(resource.model, resource.read))]
    return total


@built_once
def _first_rows(shape: Shape) -> sa.Select[Any]:
    """A page near the beginning of all rows, each with their total."""
    return _page(shape, ordered_keys(shape).add_columns(row_total(shape.resource.model).label(TOTAL)))


@built_once
def _few_rows(shape: Shape, *, in_order: bool, is_narrow: bool) -> sa.Select[Any]:
    """A page of the rows that are found first, each with their number."""
    model, schema = shape.resource.model, shape.resource.read
    total, keys = sa.func.count().over().label(TOTAL), len(shape.order)
    if not is_narrow or needs_objects(model, schema):
        few = few_keys(shape, in_order=in_order).subquery()
        return _page(shape, sa.select(few, total).order_by(*order_by_keys(shape.order, [*few.c])))
    # A narrow filter is checked against the rows of the table, so their columns come along with the keys.
    few = few_keys(shape).add_columns(*columns_of(model, schema).values()).subquery()
    found = sa.select(*[*few.c][keys:], total).order_by(*order_by_keys(shape.order, [*few.c][:keys]))
    return found.offset(SKIPPED).limit(ROWS)


@built_once
def _in_order(shape: Shape, *, backwards: bool = False) -> sa.Select[Any]:
    return _page(shape, ordered_keys(shape, backwards=backwards), backwards=backwards)


@built_once
def _from_moment(shape: Shape, *, backwards: bool) -> sa.Select[Any]:
    """As `_in_order`, beginning at a moment of the first key."""
    key = shape.order[0]
    is_before: sa.ColumnElement[bool] = key.column < sa.bindparam("moment", type_=key.column.type)
    is_beyond = is_before if key.descending != backwards else ~is_before
    return _page(shape, ordered_keys(shape, is_beyond, backwards=backwards), backwards=backwards)


def _page(shape: Shape, keys: sa.Select[Any], *, backwards: bool = False) -> sa.Select[Any]:
    """The rows of a page of `keys`, which an index may have."""
    page = keys.offset(SKIPPED).limit(ROWS).subquery()
    columns = columns_of(shape.resource.model, shape.resource.read)
    total = [page.c[TOTAL]] if TOTAL in page.c else []
    rows = sa.select(*columns.values(), *total).select_from(sa.inspect(shape.resource.model).selectable)
    rows = rows.join(page, page.c.id == columns["id"])
    keys_of_page = [*page.c][: len(shape.order)]
    return rows.order_by(*order_by_keys(shape.order, keys_of_page, backwards=backwards))
