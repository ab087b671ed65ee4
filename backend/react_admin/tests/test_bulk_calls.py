"""Many records changed by one call: all of them, or none."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from react_admin.tests.conftest import Size


@pytest.fixture
def three(plants: TestClient) -> TestClient:
    """Plants 1 to 3, and a bed `A` in which the second grows."""
    plants.post("/beds", json={"code": "A"})
    for name, bed in (("Rose", None), ("Oak", 1), ("Aster", None)):
        assert plants.post("/plants", json={"name": name, "bed_id": bed}).status_code == 201
    return plants


def call(plants: TestClient, method: str, ids: Any, path: str = "/plants", **more: Any) -> Response:
    return plants.request(method, path, params={"filter": json.dumps({"id": ids})}, **more)


def all_of(plants: TestClient) -> list[dict[str, Any]]:
    return list(plants.get("/plants").json())


def test_all_are_changed(three: TestClient) -> None:
    answer = call(three, "PUT", [3, 1], json={"size": "large", "height": 7})
    assert (answer.status_code, answer.json()) == (200, [3, 1])
    assert [(one["size"], one["height"]) for one in all_of(three)] == [
        (Size.large, 7),
        (Size.small, None),
        (Size.large, 7),
    ]


def test_all_are_deleted(three: TestClient) -> None:
    answer = call(three, "DELETE", ["2", 1, 2])
    assert (answer.status_code, answer.json()) == (200, [2, 1])
    assert [one["id"] for one in all_of(three)] == [3]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_of_none_nothing_changes(three: TestClient, method: str) -> None:
    before = all_of(three)
    answer = call(three, method, [], json={"height": 1})
    assert (answer.status_code, answer.json(), all_of(three)) == (200, [], before)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_id_is_named_and_spares_the_others(three: TestClient, method: str) -> None:
    before = all_of(three)
    answer = call(three, method, [1, 99, 2, 44], json={"height": 1})
    assert answer.status_code == 404
    assert answer.json() == {
        "code": "unknown_ids",
        "message": "Nothing was changed: there is no record 44, 99.",
        "errors": {"filter": "There is no record 44, 99."},
    }
    assert all_of(three) == before


def test_one_that_is_refused_is_named_and_spares_the_others(three: TestClient) -> None:
    three.post("/beds", json={"code": "B"})
    answer = call(three, "DELETE", [2, 1], path="/beds")
    assert answer.status_code == 409
    assert answer.json()["message"] == ("Record 1: Other records refer to this one, so it can't be deleted.")
    assert [bed["code"] for bed in three.get("/beds").json()] == ["A", "B"]

    taken = call(three, "PUT", [1, 2], path="/beds", json={"code": "C"})
    assert (taken.status_code, taken.json()["errors"]) == (
        409,
        {"code": "Another record has this already."},
    )
    assert [bed["code"] for bed in three.get("/beds").json()] == ["A", "B"]


NO_IDS = [
    *(None, "", "{", "{}", "[1]", '{"id":1}', '{"id":["x"]}', '{"id":[0]}', '{"id":[true]}'),
    *('{"id":["1_0"]}', '{"name":"x"}', '{"id":[1],"name":"x"}'),
    json.dumps({"id": [*range(1, 1002)]}),
]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("filter_", NO_IDS)
def test_only_ids_say_which(three: TestClient, method: str, filter_: str | None) -> None:
    before = all_of(three)
    params = {} if filter_ is None else {"filter": filter_}
    answer = three.request(method, "/plants", params=params, json={"height": 1})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["filter"])
    assert all_of(three) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_who_may_not_write_changes_nothing(three: TestClient, method: str) -> None:
    before = all_of(three)
    reader = {"X-Role": "reader"}
    assert call(three, method, [1], json={"height": 1}, headers=reader).status_code == 403
    assert all_of(three) == before
