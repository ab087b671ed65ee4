"""Bulk calls change all of the records that they name, or none."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from react_admin.tests.conftest import Size


@pytest.fixture
def client_with_plants(client: TestClient) -> TestClient:
    """A client, with plants 1 to 3 and a bed `A` that contains the second."""
    client.post("/beds", json={"code": "A"})
    for name, bed in (("Rose", None), ("Oak", 1), ("Aster", None)):
        assert client.post("/plants", json={"name": name, "bed_id": bed}).status_code == 201
    return client


def bulk_call(client: TestClient, method: str, ids: Any, path: str = "/plants", **options: Any) -> Response:
    return client.request(method, path, params={"filter": json.dumps({"id": ids})}, **options)


def list_plants(client: TestClient) -> list[dict[str, Any]]:
    return list(client.get("/plants").json())


def test_a_bulk_edit_changes_every_named_record(client_with_plants: TestClient) -> None:
    response = bulk_call(client_with_plants, "PUT", [3, 1], json={"size": "large", "height": 7})
    assert (response.status_code, response.json()) == (200, [3, 1])
    assert [(plant["size"], plant["height"]) for plant in list_plants(client_with_plants)] == [
        (Size.large, 7),
        (Size.small, None),
        (Size.large, 7),
    ]


def test_a_bulk_delete_removes_every_named_record(client_with_plants: TestClient) -> None:
    response = bulk_call(client_with_plants, "DELETE", ["2", 1, 2])
    assert (response.status_code, response.json()) == (200, [2, 1])
    assert [plant["id"] for plant in list_plants(client_with_plants)] == [3]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_empty_list_of_ids_changes_nothing(client_with_plants: TestClient, method: str) -> None:
    before = list_plants(client_with_plants)
    response = bulk_call(client_with_plants, method, [], json={"height": 1})
    assert (response.status_code, response.json(), list_plants(client_with_plants)) == (200, [], before)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_id_is_named_and_nothing_changes(client_with_plants: TestClient, method: str) -> None:
    before = list_plants(client_with_plants)
    response = bulk_call(client_with_plants, method, [1, 99, 2, 44], json={"height": 1})
    assert response.status_code == 404
    assert response.json() == {
        "code": "unknown_ids",
        "message": "Nothing was changed: there is no record 44, 99.",
        "errors": {"filter": "There is no record 44, 99."},
    }
    assert list_plants(client_with_plants) == before


def test_a_refused_record_is_named_and_nothing_changes(client_with_plants: TestClient) -> None:
    client_with_plants.post("/beds", json={"code": "B"})
    response = bulk_call(client_with_plants, "DELETE", [2, 1], path="/beds")
    assert response.status_code == 409
    assert response.json()["message"] == (
        "Record 1 (“A”): Other records refer to this one, so it can't be deleted."
    )
    assert [bed["code"] for bed in client_with_plants.get("/beds").json()] == ["A", "B"]

    taken = bulk_call(client_with_plants, "PUT", [1, 2], path="/beds", json={"code": "C"})
    assert (taken.status_code, taken.json()["errors"]) == (
        409,
        {"code": "Another record has this already."},
    )
    assert [bed["code"] for bed in client_with_plants.get("/beds").json()] == ["A", "B"]


INVALID_FILTERS = [
    *(None, "", "{", "{}", "[1]", '{"id":1}', '{"id":["x"]}', '{"id":[0]}', '{"id":[true]}'),
    *('{"id":["1_0"]}', '{"name":"x"}', '{"id":[1],"name":"x"}'),
    json.dumps({"id": [*range(1, 1002)]}),
]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("filter_", INVALID_FILTERS)
def test_a_bulk_call_takes_only_a_list_of_ids(
    client_with_plants: TestClient, method: str, filter_: str | None
) -> None:
    before = list_plants(client_with_plants)
    params = {} if filter_ is None else {"filter": filter_}
    response = client_with_plants.request(method, "/plants", params=params, json={"height": 1})
    assert (response.status_code, list(response.json()["errors"])) == (400, ["filter"])
    assert list_plants(client_with_plants) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_reader_can_not_make_bulk_calls(client_with_plants: TestClient, method: str) -> None:
    before = list_plants(client_with_plants)
    reader = {"X-Role": "reader"}
    assert bulk_call(client_with_plants, method, [1], json={"height": 1}, headers=reader).status_code == 403
    assert list_plants(client_with_plants) == before
