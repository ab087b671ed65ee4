"""What the database refuses, at its field, the same on both."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from react_admin.tests.conftest import Bed
from react_admin.tests.host import Database

TAKEN = "Another record has this already."
MISSING = "This record does not exist."


@pytest.fixture
def bed(client: TestClient) -> dict[str, Any]:
    """Bed 1; a bed 2 whose code is `B` and place the first of row 1; and a bed with an odd code."""
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
def test_what_another_has(
    client: TestClient, bed: dict[str, Any], values: dict[str, Any], status: int, errors: dict[str, str]
) -> None:
    for response in (client.put("/beds/1", json=values), client.post("/beds", json={"code": "C"} | values)):
        body = {"code": "taken", "message": TAKEN, "errors": errors}
        assert (response.status_code, response.json()) == (status, body)
    assert client.get("/beds/1").json() == bed


def test_what_another_has_in_a_column_of_another_name(client: TestClient) -> None:
    [_, response] = [client.post("/tools", json={"maker": "Ann"}) for _ in range(2)]
    assert (response.status_code, response.json()["errors"]) == (409, {"maker": TAKEN})


@pytest.mark.parametrize("bed_id", [99, 2**40])
def test_a_reference_to_nothing(client: TestClient, bed: dict[str, Any], bed_id: int) -> None:
    client.post("/plants", json={"name": "Rose", "bed_id": bed["id"]})
    for response in (
        client.post("/plants", json={"name": "Oak", "bed_id": bed_id}),
        client.put("/plants/1", json={"name": "Oak", "bed_id": bed_id}),
    ):
        assert (response.status_code, list(response.json()["errors"])) == (422, ["bed_id"])
    [plant] = client.get("/plants").json()
    assert (plant["name"], plant["bed_id"]) == ("Rose", 1)


def test_what_others_refer_to(client: TestClient, bed: dict[str, Any]) -> None:
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
        # The schema of a plant says neither; the table does.
        ({"latin": "x" * 51}, {"latin": "This is too long: at most 50 characters."}),
        ({"height": 2**31}, {"height": "This is out of range."}),
        ({"height": -(2**31) - 1}, {"height": "This is out of range."}),
    ],
)
def test_what_is_too_large(client: TestClient, values: dict[str, Any], error: dict[str, str]) -> None:
    client.post("/plants", json={"name": "Rose", "latin": "x" * 50, "height": 2**31 - 1})
    for response in (
        client.post("/plants", json={"name": "Oak"} | values),
        client.put("/plants/1", json=values),
    ):
        assert (response.status_code, response.json()["errors"]) == (422, error)
    assert [plant["name"] for plant in client.get("/plants").json()] == ["Rose"]


def test_a_null_where_none_may_be(client: TestClient, database: Database) -> None:
    """A domain's function may forget what the schema does not ask for."""
    response = client.post("/sheds", json={})
    assert (response.status_code, response.json()["errors"]) == (422, {"code": "Required."})
    with database.begin() as session:
        assert session.query(Bed).count() == 0
