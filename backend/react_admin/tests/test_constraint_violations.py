"""Violations of database constraints become errors at the field, the same on both databases."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from react_admin.tests.conftest import Bed
from react_admin.tests.host import Database

TAKEN = "Another record has this already."
MISSING = "This record does not exist."


@pytest.fixture
def bed(client: TestClient) -> dict[str, Any]:
    """Bed 1. Bed 2 has code `B`, row 1 and place 1, and the code of bed 3 looks like part of a message."""
    bed = client.post("/beds", json={"code": "A"})
    client.post("/beds", json={"code": "B", "row": 1, "place": 1})
    client.post("/beds", json={"code": "a)=(b"})
    return dict(bed.json())


@pytest.mark.parametrize(
    ("values", "status", "errors"),
    [
        ({"code": "B"}, 409, {"code": TAKEN}),
        ({"code": "a)=(b"}, 409, {"code": TAKEN}),
        ({"row": 1, "place": 1}, 409, {"row": TAKEN, "place": TAKEN}),
    ],
)
def test_a_value_that_another_record_has_is_refused(
    client: TestClient, bed: dict[str, Any], values: dict[str, Any], status: int, errors: dict[str, str]
) -> None:
    for response in (client.put("/beds/1", json=values), client.post("/beds", json={"code": "C"} | values)):
        body = {"code": "taken", "message": TAKEN, "errors": errors}
        assert (response.status_code, response.json()) == (status, body)
    assert client.get("/beds/1").json() == bed


def test_a_taken_value_in_a_column_with_another_name_is_an_error_at_its_field(client: TestClient) -> None:
    [_, response] = [client.post("/tools", json={"maker": "Ann"}) for _ in range(2)]
    assert (response.status_code, response.json()["errors"]) == (409, {"maker": TAKEN})


@pytest.mark.parametrize("bed_id", [99, 2**40])
def test_a_reference_to_a_missing_record_is_refused(
    client: TestClient, bed: dict[str, Any], bed_id: int
) -> None:
    client.post("/plants", json={"name": "Rose", "bed_id": bed["id"]})
    for response in (
        client.post("/plants", json={"name": "Oak", "bed_id": bed_id}),
        client.put("/plants/1", json={"name": "Oak", "bed_id": bed_id}),
    ):
        assert (response.status_code, list(response.json()["errors"])) == (422, ["bed_id"])
    [plant] = client.get("/plants").json()
    assert (plant["name"], plant["bed_id"]) == ("Rose", 1)


def test_a_record_that_others_refer_to_is_not_deleted(client: TestClient, bed: dict[str, Any]) -> None:
    client.post("/plants", json={"name": "Rose", "bed_id": bed["id"]})
    response = client.delete("/beds/1")
    sentence = "Other records refer to this one, so it can't be deleted."
    assert response.status_code == 409
    assert response.json() == {
        "code": "in_use",
        "message": sentence,
        "errors": {"root": {"serverError": sentence}},
    }
    assert client.get("/beds/1").json() == bed


@pytest.mark.parametrize(
    ("values", "error"),
    [
        # The table has these limits, and the schema does not.
        ({"latin": "x" * 51}, {"latin": "This is too long: at most 50 characters."}),
        ({"height": 2**31}, {"height": "This is out of range."}),
        ({"height": -(2**31) - 1}, {"height": "This is out of range."}),
    ],
)
def test_a_value_that_is_too_large_for_its_column_is_refused(
    client: TestClient, values: dict[str, Any], error: dict[str, str]
) -> None:
    client.post("/plants", json={"name": "Rose", "latin": "x" * 50, "height": 2**31 - 1})
    for response in (
        client.post("/plants", json={"name": "Oak"} | values),
        client.put("/plants/1", json=values),
    ):
        assert (response.status_code, response.json()["errors"]) == (422, error)
    assert [plant["name"] for plant in client.get("/plants").json()] == ["Rose"]


def test_a_missing_value_that_the_table_requires_is_an_error_at_its_field(
    client: TestClient, database: Database
) -> None:
    """The create function leaves it out, and the schema does not require it."""
    response = client.post("/sheds", json={})
    assert (response.status_code, response.json()["errors"]) == (422, {"code": "Required."})
    with database.begin() as session:
        assert session.query(Bed).count() == 0
