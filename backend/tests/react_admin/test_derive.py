"""A resource without schemas or functions of its own: what its columns say is read, checked and stored."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

NEW = {"code": "A", "row": None, "place": None, "dug_at": None, "sunny": True}


def test_it_goes_through_its_life(plants: TestClient) -> None:
    created = plants.post("/beds", json={"code": " A "})
    assert (created.status_code, created.json()) == (201, NEW | {"id": 1, "version": 1})

    sent = {"row": 2, "sunny": False, "dug_at": "2026-03-01T02:00:00+02:00"}
    changed = plants.put("/beds/1", json=sent)
    record = NEW | {"id": 1, "version": 2, "row": 2, "sunny": False, "dug_at": "2026-03-01T00:00:00Z"}
    assert (changed.status_code, changed.json()) == (200, record)
    assert plants.put("/beds/1", json=record | {"row": None}).json() == record | {"row": None, "version": 3}
    assert plants.get("/beds").json() == [plants.delete("/beds/1").json()]
    assert plants.get("/beds/1").status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": None}, "code"),
        ({"code": " "}, "code"),
        ({"code": "x" * 11}, "code"),
        ({"code": "\0"}, "code"),
        ({"code": 1}, "code"),
        ({"row": "x"}, "row"),
        ({"row": 2**31}, "row"),
        ({"place": 2**15}, "place"),
        ({"sunny": None}, "sunny"),
        ({"dug_at": "2026-03-01T00:00:00"}, "dug_at"),
        ({"colour": "red"}, "colour"),
        ({"key": "x"}, "key"),  # a column that is not read is not written
    ],
)
def test_what_a_column_can_not_hold(plants: TestClient, values: dict[str, Any], field: str) -> None:
    bed = plants.post("/beds", json={"code": "A"}).json()
    for answer in (plants.put("/beds/1", json=values), plants.post("/beds", json={"code": "B"} | values)):
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert plants.get("/beds").json() == [bed]


def test_what_has_no_default_is_needed(plants: TestClient) -> None:
    answer = plants.post("/beds", json={"row": 1})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"code": "This is needed."})


def test_it_is_filtered_by_what_is_read(plants: TestClient) -> None:
    for code in "BA":
        plants.post("/beds", json={"code": code})
    found = plants.get("/beds", params={"filter": '{"code_gt":"A"}', "sort": '["code","ASC"]'})
    assert [bed["code"] for bed in found.json()] == ["B"]
    assert plants.get("/beds", params={"filter": '{"key":null}'}).status_code == 400


def test_columns_of_other_types(plants: TestClient) -> None:
    tool = {"weight": 1.5, "bought_on": "2026-03-01", "notes": {"colour": "red"}}
    made = plants.post("/tools", json=tool).json()
    assert made == tool | {"id": 1}
    assert plants.get("/tools").json() == [made]
    for filter_ in ('{"weight_gt":1.25}', '{"bought_on":"2026-03-01"}', '{"bought_on_lt":"2026-03-02"}'):
        assert plants.get("/tools", params={"filter": filter_}).json() == [made]
    for bad in (
        {"weight": "NaN"},
        {"weight": "Infinity"},
        {"bought_on": 1767225600},
        {"bought_on": "1767225600"},
    ):
        assert plants.post("/tools", json=bad).status_code == 422


def test_json_is_not_compared(plants: TestClient) -> None:
    for params in (
        {"filter": '{"notes":null}'},
        {"filter": '{"notes":{"a":1}}'},
        {"sort": '["notes","ASC"]'},
    ):
        assert plants.get("/tools", params=params).status_code == 400
