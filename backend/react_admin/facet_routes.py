"""The routes beside a list: `GET /r:facets` counts its facets, `GET /r:dates` the parts of a date."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session

from react_admin.date_periods import Unit, zone_named
from react_admin.errors import responses
from react_admin.facet_values import is_date
from react_admin.facets import MOST, Facets
from react_admin.query import filter_parameter
from react_admin.resource import Resource

FilterQuery = Annotated[str, Query(alias="filter", include_in_schema=False)]
ZoneQuery = Annotated[str, Query(description="The IANA name of the time zone in which days begin")]
WithinQuery = Annotated[
    str | None,
    Query(description="A year such as 2026, or a month such as 2026-11. Without it, years are counted"),
]


class DateCount(BaseModel):
    """The number of rows in a period, from `gte` to before `lt`. `more`: there are more than `count`."""

    value: str
    gte: datetime | date
    lt: datetime | date | None
    count: int
    more: bool


class FacetCount(BaseModel):
    """The number of rows with a value. A date has periods such as `today`, and `none` if it may be null."""

    value: bool | int | str | None
    gte: datetime | date | None = None
    lt: datetime | date | None = None
    count: int
    more: bool


class FacetCounts(BaseModel):
    facets: dict[str, list[FacetCount]]


class DateCounts(BaseModel):
    """The periods that have rows."""

    unit: Unit
    buckets: list[DateCount]


def add_facets(router: APIRouter, resource: Resource, session_: Any, allowed: list[Any]) -> None:
    """Add the routes. They take the filter of the list, and need the same role."""

    def counted(request: Request, session: Session, filter_: str, zone: str) -> Facets:
        scope = resource.scope_of(request, session)
        return Facets(session, resource, resource.filters.parse(filter_), scope, zone_named(zone))

    options: dict[str, Any] = {
        "dependencies": allowed,
        "responses": responses(400, 401, 403),
        "openapi_extra": {"parameters": [filter_parameter(resource)]},
    }
    exact = f"Counts are exact up to {MOST:,}. Those of a field ignore the filter's conditions on that field."

    @router.get(":facets", response_model_exclude_unset=True, description=exact, **options)
    def get_facets(
        request: Request, zone: ZoneQuery = "UTC", filter_: FilterQuery = "{}", session: Session = session_
    ) -> FacetCounts:
        counts = counted(request, session, filter_, zone).count(datetime.now(UTC))
        found = {field: [count.as_json() for count in of_field] for field, of_field in counts.items()}
        return FacetCounts.model_validate({"facets": found})

    if not any(is_date(resource.columns[field]) for field in resource.facets):
        return

    @router.get(":dates", description=exact, **options)
    def get_dates(
        request: Request,
        field: str,
        within: WithinQuery = None,
        zone: ZoneQuery = "UTC",
        filter_: FilterQuery = "{}",
        session: Session = session_,
    ) -> DateCounts:
        unit, counts = counted(request, session, filter_, zone).count_dates(field, within)
        return DateCounts.model_validate({"unit": unit, "buckets": [count.as_json() for count in counts]})
