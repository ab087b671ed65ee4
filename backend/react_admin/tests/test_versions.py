"""An edit of what someone else has saved meanwhile is refused, and told what it is now."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import AsyncClient, Response

from tests.at_once import at_once

SENTENCE = "Someone else has changed this since you opened it. Nothing was saved."


@pytest.fixture
def bed(plants: TestClient) -> dict[str, Any]:
    """Bed 1, at version 2."""
    plants.post("/beds", json={"code": "A"})
    return dict(plants.put("/beds/1", json={"row": 5}).json())


def test_the_version_is_the_etag(plants: TestClient, bed: dict[str, Any]) -> None:
    assert bed["version"] == 2
    answers = [
        plants.get("/beds/1"),
        plants.put("/beds/1", json={"row": 6}),
        plants.post("/beds", json={"code": "B"}),
    ]
    assert [answer.headers["etag"] for answer in answers] == ['"2"', '"3"', '"1"']
    assert [answer.json()["version"] for answer in answers] == [2, 3, 1]
    assert "etag" not in plants.post("/plants", json={"name": "Rose"}).headers


@pytest.mark.parametrize("if_match", ['"2"', 'W/"2"', '"1", "2"', 'W/"9" , W/"2"', "*", ' "2" '])
def test_a_save_on_the_current_version(plants: TestClient, bed: dict[str, Any], if_match: str) -> None:
    answer = plants.put("/beds/1", json={"place": 1}, headers={"If-Match": if_match})
    assert (answer.status_code, answer.json()) == (200, bed | {"place": 1, "version": 3})


@pytest.mark.parametrize(
    "if_match", ['"1"', '"3"', 'W/"1"', '"1", "3"', "2", '"02"', '""', "", "x", 'x "2"', '"2" "3"', '"2",']
)
def test_a_stale_save_is_told_the_current_record(
    plants: TestClient, bed: dict[str, Any], if_match: str
) -> None:
    for answer in (
        plants.put("/beds/1", json={"place": 1}, headers={"If-Match": if_match}),
        plants.delete("/beds/1", headers={"If-Match": if_match}),
    ):
        assert answer.status_code == 412
        assert answer.json() == {
            "code": "stale",
            "message": SENTENCE,
            "errors": {"root": {"serverError": SENTENCE}},
            "current": bed,
        }
    assert plants.get("/beds/1").json() == bed


def test_without_if_match_the_version_in_the_body_counts(plants: TestClient, bed: dict[str, Any]) -> None:
    stale = plants.put("/beds/1", json=bed | {"version": 1, "row": 9})
    assert (stale.status_code, stale.json()["current"]) == (412, bed)
    assert plants.put("/beds/1", json=bed | {"row": 9}).json() == bed | {"row": 9, "version": 3}
    # If-Match goes before it.
    sent = bed | {"row": 10}
    assert plants.put("/beds/1", json=sent, headers={"If-Match": '"3"'}).json()["version"] == 4
    assert plants.put("/beds/1", json=sent | {"version": 4}, headers={"If-Match": '"3"'}).status_code == 412


def test_without_either_the_last_write_wins(plants: TestClient, bed: dict[str, Any]) -> None:
    assert plants.put("/beds/1", json={"row": 9}).json() == bed | {"row": 9, "version": 3}
    assert plants.put("/beds/1", json={"version": None, "row": 8}).json() == bed | {"row": 8, "version": 4}


def test_a_version_that_is_none_is_refused(plants: TestClient, bed: dict[str, Any]) -> None:
    answer = plants.put("/beds/1", json=bed | {"version": "new"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["version"])


@pytest.mark.usefixtures("bed")
def test_each_of_many_is_compared(plants: TestClient) -> None:
    plants.post("/beds", json={"code": "B"})
    params = {"filter": json.dumps({"id": [1, 2]})}
    answer = plants.put("/beds", params=params, json={"sunny": False, "version": 2})
    assert (answer.status_code, answer.json()["current"]["id"]) == (412, 2)
    assert answer.json()["message"] == f"Record 2: {SENTENCE}"
    assert [one["sunny"] for one in plants.get("/beds").json()] == [True, True]


def test_a_record_without_a_version_matches_nothing_but_the_star(plants: TestClient) -> None:
    plants.post("/plants", json={"name": "Rose"})
    statuses = [
        plants.put("/plants/1", json={"height": 1}, headers={"If-Match": value}).status_code
        for value in ('"1"', '""', '"None"', "*")
    ]
    assert statuses == [412, 412, 412, 200]
    assert plants.put("/plants/1", json={"version": 1}).status_code == 422


@pytest.mark.usefixtures("bed")
def test_of_many_saves_at_once_one_is_kept(garden: FastAPI, plants: TestClient) -> None:
    async def save(caller: AsyncClient, number: int) -> Response:
        headers = {"X-Role": "gardener", "If-Match": '"2"'}
        return await caller.put("/beds/1", json={"row": number}, headers=headers)

    assert sorted(at_once(garden, 8, save)) == [200] + [412] * 7
    assert plants.get("/beds/1").json()["version"] == 3
