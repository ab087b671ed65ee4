"""The `sort` and `filter` parameters, with the same results on both databases."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database

SPRING, SUMMER = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, 12, 30, 0, 250_000, UTC)


@pytest.fixture
def client_with_plants(database: Database, client: TestClient) -> TestClient:
    """A client, with plants 1 to 5. Their values include nulls, duplicates, and both cases of letters."""
    rows = [
        Plant(id=1, name="Rose", latin="Rosa", height=3, size=Size.small, planted_at=SPRING),
        Plant(id=2, name="oak", latin=None, height=40, size=Size.large, planted_at=SUMMER, alive=False),
        Plant(id=3, name="Élan", latin="50%_\\off", height=None, size=Size.small),
        Plant(id=4, name="élan", latin="Aster", height=3, size=Size.small, planted_at=SPRING),
        Plant(id=5, name="OAK", latin=None, height=-7, size=Size.large, alive=False),
    ]
    with database.begin() as session:
        session.add_all(rows)
    return client


def get_plants(client: TestClient, **query: Any) -> Response:
    names = {"filter_": "filter", "range_": "range"}
    return client.get("/plants", params={names.get(name, name): json.dumps(query[name]) for name in query})


def ids_of(response: Response) -> list[int]:
    assert response.status_code == 200, response.text
    return [record["id"] for record in response.json()]


@pytest.mark.parametrize(
    ("field", "ascending", "descending"),
    [
        ("id", [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]),
        ("name", [5, 1, 2, 3, 4], [4, 3, 2, 1, 5]),
        ("latin", [3, 4, 1, 2, 5], [2, 5, 1, 4, 3]),
        ("height", [5, 1, 4, 2, 3], [3, 2, 1, 4, 5]),
        ("size", [2, 5, 1, 3, 4], [1, 3, 4, 2, 5]),
        ("planted_at", [1, 4, 2, 3, 5], [3, 5, 2, 1, 4]),
        ("alive", [2, 5, 1, 3, 4], [1, 3, 4, 2, 5]),
    ],
)
def test_a_sort_orders_ties_by_id_and_nulls_as_the_largest_value(
    client_with_plants: TestClient, field: str, ascending: list[int], descending: list[int]
) -> None:
    assert ids_of(get_plants(client_with_plants, sort=[field, "ASC"])) == ascending
    assert ids_of(get_plants(client_with_plants, sort=[field, "DESC"])) == descending


def test_text_sorts_by_code_point(database: Database, client: TestClient) -> None:
    names = ["a", "B", "é", "Z", "_", "😀", "ab", "a b", "É", "1", "\uffee"]
    with database.begin() as session:
        session.add_all(Plant(name=name, size=Size.small) for name in names)
    records = get_plants(client, sort=["name", "ASC"]).json()
    assert [record["name"] for record in records] == sorted(names)


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"id": 2}, [2]),
        ({"id": [5, 1, 1, 99]}, [1, 5]),
        ({"id": []}, []),
        ({"name": "oak"}, [2]),
        ({"name": ["oak", "OAK"]}, [2, 5]),
        ({"name": ""}, []),
        ({"latin": None}, [2, 5]),
        ({"latin": ["Rosa", None]}, [1, 2, 5]),
        ({"latin": [None]}, [2, 5]),
        ({"name": None}, []),
        ({"height": -7}, [5]),
        ({"height": 2**63 - 1}, []),
        ({"size": "large"}, [2, 5]),
        ({"size": ["large", "small"]}, [1, 2, 3, 4, 5]),
        ({"alive": False}, [2, 5]),
        ({"alive": [True, False]}, [1, 2, 3, 4, 5]),
        ({"planted_at": "2026-03-01T00:00:00Z"}, [1, 4]),
        ({"planted_at": "2026-03-01T05:30:00+05:30"}, [1, 4]),
        ({"planted_at": "2026-06-01T12:30:00.250Z"}, [2]),
        ({"planted_at": [None, "2026-06-01T12:30:00.25Z"]}, [2, 3, 5]),
        ({"height": 3, "latin": "Aster"}, [4]),
        ({"height": 3, "q": "ROS"}, [1]),
    ],
)
def test_a_filter_selects_rows(
    client_with_plants: TestClient, filter_: dict[str, Any], expected: list[int]
) -> None:
    response = get_plants(client_with_plants, filter_=filter_)
    assert ids_of(response) == expected
    assert response.headers["content-range"].endswith(f"/{len(expected)}")


def assert_refused(response: Response, parameter: str) -> None:
    assert response.status_code == 400, response.url
    assert list(response.json()["errors"]) == [parameter]
    assert response.json()["message"].startswith(f"The {parameter} ")
    assert response.json()["message"].endswith(".")


INVALID_JSON = ["", "x", "{", "[" * 5000, '"\\ud800"', "9" * 5000, "NaN", '{"id": 1} x']


@pytest.mark.parametrize("parameter", ["sort", "filter", "range"])
def test_a_parameter_that_is_not_valid_json_is_refused(client: TestClient, parameter: str) -> None:
    for text in INVALID_JSON:
        assert_refused(client.get("/plants", params={parameter: text}), parameter)


BAD_SORTS: list[Any] = [
    *(None, "id", {}, [], ["id"], ["id", "ASC", "id"], ["id", "asc"], ["id", "up"], ["id", None], [1, "ASC"]),
    *([["id"], "ASC"], ["colour", "ASC"], ["secret", "ASC"], ["metadata", "ASC"], ["", "ASC"], ["\0", "ASC"]),
]
BAD_FILTERS: list[Any] = [
    *(None, [], "id", 1),
    *(
        {"colour": 1},
        {"secret": "x"},
        {"metadata": 1},
        {"": 1},
        {"name_like": "x"},
        {"q_gt": "x"},
        {"name_neq_neq": "x"},
        {"bed": 1},
        {"\0": 1},
    ),
]
BAD_VALUES: dict[str, list[Any]] = {
    "id": ["x", True, "1_0", "+1", [True], 1.5, 2**63, [1, 10**30], [[1]], {}],
    "height": [2**63, -(2**63), [10**30], "tall"],
    "name": [1, "\0", ["\0"], {}],
    "size": ["huge", ["small", "huge"], 1],
    "alive": ["maybe", "yes", 0, 1, 2, [[]]],
    "planted_at": [
        *("soon", "1767225600", 1767225600, "2026-03-01", 1e30),
        "2026-03-01T00:00:00",  # without an offset
        *("0001-01-01T00:00:00+14:00", ["9999-12-31T23:59:59-14:00"]),  # out of range in UTC
    ],
    "q": [None, 1, ["oak"], "\0", "o\0k", "o" * 1001],
    "name_gt": [None, ["oak"], 1],
    "alive_lt": [None, "maybe"],
    "height_neq": ["tall", [1, "tall"], 2**63],
    "id_gte": [None, [1], "x"],
}


def test_an_invalid_sort_is_refused(client_with_plants: TestClient) -> None:
    for sort in BAD_SORTS:
        assert_refused(get_plants(client_with_plants, sort=sort), "sort")


def test_an_invalid_filter_is_refused(client_with_plants: TestClient) -> None:
    for filter_ in [*BAD_FILTERS, *({field: value} for field in BAD_VALUES for value in BAD_VALUES[field])]:
        assert_refused(get_plants(client_with_plants, filter_=filter_), "filter")


def test_the_message_names_an_unknown_field(client: TestClient) -> None:
    fields = "id, bed_id, name, latin, height, size, planted_at, alive"
    message = f"The filter names “secret”, which is not one of {fields}."
    assert get_plants(client, filter_={"secret": "x"}).json()["message"] == message


def test_a_search_of_a_list_without_search_is_refused(client: TestClient) -> None:
    response = client.get("/labels", params={"filter": '{"q": "oak"}'})
    assert_refused(response, "filter")
    assert response.json()["message"] == "The filter searches by “q”, which this list does not support."
