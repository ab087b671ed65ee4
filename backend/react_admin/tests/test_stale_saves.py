"""Stale saves: an edit is refused, with the current record, if someone else has saved it in the meantime."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import AsyncClient, Response

from tests.at_once import at_once

STALE = "Someone else has changed this since you opened it. Nothing was saved."


@pytest.fixture
def bed(client: TestClient) -> dict[str, Any]:
    """Bed 1, which is at version 2."""
    client.post("/beds", json={"code": "A"})
    return dict(client.put("/beds/1", json={"row": 5}).json())


def test_the_version_is_the_etag(client: TestClient, bed: dict[str, Any]) -> None:
    assert bed["version"] == 2
    responses = [
        client.get("/beds/1"),
        client.put("/beds/1", json={"row": 6}),
        client.post("/beds", json={"code": "B"}),
    ]
    assert [response.headers["etag"] for response in responses] == ['"2"', '"3"', '"1"']
    assert [response.json()["version"] for response in responses] == [2, 3, 1]
    assert "etag" not in client.post("/plants", json={"name": "Rose"}).headers


@pytest.mark.parametrize("if_match", ['"2"', 'W/"2"', '"1", "2"', 'W/"9" , W/"2"', "*", ' "2" '])
def test_a_save_of_the_current_version_is_accepted(
    client: TestClient, bed: dict[str, Any], if_match: str
) -> None:
    response = client.put("/beds/1", json={"place": 1}, headers={"If-Match": if_match})
    assert (response.status_code, response.json()) == (200, bed | {"place": 1, "version": 3})


@pytest.mark.parametrize(
    "if_match", ['"1"', '"3"', 'W/"1"', '"1", "3"', "2", '"02"', '""', "", "x", 'x "2"', '"2" "3"', '"2",']
)
def test_a_stale_save_is_refused_with_the_current_record(
    client: TestClient, bed: dict[str, Any], if_match: str
) -> None:
    for response in (
        client.put("/beds/1", json={"place": 1}, headers={"If-Match": if_match}),
        client.delete("/beds/1", headers={"If-Match": if_match}),
    ):
        assert response.status_code == 412
        assert response.json() == {
            "code": "stale",
            "message": STALE,
            "errors": {"root": {"serverError": STALE}},
            "current": bed,
        }
    assert client.get("/beds/1").json() == bed


def test_without_if_match_the_version_in_the_body_is_compared(
    client: TestClient, bed: dict[str, Any]
) -> None:
    stale = client.put("/beds/1", json=bed | {"version": 1, "row": 9})
    assert (stale.status_code, stale.json()["current"]) == (412, bed)
    assert client.put("/beds/1", json=bed | {"row": 9}).json() == bed | {"row": 9, "version": 3}
    # If-Match takes precedence.
    sent = bed | {"row": 10}
    assert client.put("/beds/1", json=sent, headers={"If-Match": '"3"'}).json()["version"] == 4
    assert client.put("/beds/1", json=sent | {"version": 4}, headers={"If-Match": '"3"'}).status_code == 412


def test_without_a_version_the_last_write_wins(client: TestClient, bed: dict[str, Any]) -> None:
    assert client.put("/beds/1", json={"row": 9}).json() == bed | {"row": 9, "version": 3}
    assert client.put("/beds/1", json={"version": None, "row": 8}).json() == bed | {"row": 8, "version": 4}


def test_a_version_that_is_not_a_number_is_refused(client: TestClient, bed: dict[str, Any]) -> None:
    response = client.put("/beds/1", json=bed | {"version": "new"})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["version"])


@pytest.mark.usefixtures("bed")
def test_a_bulk_edit_compares_the_version_of_each_record(client: TestClient) -> None:
    client.post("/beds", json={"code": "B"})
    params = {"filter": json.dumps({"id": [1, 2]})}
    response = client.put("/beds", params=params, json={"sunny": False, "version": 2})
    assert (response.status_code, response.json()["current"]["id"]) == (412, 2)
    assert response.json()["message"] == f"Record 2 (“B”): {STALE}"
    assert [bed["sunny"] for bed in client.get("/beds").json()] == [True, True]


def test_a_record_without_a_version_matches_only_the_asterisk(client: TestClient) -> None:
    client.post("/plants", json={"name": "Rose"})
    statuses = [
        client.put("/plants/1", json={"height": 1}, headers={"If-Match": value}).status_code
        for value in ('"1"', '""', '"None"', "*")
    ]
    assert statuses == [412, 412, 412, 200]
    assert client.put("/plants/1", json={"version": 1}).status_code == 422


@pytest.mark.usefixtures("bed")
def test_only_one_of_many_concurrent_saves_is_accepted(app: FastAPI, client: TestClient) -> None:
    async def save(browser: AsyncClient, number: int) -> Response:
        headers = {"X-Role": "gardener", "If-Match": '"2"'}
        return await browser.put("/beds/1", json={"row": number}, headers=headers)

    assert sorted(at_once(app, 8, save)) == [200] + [412] * 7
    assert client.get("/beds/1").json()["version"] == 3
