"""The buckets of a facet: the values of an enum or a boolean, or periods of a date or a time."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ColumnElement, Date, DateTime, Enum, and_, literal

from react_admin.date_periods import RECENT, Period, midnight
from react_admin.model_columns import stored_type

Bound = datetime | date


class Bucket(NamedTuple):
    """Rows that are counted together.

    `value` and `bounds` describe them in a response. `holds(column)` is their condition.
    """

    value: Any
    holds: Callable[[Any], ColumnElement[bool]]
    bounds: Mapping[str, Bound | None] = {}


EMPTY = Bucket("none", lambda column: column.is_(None))


def is_date(column: Any) -> bool:
    """True for a date or a datetime."""
    return isinstance(stored_type(column.type), Date | DateTime)


def is_countable(column: Any) -> bool:
    """True if the column has few values, or can be counted by period."""
    return isinstance(column.type, Enum) or isinstance(stored_type(column.type), Boolean) or is_date(column)


def values_of(column: Any, *, optional: bool) -> list[Bucket]:
    """A bucket for each value of an enum or a boolean, and for null if the field is `optional`."""
    kind = column.type
    if not isinstance(kind, Enum):
        stored: list[tuple[Any, Any]] = [(True, True), (False, False)]
    elif kind.enum_class:
        stored = [(member.value, member) for member in kind.enum_class]
    else:
        stored = [(value, value) for value in kind.enums]
    buckets = [Bucket(value, _equals(member)) for value, member in stored]
    return buckets + [EMPTY._replace(value=None)] * optional


def names_of(column: Any, *, optional: bool) -> list[Any]:
    """The values that the counts of a facet have, always in this order."""
    if is_date(column):
        return [*RECENT, *[EMPTY.value] * optional]
    return [bucket.value for bucket in values_of(column, optional=optional)]


def during(column: Any, period: Period, zone: ZoneInfo) -> Bucket:
    """The rows of a period. A datetime is compared with the midnights of `zone`."""
    gte = _beginning(column, period.first, zone)
    lt = _beginning(column, period.end, zone) if period.end else None
    return Bucket(period.value, _lies_between(gte, lt), {"gte": gte, "lt": lt})


def _beginning(column: Any, day: date, zone: ZoneInfo) -> Bound:
    return midnight(day, zone) if isinstance(stored_type(column.type), DateTime) else day


def _equals(value: Any) -> Callable[[Any], ColumnElement[bool]]:
    return lambda column: column.is_(value) if isinstance(value, bool) else column == value


def _lies_between(gte: Bound, lt: Bound | None) -> Callable[[Any], ColumnElement[bool]]:
    def holds(column: Any) -> ColumnElement[bool]:
        since = column >= literal(gte, column.type)
        return since if lt is None else and_(since, column < literal(lt, column.type))

    return holds
