"""Counts of a list's rows by the values of its facets, and by the periods of a date.

A count is exact up to MOST. If a filter matches no more rows than that, one scan of them counts all facets.
Otherwise each value is counted by itself, up to MOST + 1 rows: a frequent value is found quickly anywhere,
and a rare one in an index on its column.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from react_admin.date_periods import Unit, parts, recent_periods, year
from react_admin.errors import BadQuery
from react_admin.facet_values import EMPTY, Bucket, during, is_date, values_of
from react_admin.filters import Filter
from react_admin.list_shape import Shape, execution_options
from react_admin.model_columns import own_rows
from react_admin.resource import Resource, Scope
from react_admin.totals import is_postgresql

# Rows that are counted exactly.
MOST = 10_000

# Years that are counted by one statement. Longer gaps without rows are skipped.
YEARS = 50


class Count(NamedTuple):
    bucket: Bucket
    rows: int

    def as_json(self) -> dict[str, Any]:
        counted = {"count": min(self.rows, MOST), "more": self.rows > MOST}
        return {"value": self.bucket.value, **self.bucket.bounds, **counted}


class Facets:
    """The counts of a resource's rows that `filter_` matches, as far as `scope` lets them be seen.

    The counts of a field ignore the filter's conditions on the field itself: they say what another choice
    would find.
    """

    def __init__(
        self, session: Session, resource: Resource, filter_: Filter, scope: Scope, zone: ZoneInfo
    ) -> None:
        self._session = session
        self._resource = resource
        self._filter = filter_
        self._scope = scope
        self._zone = zone

    def count(self, now: datetime) -> dict[str, list[Count]]:
        """The counts of all facets."""
        buckets = {field: self._buckets(field, now) for field in self._resource.facets}
        by_shape: dict[Shape, list[str]] = defaultdict(list)
        for field in buckets:
            by_shape[self._without(field)].append(field)
        counts: dict[str, list[Count]] = {}
        for shape, fields in by_shape.items():
            counts |= self._count(shape, {field: buckets[field] for field in fields})
        return {field: counts[field] for field in buckets}

    def count_dates(self, field: str, within: str | None) -> tuple[Unit, list[Count]]:
        """The years that have rows, or the parts of the period `within` that do."""
        if field not in self._resource.facets or not is_date(self._resource.columns[field]):
            dates = [name for name in self._resource.facets if is_date(self._resource.columns[name])]
            raise BadQuery("field", f"names “{field}”, which is not one of {', '.join(dates)}")
        shape, column = self._without(field), self._resource.columns[field]
        if within is None:
            return "year", [count for count in self._count_years(shape, field) if count.rows]
        unit, periods = parts(within)
        buckets = [during(column, period, self._zone) for period in periods]
        return unit, [count for count in self._count(shape, {field: buckets})[field] if count.rows]

    def _without(self, field: str) -> Shape:
        """The shape of a list with the filter, less its conditions on a field."""
        filters = self._resource.filters
        others = [condition for condition in self._filter.conditions if filters.field_of(condition) != field]
        return Shape(self._resource, "id", False, tuple(others), self._scope)

    def _buckets(self, field: str, now: datetime) -> list[Bucket]:
        column, optional = self._resource.columns[field], self._resource.is_optional(field)
        if not is_date(column):
            return values_of(column, optional=optional)
        recent = recent_periods(now.astimezone(self._zone).date())
        return [during(column, period, self._zone) for period in recent] + [EMPTY] * optional

    def _count_years(self, shape: Shape, field: str) -> Iterator[Count]:
        column = self._resource.columns[field]
        first, last = self._ends(shape, column)
        while first is not None and last is not None:
            years = [year(number) for number in range(first, min(first + YEARS, last + 1))]
            buckets = [during(column, period, self._zone) for period in years]
            yield from self._count(shape, {field: buckets})[field]
            if first + YEARS > last:
                return
            rest = column >= sa.literal(buckets[-1].bounds["lt"], column.type)
            first, _ = self._ends(shape, column, rest)

    def _ends(
        self, shape: Shape, column: Any, *conditions: sa.ColumnElement[bool]
    ) -> tuple[int | None, int | None]:
        """The first and the last year."""
        moments = _rows(shape.conditions, shape, *conditions, of=column.label("moment"))
        few = moments.limit(MOST + 1).subquery()
        ends = sa.func.min(few.c.moment), sa.func.max(few.c.moment)
        total, first, last = self._execute(shape, sa.select(sa.func.count(), *ends))
        if total > MOST:
            # Two subqueries, because SQLite would scan for both ends at once.
            values = [
                _rows(self._broad(shape), shape, *conditions, of=end(column)).scalar_subquery()
                for end in (sa.func.min, sa.func.max)
            ]
            first, last = self._execute(shape, sa.select(*values))
        return self._year(first), self._year(last)

    def _broad(self, shape: Shape) -> Sequence[sa.ColumnElement[bool]]:
        """The conditions of a list with many rows.

        SQLite does not know how many rows have a value. It is told to look for the value that is counted in
        an index, instead of one of a condition that most rows meet.
        """
        if is_postgresql(self._session):
            return shape.conditions
        return [sa.func.likely(condition, type_=sa.Boolean) for condition in shape.conditions]

    def _year(self, value: date | None) -> int | None:
        if not isinstance(value, datetime):
            return None if value is None else value.year
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        try:
            return aware.astimezone(self._zone).year
        except OverflowError:  # next to the first or the last moment that a datetime can have
            return value.year

    def _count(self, shape: Shape, buckets: Mapping[str, Sequence[Bucket]]) -> dict[str, list[Count]]:
        """The counts by field: by one statement if there are few rows, else by one more per field."""
        found = self._count_few(shape, buckets) or {
            field: self._count_each(shape, field, of_field) for field, of_field in buckets.items()
        }
        return {field: [*map(Count, of_field, found[field])] for field, of_field in buckets.items()}

    def _count_few(
        self, shape: Shape, buckets: Mapping[str, Sequence[Bucket]]
    ) -> dict[str, Sequence[int]] | None:
        """The counts if no more than MOST rows match, else None."""
        columns = [self._resource.columns[field].label(field) for field in buckets]
        few = _rows(shape.conditions, shape, of=columns).limit(MOST + 1).subquery()
        counts = [
            sa.func.count().filter(bucket.holds(few.c[field]))
            for field, of_field in buckets.items()
            for bucket in of_field
        ]
        total, *numbers = self._execute(shape, sa.select(sa.func.count(), *counts).select_from(few))
        if total > MOST:
            return None
        remaining = iter(numbers)
        return {field: [next(remaining) for _ in of_field] for field, of_field in buckets.items()}

    def _count_each(self, shape: Shape, field: str, buckets: Sequence[Bucket]) -> Sequence[int]:
        column = self._resource.columns[field]
        one: Any = sa.literal_column("1").label("one")
        conditions = self._broad(shape)
        counted = (
            _rows(conditions, shape, bucket.holds(column), of=one).limit(MOST + 1) for bucket in buckets
        )
        counts = [
            sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery() for rows in counted
        ]
        return self._execute(shape, sa.select(*counts))

    def _execute(self, shape: Shape, statement: Any) -> Sequence[Any]:
        """The only row of a select. On the connection, as in `fetch`."""
        options = execution_options(shape)
        parameters = self._filter.parameters
        row: Sequence[Any] = (
            self._session.connection().execute(statement, parameters, execution_options=options).one()
        )
        return row


def _rows(
    conditions: Sequence[sa.ColumnElement[bool]], shape: Shape, *others: sa.ColumnElement[bool], of: Any
) -> sa.Select[Any]:
    """A select of `of` from the rows that meet the conditions of a list, and others."""
    model = shape.resource.model
    rows = sa.select(*(of if isinstance(of, list) else [of])).select_from(model)
    return rows.where(*others, *own_rows(model), *conditions)
