"""A list of any length, read in parts by the keys of the last row instead of an offset.

A row that keeps its place in the order is read exactly once, whatever is written between two parts. A row
whose keys change in between may be read twice or not at all.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from react_admin.list_shape import ListQuery, execution_options, ordered_keys
from react_admin.read_records import Record, as_records, columns_of, fetch
from react_admin.sort_order import Order, order_by_keys

# The keys of the row that was read last.
Place = tuple[Any, ...]


def read_after(
    session: Session, query: ListQuery, place: Place | None, rows: int, embedded: Sequence[str] = ()
) -> tuple[list[Record], Place | None]:
    """Up to `rows` records after `place`, and the place of the next ones, or None after the last."""
    shape = query.shape
    found: list[sa.Row[Any]] = []
    for condition in [sa.true()] if place is None else _after(shape.order, place):
        found += _read(session, query, condition, rows + 1 - len(found))
        if len(found) > rows:
            break
    page, is_last = found[:rows], len(found) <= rows
    records = as_records(session, shape.resource.model, shape.resource.read, page, embedded)
    columns = columns_of(shape.resource.model, shape.resource.read)
    following = None if is_last else tuple(page[-1][len(columns) :])
    if following is not None and following == place:
        raise ValueError(f"A stored value differs from itself as it is read: {following}")
    return records, following


def _read(session: Session, query: ListQuery, condition: Any, rows: int) -> Sequence[sa.Row[Any]]:
    """The first `rows` rows that meet `condition`: the columns of the schema, then the keys."""
    shape = query.shape
    model, schema = shape.resource.model, shape.resource.read
    keys = ordered_keys(shape, condition).limit(rows).subquery()
    columns = columns_of(model, schema)
    found = sa.select(*columns.values(), *keys.c).select_from(sa.inspect(model).selectable)
    found = found.join(keys, keys.c.id == columns["id"])
    order = order_by_keys(shape.order, [*keys.c])
    return fetch(session, model, schema, found.order_by(*order), query.parameters, execution_options(shape))


def _after(order: Sequence[Order], place: Place) -> Iterator[sa.ColumnElement[bool]]:
    """The rows after `place`, in consecutive parts: first those that share most of its keys.

    Each part is a range of an index on the keys. A single condition with OR would need a scan.
    """
    for depth in reversed(range(len(order))):
        same = [_equal(key, value) for key, value in zip(order[:depth], place, strict=False)]
        for later in _later(order[depth], place[depth]):
            yield sa.and_(*same, later)


def _equal(key: Order, value: Any) -> sa.ColumnElement[bool]:
    column = key.comparable
    return column.is_(None) if value is None else sa.type_coerce(column == value, sa.Boolean)


def _later(key: Order, value: Any) -> list[sa.ColumnElement[bool]]:
    """The rows after `value` in one key. Nulls sort as the largest value, as in `Order.by`."""
    column = key.comparable
    if value is None:
        return [column.is_not(None)] if key.descending else []
    if key.descending:
        return [sa.type_coerce(column < value, sa.Boolean)]
    is_greater = sa.type_coerce(column > value, sa.Boolean)
    return [is_greater, column.is_(None)] if getattr(key.column, "nullable", True) else [is_greater]
