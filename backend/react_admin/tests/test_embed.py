"""Related records read with each."""

from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def garden_of_two(client: TestClient) -> TestClient:
    """Bed 1 with two plants, and a third plant in none."""
    client.post("/beds", json={"code": "A"})
    for name, bed in (("Rose", 1), ("Oak", None), ("Aster", 1)):
        client.post("/plants", json={"name": name, "bed_id": bed})
    return client


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


def test_one_is_embedded_where_it_was_asked_for(garden_of_two: TestClient) -> None:
    bed = {key: value for key, value in garden_of_two.get("/beds/1").json().items() if key != "plants"}
    listed = garden_of_two.get("/plants", params={"embed": '["bed"]'}).json()
    assert [plant["bed"] for plant in listed] == [bed, None, bed]
    assert garden_of_two.get("/plants/1", params={"embed": '["bed"]'}).json() == listed[0]


def test_many_are_embedded_in_their_order(garden_of_two: TestClient) -> None:
    [bed] = garden_of_two.get("/beds", params={"embed": '["plants"]'}).json()
    assert names(bed["plants"]) == ["Rose", "Aster"]
    assert all("bed" not in plant for plant in bed["plants"])
    assert garden_of_two.get("/beds/1", params={"embed": '["plants"]'}).json() == bed


def test_nothing_is_embedded_by_itself(garden_of_two: TestClient) -> None:
    asked = [{}, {"embed": "[]"}]
    assert not any("bed" in garden_of_two.get("/plants/1", params=params).json() for params in asked)
    assert not any(
        "plants" in bed for params in asked for bed in garden_of_two.get("/beds", params=params).json()
    )
    written = (
        garden_of_two.put("/plants/1", json={"height": 1}),
        garden_of_two.post("/plants", json={"name": "x"}),
    )
    assert not any("bed" in response.json() for response in written)


def test_get_many_embeds_too(garden_of_two: TestClient) -> None:
    found = garden_of_two.get("/plants", params={"filter": '{"id":[1,2]}', "embed": '["bed"]'}).json()
    assert [plant["bed"] and plant["bed"]["code"] for plant in found] == ["A", None]


@pytest.mark.parametrize(
    "embed", ["", "x", "null", "{}", '"bed"', "[1]", '["plants"]', '["name"]', '["bed","x"]']
)
def test_what_can_not_be_embedded(garden_of_two: TestClient, embed: str) -> None:
    for path in ("/plants", "/plants/1"):
        response = garden_of_two.get(path, params={"embed": embed})
        assert (response.status_code, list(response.json()["errors"])) == (400, ["embed"])
