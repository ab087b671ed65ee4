"""The `embed` parameter: related records within each record."""

from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def client_with_plants(client: TestClient) -> TestClient:
    """A client, with bed 1 that contains two plants, and a third plant without a bed."""
    client.post("/beds", json={"code": "A"})
    for name, bed in (("Rose", 1), ("Oak", None), ("Aster", 1)):
        client.post("/plants", json={"name": name, "bed_id": bed})
    return client


def names(records: list[dict[str, Any]]) -> list[str]:
    return [record["name"] for record in records]


def test_a_single_related_record_is_embedded_on_request(client_with_plants: TestClient) -> None:
    bed = {key: value for key, value in client_with_plants.get("/beds/1").json().items() if key != "plants"}
    listed = client_with_plants.get("/plants", params={"embed": '["bed"]'}).json()
    assert [plant["bed"] for plant in listed] == [bed, None, bed]
    assert client_with_plants.get("/plants/1", params={"embed": '["bed"]'}).json() == listed[0]


def test_a_list_of_related_records_is_embedded_in_the_declared_order(client_with_plants: TestClient) -> None:
    [bed] = client_with_plants.get("/beds", params={"embed": '["plants"]'}).json()
    assert names(bed["plants"]) == ["Rose", "Aster"]
    assert all("bed" not in plant for plant in bed["plants"])
    assert client_with_plants.get("/beds/1", params={"embed": '["plants"]'}).json() == bed


def test_nothing_is_embedded_without_a_request(client_with_plants: TestClient) -> None:
    without_names = [{}, {"embed": "[]"}]
    assert not any(
        "bed" in client_with_plants.get("/plants/1", params=params).json() for params in without_names
    )
    assert not any(
        "plants" in bed
        for params in without_names
        for bed in client_with_plants.get("/beds", params=params).json()
    )
    written = (
        client_with_plants.put("/plants/1", json={"height": 1}),
        client_with_plants.post("/plants", json={"name": "x"}),
    )
    assert not any("bed" in response.json() for response in written)


def test_a_request_for_ids_embeds_related_records(client_with_plants: TestClient) -> None:
    listed = client_with_plants.get("/plants", params={"filter": '{"id":[1,2]}', "embed": '["bed"]'}).json()
    assert [plant["bed"] and plant["bed"]["code"] for plant in listed] == ["A", None]


@pytest.mark.parametrize(
    "embed", ["", "x", "null", "{}", '"bed"', "[1]", '["plants"]', '["name"]', '["bed","x"]']
)
def test_a_name_that_can_not_be_embedded_is_refused(client_with_plants: TestClient, embed: str) -> None:
    for path in ("/plants", "/plants/1"):
        response = client_with_plants.get(path, params={"embed": embed})
        assert (response.status_code, list(response.json()["errors"])) == (400, ["embed"])
