"""A scope limits the records that someone sees and changes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import Request
from fastapi.testclient import TestClient
from sqlalchemy import insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from react_admin import Resource, read_schema
from react_admin.tests.host import GARDENERS, Database, serving


class Base(DeclarativeBase):
    pass


class Letter(Base):
    __tablename__ = "test_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    urgent: Mapped[bool] = mapped_column(default=False)


def own_letters(request: Request, _: Session) -> sa.ColumnElement[bool] | None:
    """Everyone sees their own letters, and the postmaster sees all."""
    reader = request.headers["x-reader"]
    return None if reader == "postmaster" else Letter.owner == reader


LETTERS = Resource(
    "letters",
    Letter,
    read_schema(Letter, "owner", "urgent"),
    roles=GARDENERS,
    search=("owner",),
    facets=("urgent",),
    scope=own_letters,
)
ANN = {"X-Reader": "ann"}
POSTMASTER = {"X-Reader": "postmaster"}


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with serving(database, Base.metadata, LETTERS) as client:
        with database.begin() as session:
            rows = [("ann", True), ("bob", True), ("ann", False), ("bob", False), ("bob", False)]
            session.execute(insert(Letter), [{"owner": owner, "urgent": urgent} for owner, urgent in rows])
        yield client


def listed(client: TestClient, headers: dict[str, str], **params: Any) -> tuple[list[int], str]:
    query = {name: json.dumps(value) for name, value in params.items()}
    response = client.get("/letters", params=query, headers=headers)
    assert response.status_code == 200, response.text
    return [record["id"] for record in response.json()], response.headers["content-range"]


@pytest.mark.parametrize("round_", [1, 2])  # a cached statement must not show the letters of another reader
def test_a_list_shows_the_rows_within_the_scope(client: TestClient, round_: int) -> None:
    del round_
    for headers, ids in (ANN, [1, 3]), ({"X-Reader": "bob"}, [2, 4, 5]), (POSTMASTER, [1, 2, 3, 4, 5]):
        assert listed(client, headers) == (ids, f"letters 0-{len(ids) - 1}/{len(ids)}")
    assert listed(client, ANN, sort=["id", "DESC"], range=[1, 1]) == ([1], "letters 1-1/2")
    assert listed(client, ANN, filter={"urgent": True}) == ([1], "letters 0-0/1")
    assert listed(client, ANN, filter={"q": "bob"}) == ([], "letters */0")


def test_many_records_are_read_within_the_scope(client: TestClient) -> None:
    assert listed(client, ANN, filter={"id": [1, 2, 3]})[0] == [1, 3]


def test_an_export_has_the_rows_within_the_scope(client: TestClient) -> None:
    lines = client.get("/letters", headers={**ANN, "Accept": "text/csv"}).text.splitlines()
    assert lines[1:] == ["1,ann,true", "3,ann,false"]


def test_facets_count_the_rows_within_the_scope(client: TestClient) -> None:
    for headers, counts in (ANN, [1, 1]), (POSTMASTER, [2, 3]):
        [*buckets] = client.get("/letters:facets", headers=headers).json()["facets"]["urgent"]
        assert [bucket["count"] for bucket in buckets] == counts


def test_a_record_outside_the_scope_is_not_found(client: TestClient) -> None:
    assert client.get("/letters/1", headers=ANN).status_code == 200
    for method in "GET", "PUT", "DELETE":
        response = client.request(method, "/letters/4", headers=ANN, json={"urgent": True})
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert listed(client, POSTMASTER, filter={"urgent": False})[0] == [3, 4, 5]


def test_bulk_calls_change_nothing_if_a_record_is_outside_the_scope(client: TestClient) -> None:
    params = {"filter": '{"id": [1, 4]}'}
    for method in "PUT", "DELETE":
        response = client.request(method, "/letters", params=params, headers=ANN, json={"urgent": True})
        assert response.status_code == 404
        assert response.json()["errors"] == {"filter": "There is no record 4."}
    assert listed(client, POSTMASTER, filter={"urgent": False})[0] == [3, 4, 5]
    own = client.delete("/letters", params={"filter": '{"id": [1, 3]}'}, headers=ANN)
    assert own.json() == [1, 3]
