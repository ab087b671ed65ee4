"""Property tests: counts over HTTP are those of a reference implementation in Python."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from fastapi.testclient import TestClient
from hypothesis import given, note, settings
from hypothesis import strategies as st

from react_admin.facets import Facets
from react_admin.tests.conftest import RESOURCES, Size
from react_admin.tests.host import Database
from react_admin.tests.test_listing_properties import (
    EXAMPLES,
    ListExample,
    Row,
    _matches,
    list_examples,
    stored_rows,
)

PLANTS = RESOURCES[0]

# Zones whose clocks change at midnight, by half an hour, by a day, and not at all.
ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]

# Moments around changes of the clock, ends of years, and the moment that is now in these tests.
NOW = datetime(2018, 11, 4, 3, 30, tzinfo=UTC)
TURNS = [NOW, datetime(2018, 10, 28, 1, tzinfo=UTC), datetime(2011, 12, 30, 10, tzinfo=UTC)]
TURNS += [datetime(2018, month, 1, tzinfo=UTC) for month in (1, 11, 12)]
MOMENT = st.builds(
    lambda turn, hours, microseconds: turn + timedelta(hours=hours, microseconds=microseconds),
    st.sampled_from(TURNS),
    st.integers(-240, 240) | st.integers(-48, 48).map(lambda halves: halves / 2),
    st.integers(-1, 1),
)


class FacetExample(NamedTuple):
    rows: list[Row]
    filter: dict[str, Any]
    zone: str


@st.composite
def facet_examples(draw: st.DrawFn) -> FacetExample:
    example: ListExample = draw(list_examples())
    rows = [row | {"planted_at": draw(st.none() | MOMENT)} for row in example.rows]
    return FacetExample(rows, example.filter, draw(st.sampled_from(ZONES)))


# The reference implementation: it compares local dates instead of moments.


def others(example: FacetExample, field: str) -> list[Row]:
    """The rows that meet the conditions on other fields."""
    conditions = {name: value for name, value in example.filter.items() if not name.startswith(field)}
    return [row for row in example.rows if all(_matches(row, *each) for each in conditions.items())]


def local_day(row: Row, zone: str) -> date | None:
    planted: datetime | None = row["planted_at"]
    return planted.astimezone(ZoneInfo(zone)).date() if planted else None


def expected_facets(example: FacetExample) -> dict[str, dict[Any, int]]:
    today = NOW.astimezone(ZoneInfo(example.zone)).date()
    recent: dict[str, Callable[[date | None], bool]] = {
        "today": lambda day: day == today,
        "past_7_days": lambda day: day is not None and today - timedelta(7) <= day <= today,
        "this_month": lambda day: day is not None and f"{day:%Y-%m}" == f"{today:%Y-%m}",
        "this_year": lambda day: day is not None and day.year == today.year,
        "none": lambda day: day is None,
    }
    days = [local_day(row, example.zone) for row in others(example, "planted_at")]
    return {
        "size": {size.value: sum(row["size"] is size for row in others(example, "size")) for size in Size},
        "alive": {
            alive: sum(row["alive"] is alive for row in others(example, "alive")) for alive in (True, False)
        },
        "planted_at": {period: sum(map(holds, days)) for period, holds in recent.items()},
    }


@settings(EXAMPLES, max_examples=100)
@given(example=facet_examples())
def test_facets_are_those_of_the_reference(
    database: Database, client: TestClient, example: FacetExample
) -> None:
    note(str(example))
    filter_ = PLANTS.filters.parse(json.dumps(example.filter, default=datetime.isoformat))
    assert client is not None  # it has created the tables
    with stored_rows(database, example.rows), database.read() as session:
        counts = Facets(session, PLANTS, filter_, (), ZoneInfo(example.zone)).count(NOW)
    found = {field: {each.bucket.value: each.rows for each in of_field} for field, of_field in counts.items()}
    assert found == expected_facets(example)


@settings(EXAMPLES, max_examples=60)
@given(example=facet_examples())
def test_every_row_with_a_date_is_found_by_drilling_down(
    database: Database, client: TestClient, example: FacetExample
) -> None:
    note(str(example))
    days = [day for row in others(example, "planted_at") if (day := local_day(row, example.zone))]

    def counts_within(within: str | None) -> dict[str, int]:
        params = {
            "field": "planted_at",
            "zone": example.zone,
            "filter": json.dumps(example.filter, default=datetime.isoformat),
        } | ({"within": within} if within else {})
        response = client.get("/plants:dates", params=params)
        assert response.status_code == 200, response.text
        return {bucket["value"]: bucket["count"] for bucket in response.json()["buckets"]}

    with stored_rows(database, example.rows):
        years = counts_within(None)
        months = {year: counts_within(year) for year in years}
        days_by_month = {month: counts_within(month) for of_year in months.values() for month in of_year}

    assert years == Counter(f"{day:%Y}" for day in days)
    assert Counter(key for of_year in months.values() for key in of_year) == Counter(
        {f"{day:%Y-%m}" for day in days}
    )
    found = {day: rows for of_month in days_by_month.values() for day, rows in of_month.items()}
    assert found == Counter(day.isoformat() for day in days)
