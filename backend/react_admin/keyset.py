"""A list of any length, read in parts by the keys of the last row instead of an offset.

A row that keeps its place in the order is read exactly once, whatever is written between two parts. A row
whose key changes meanwhile may be read twice or not at all.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from react_admin.collation import ordered
from react_admin.listing import Listing, Order
from react_admin.reading import Record, as_records, columns_of, fetch, needs_objects

# The keys of the last row that was read.
Place = tuple[Any, ...]


def read_after(
    session: Session, listing: Listing, place: Place | None, rows: int, embedded: Sequence[str] = ()
) -> tuple[list[Record], Place | None]:
    """Up to `rows` records after `place`, and the place of the next ones, or None after the last."""
    found: list[Any] = []
    for condition in [sa.true()] if place is None else _after(listing.order, place):
        found += _read(session, listing, condition, rows + 1 - len(found))
        if len(found) > rows:
            break
    records = as_records(session, listing.model, listing.schema, found[:rows], embedded)
    following = tuple(found[rows - 1][-len(listing.order) :]) if len(found) > rows else None
    if following is not None and following == place:
        raise ValueError(f"A stored value differs from itself as it is read: {following}")
    return records, following


def _read(session: Session, listing: Listing, condition: Any, rows: int) -> Sequence[Any]:
    """The first `rows` rows that meet `condition`, each with its keys at its end."""
    keys = listing.walk().where(condition).limit(rows).subquery()
    columns = columns_of(listing.model, listing.schema)
    found = sa.select(*columns.values(), *keys.c).select_from(sa.inspect(listing.model).selectable)
    found = found.join(keys, keys.c.id == columns["id"])
    by = zip(listing.order, list(keys.c)[-len(listing.order) :], strict=True)
    statement = found.order_by(*(key.by(column) for key, column in by))
    has_objects = needs_objects(listing.model, listing.schema)
    return fetch(session, statement, listing.parameters, has_objects=has_objects, options=listing.options)


def _after(order: Sequence[Order], place: Place) -> Iterator[sa.ColumnElement[bool]]:
    """The rows after `place`, in parts that follow each other: those that share most of its keys come first.

    Each part is a range of an index on the keys. As one condition with OR they would be found by a scan.
    """
    for depth in reversed(range(len(order))):
        same = [_equal(key, value) for key, value in zip(order[:depth], place, strict=False)]
        for later in _later(order[depth], place[depth]):
            yield sa.and_(*same, later)


def _equal(key: Order, value: Any) -> sa.ColumnElement[bool]:
    column = ordered(key.column)
    return column.is_(None) if value is None else sa.type_coerce(column == value, sa.Boolean)


def _later(key: Order, value: Any) -> list[sa.ColumnElement[bool]]:
    """Nulls sort as the largest, as in `Order.by`."""
    column = ordered(key.column)
    if value is None:
        return [column.is_not(None)] if key.descending else []
    if key.descending:
        return [sa.type_coerce(column < value, sa.Boolean)]
    is_greater = sa.type_coerce(column > value, sa.Boolean)
    return [is_greater, column.is_(None)] if getattr(key.column, "nullable", True) else [is_greater]
