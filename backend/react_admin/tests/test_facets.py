"""The counts beside a list."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import insert

from react_admin import Resource, read_schema
from react_admin.facets import MOST, Facets
from react_admin.tests.conftest import RESOURCES, Grade, Plant, Size, Step, Tool
from react_admin.tests.host import READERS, Database

PLANTS = RESOURCES[0]
BERLIN = ZoneInfo("Europe/Berlin")


def count(
    database: Database, filter_: dict[str, Any] | None = None, now: str = "2026-11-27T12:00Z"
) -> dict[str, dict[Any, int]]:
    """The counts of plants by facet and value, in Berlin."""
    parsed = PLANTS.filters.parse(json.dumps(filter_ or {}))
    with database.read() as session:
        counts = Facets(session, PLANTS, parsed, (), BERLIN).count(datetime.fromisoformat(now))
    return {field: {count.bucket.value: count.rows for count in found} for field, found in counts.items()}


def add_plants(database: Database, *rows: dict[str, Any], times: int = 1) -> None:
    plain = {"name": "Rose", "size": Size.small, "planted_at": None, "alive": True}
    with database.begin() as session:
        session.execute(insert(Plant), [plain | row for row in rows] * times)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def plants(app: FastAPI, database: Database) -> None:  # noqa: ARG001 - creates the tables
    add_plants(
        database,
        {"size": Size.small, "alive": True, "planted_at": at("2026-11-26T22:59:59.999999")},
        {"size": Size.small, "alive": False, "planted_at": at("2026-11-26T23:00")},
        {"size": Size.large, "alive": True, "planted_at": at("2026-10-31T23:00"), "name": "Lily"},
        {"size": Size.small, "alive": True, "planted_at": at("2026-10-31T22:59:59")},
        {"size": Size.small, "alive": True},
    )


@pytest.mark.usefixtures("plants")
def test_each_value_is_counted(database: Database) -> None:
    assert count(database) == {
        "size": {"small": 4, "large": 1},
        "alive": {True: 4, False: 1},
        "planted_at": {"today": 1, "past_7_days": 2, "this_month": 3, "this_year": 4, "none": 1},
    }


@pytest.mark.usefixtures("plants")
def test_a_facet_ignores_the_conditions_on_its_own_field(database: Database) -> None:
    found = count(
        database, {"size": ["small"], "alive": True, "q": "ros", "planted_at_gte": "2026-11-01T00:00Z"}
    )
    assert found["size"] == {"small": 1, "large": 0}
    assert found["alive"] == {True: 1, False: 1}
    assert found["planted_at"] == {"today": 0, "past_7_days": 1, "this_month": 1, "this_year": 2, "none": 1}
    assert count(database, {"size_neq": "small"})["size"] == {"small": 4, "large": 1}


@pytest.mark.usefixtures("plants")
def test_the_counts_on_the_wire(client: TestClient) -> None:
    response = client.get("/plants:facets", params={"zone": "Europe/Berlin", "filter": '{"alive":true}'})
    assert response.status_code == 200
    facets = response.json()["facets"]
    assert [*facets] == ["size", "alive", "planted_at"]
    assert facets["size"] == [
        {"value": "small", "count": 3, "more": False},
        {"value": "large", "count": 1, "more": False},
    ]
    assert [bucket["value"] for bucket in facets["alive"]] == [True, False]
    today, *_, this_year, none = facets["planted_at"]
    assert {*today} == {"value", "gte", "lt", "count", "more"}
    begin = datetime.fromisoformat(today["gte"]).astimezone(BERLIN)
    assert (begin.hour, begin.minute) == (0, 0)
    assert this_year["value"] == "this_year"
    assert none == {"value": "none", "count": 1, "more": False}


@pytest.mark.usefixtures("plants")
def test_a_count_says_what_the_list_with_its_bounds_has(client: TestClient) -> None:
    for field, buckets in client.get("/plants:facets").json()["facets"].items():
        for bucket in buckets:
            bounds = {f"{field}_{name}": bucket[name] for name in ("gte", "lt") if name in bucket}
            value = None if bucket["value"] == "none" else bucket["value"]
            params = {"filter": json.dumps(bounds or {field: value})}
            assert (
                client.get("/plants", params=params).headers["content-range"].endswith(f"/{bucket['count']}")
            )


def total(client: TestClient, filter_: dict[str, Any]) -> int:
    response = client.get("/plants", params={"filter": json.dumps(filter_)})
    return int(response.headers["content-range"].rpartition("/")[2])


def counts_of(buckets: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(bucket["value"], bucket["count"]) for bucket in buckets]


def dates(client: TestClient, **params: str) -> Any:
    response = client.get("/plants:dates", params={"field": "planted_at", "zone": "Europe/Berlin", **params})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.usefixtures("plants")
def test_dates_are_counted_by_year_month_and_day(client: TestClient) -> None:
    assert dates(client) == {
        "unit": "year",
        "buckets": [
            {
                "value": "2026",
                "gte": "2025-12-31T23:00:00Z",
                "lt": "2026-12-31T23:00:00Z",
                "count": 4,
                "more": False,
            }
        ],
    }
    months = dates(client, within="2026")
    assert months["unit"] == "month"
    assert counts_of(months["buckets"]) == [("2026-10", 1), ("2026-11", 3)]
    days = dates(client, within="2026-11", filter='{"alive": true, "planted_at_lt": "2000-01-01T00:00Z"}')
    assert days["unit"] == "day"
    assert counts_of(days["buckets"]) == [
        ("2026-11-01", 1),
        ("2026-11-26", 1),
    ]


def test_years_far_apart_are_counted(database: Database, client: TestClient) -> None:
    moments = ["0001-01-01T00:00", "1960-05-01T00:00", "2026-05-01T00:00", "9999-12-31T23:59:59.999999"]
    add_plants(database, *({"planted_at": at(moment)} for moment in moments))
    buckets = dates(client, zone="America/New_York")["buckets"]
    assert counts_of(buckets) == [
        ("0001", 1),
        ("1960", 1),
        ("2026", 1),
        ("9999", 1),
    ]
    assert buckets[-1]["lt"] is None
    for each in (buckets[0], buckets[-1]):
        bounds = {f"planted_at_{name}": each[name] for name in ("gte", "lt") if each[name]}
        assert total(client, bounds) == 1


def test_counts_are_exact_up_to_10000_and_bounded_beyond(database: Database, client: TestClient) -> None:
    add_plants(database, {"planted_at": at("2026-05-01T00:00")}, times=MOST)
    assert client.get("/plants:facets").json()["facets"]["size"] == [
        {"value": "small", "count": 10_000, "more": False},
        {"value": "large", "count": 0, "more": False},
    ]
    add_plants(database, {"planted_at": at("2026-05-01T00:00")}, {"size": Size.large}, {"alive": False})
    facets = client.get("/plants:facets").json()["facets"]
    assert facets["size"] == [
        {"value": "small", "count": 10_000, "more": True},
        {"value": "large", "count": 1, "more": False},
    ]
    assert facets["alive"][1] == {"value": False, "count": 1, "more": False}
    assert facets["planted_at"][-1] == {"value": "none", "count": 2, "more": False}
    [only] = dates(client)["buckets"]
    assert (only["value"], only["count"], only["more"]) == ("2026", 10_000, True)
    found = client.get("/plants:facets", params={"filter": '{"alive": false}'}).json()["facets"]
    assert [each["count"] for each in found["size"]] == [1, 0]


def test_enums_dates_and_times_of_any_column_are_counted(database: Database, client: TestClient) -> None:
    with database.begin() as session:
        moment = datetime(2026, 11, 26, 23, 30)  # noqa: DTZ001 - the column has no zone, and holds UTC
        session.execute(insert(Tool), {"grade": Grade.bad, "step": Step.begun, "used_at": moment})
        session.execute(insert(Tool), {"stage": "old", "bought_on": date(2026, 11, 27)})
    with database.read() as session:
        tools = RESOURCES[2]
        counts = Facets(session, tools, tools.filters.parse("{}"), (), BERLIN).count(at("2026-11-26T23:45"))
        found = {
            field: {each.bucket.value: each.rows for each in of_field if each.rows}
            for field, of_field in counts.items()
        }
        assert found == {
            "grade": {1: 1, None: 1},
            "step": {"begun, and not even nearly done": 1, None: 1},
            "stage": {"old": 1, None: 1},
            "bought_on": {"today": 1, "past_7_days": 1, "this_month": 1, "this_year": 1, "none": 1},
            "used_at": {"today": 1, "past_7_days": 1, "this_month": 1, "this_year": 1, "none": 1},
        }
    params = {"field": "bought_on", "within": "2026-11", "zone": "Pacific/Apia"}
    assert client.get("/tools:dates", params=params).json()["buckets"] == [
        {"value": "2026-11-27", "gte": "2026-11-27", "lt": "2026-11-28", "count": 1, "more": False}
    ]
    assert client.get("/tools:facets").status_code == 200


@pytest.mark.parametrize(
    ("path", "params", "parameter", "named"),
    [
        ("/plants:facets", {"zone": "Mars/Olympus"}, "zone", "Mars/Olympus"),
        ("/plants:facets", {"filter": '{"colour": 1}'}, "filter", "colour"),
        ("/plants:dates", {"field": "size"}, "field", "size"),
        ("/plants:dates", {"field": "secret"}, "field", "secret"),
        ("/plants:dates", {"field": "planted_at", "within": "2026-13"}, "within", "2026-11"),
    ],
)
def test_parameters_that_cannot_be_understood_are_named(
    client: TestClient, path: str, params: dict[str, str], parameter: str, named: str
) -> None:
    response = client.get(path, params=params)
    assert response.status_code == 400
    assert named in response.json()["errors"][parameter]


def test_facets_need_the_role_of_the_list(client: TestClient) -> None:
    for path in ("/plants:facets", "/plants:dates?field=planted_at"):
        assert client.get(path, headers={"X-Role": "stranger"}).status_code == 401
        assert client.get(path, headers={"X-Role": "reader"}).status_code == 200


def test_the_values_that_are_counted_are_known_beforehand(client: TestClient) -> None:
    facets = client.get("/plants:facets").json()["facets"]
    found = {field: [bucket["value"] for bucket in buckets] for field, buckets in facets.items()}
    assert found == PLANTS.facet_values
    assert PLANTS.facet_values["size"] == ["small", "large"]


def test_a_resource_without_facets_has_none(client: TestClient) -> None:
    assert client.get("/labels:facets").json() == {"facets": {}}
    assert client.get("/labels:dates", params={"field": "planted_at"}).status_code == 404


@pytest.mark.parametrize("field", ["name", "height", "bed", "secret", "nothing"])
def test_other_fields_are_refused_as_facets(field: str) -> None:
    with pytest.raises(TypeError, match=f"can't have the facet {field}"):
        Resource("plants", Plant, PLANTS.read, roles=READERS, facets=(field,))


def test_json_is_no_facet() -> None:
    with pytest.raises(TypeError, match="can't have the facet notes"):
        Resource("tools", Tool, read_schema(Tool, "notes"), roles=READERS, facets=["notes"])  # type: ignore[arg-type]


@pytest.mark.usefixtures("app")
def test_one_statement_counts_all_facets_of_few_rows(database: Database) -> None:
    add_plants(database, {})
    executed: list[str] = []
    sa.event.listen(
        database.engine, "before_cursor_execute", lambda *arguments: executed.append(arguments[2])
    )
    for filter_, statements in ({}, 1), ({"size": "small"}, 2):
        executed.clear()
        count(database, filter_)
        assert len([statement for statement in executed if "count" in statement]) == statements
