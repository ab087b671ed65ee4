"""Resources without write schemas or functions: their columns say what is read, checked and stored."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from react_admin.tests.host import Database

NEW = {"code": "A", "row": None, "place": None, "dug_at": None, "sunny": True}


def test_a_record_is_created_updated_and_deleted(client: TestClient) -> None:
    created = client.post("/beds", json={"code": " A "})
    assert (created.status_code, created.json()) == (201, NEW | {"id": 1, "version": 1})

    sent = {"row": 2, "sunny": False, "dug_at": "2026-03-01T02:00:00+02:00"}
    changed = client.put("/beds/1", json=sent)
    record = NEW | {"id": 1, "version": 2, "row": 2, "sunny": False, "dug_at": "2026-03-01T00:00:00Z"}
    assert (changed.status_code, changed.json()) == (200, record)
    assert client.put("/beds/1", json=record | {"row": None}).json() == record | {"row": None, "version": 3}
    assert client.get("/beds").json() == [client.delete("/beds/1").json()]
    assert client.get("/beds/1").status_code == 404


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
        ({"key": "x"}, "key"),  # a column outside the read schema can't be written
    ],
)
def test_a_value_that_its_column_can_not_hold_is_refused(
    client: TestClient, values: dict[str, Any], field: str
) -> None:
    bed = client.post("/beds", json={"code": "A"}).json()
    for response in (client.put("/beds/1", json=values), client.post("/beds", json={"code": "B"} | values)):
        assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert client.get("/beds").json() == [bed]


def test_a_column_without_a_default_is_required(client: TestClient) -> None:
    response = client.post("/beds", json={"row": 1})
    assert (response.status_code, response.json()["errors"]) == (422, {"code": "Required."})


def test_only_fields_of_the_read_schema_can_be_filtered(client: TestClient) -> None:
    for code in "BA":
        client.post("/beds", json={"code": code})
    listed = client.get("/beds", params={"filter": '{"code_gt":"A"}', "sort": '["code","ASC"]'})
    assert [bed["code"] for bed in listed.json()] == ["B"]
    assert client.get("/beds", params={"filter": '{"key":null}'}).status_code == 400


TOOL = {
    "weight": 1.5,
    "half": 0.75,
    "price": "0.25",
    "worth": None,
    "bought_on": "2026-03-01",
    "used_at": "2026-03-01T10:00:00Z",
    "lent_at": "10:00:00",
    "lent_for": "P1DT2H",
    "grade": 9,
    "label": "",
    "step": "begun, and not even nearly done",
    "stage": "new",
    "maker": "Ann",
    "notes": {"colour": "red", "text": "\\\\u0000"},
    "changes": 1,
}


def test_less_common_column_types_are_stored_and_filtered(client: TestClient) -> None:
    created = client.post(
        "/tools", json={name: value for name, value in TOOL.items() if name != "half"}
    ).json()
    assert created == TOOL | {"id": 1}
    assert client.put("/tools/1", json=created | {"half": 9}).json() == created
    for filter_ in (
        {"weight_gt": 1.25},
        {"price_lt": "0.3"},
        {"bought_on": "2026-03-01"},
        {"bought_on_lt": "2026-03-02"},
        {"used_at": "2026-03-01T12:00:00+02:00"},
        {"used_at_lt": "2026-03-01T10:00:01Z"},
        {"lent_at_gte": "10:00:00"},
        {"lent_for": "P1DT2H"},
        {"lent_for_lt": "P2D"},
        {"label": ""},
        {"grade": 9},
        {"step": "begun, and not even nearly done"},
        {"stage": ["new", None]},
        {"stage_lt": "old"},
        {"maker": "Ann"},
        {"changes": 1},
    ):
        assert client.get("/tools", params={"filter": json.dumps(filter_)}).json() == [created], filter_


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weight", "NaN"),
        ("weight", "Infinity"),
        ("weight", True),
        ("weight", "1_0"),
        ("worth", "1e400"),
        ("bought_on", 1767225600),
        ("bought_on", "1767225600"),
        ("used_at", "2026-03-01T10:00:00"),
        ("lent_at", "10:00:00+02:00"),
        ("lent_at", 3600),
        ("lent_for", "P3000000D"),
        ("grade", 2),
        ("step", "begun"),
        ("stage", "older"),
        ("notes", {"a": "\0"}),
        ("notes", {"a": ["\ud800"]}),
        ("notes", {"a": float("nan")}),
        ("notes", {"a": json.loads("[" * 300 + "]" * 300)}),
    ],
)
def test_a_value_that_a_less_common_column_type_can_not_hold_is_refused(
    client: TestClient, field: str, value: Any
) -> None:
    # The client's own JSON encoder refuses NaN and lone surrogates.
    sent = json.dumps({field: value})
    response = client.post("/tools", content=sent, headers={"Content-Type": "application/json"})
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    if field != "notes":  # JSON columns can't be filtered.
        assert client.get("/tools", params={"filter": json.dumps({field: value})}).status_code == 400


def test_an_enum_is_ordered_by_the_values_in_the_response(client: TestClient) -> None:
    for grade in (10, 1, 9):
        client.post("/tools", json={"grade": grade})

    def grades(**query: str) -> list[int]:
        return [tool["grade"] for tool in client.get("/tools", params=query).json()]

    assert grades(sort='["grade","ASC"]') == [1, 9, 10]
    assert grades(sort='["grade","DESC"]', filter='{"grade_lt":10}') == [9, 1]


@pytest.mark.parametrize(("field", "column"), [("label", "label"), ("maker", '"made by"')])
def test_text_is_compared_by_code_point_in_any_collation(
    client: TestClient, database: Database, field: str, column: str
) -> None:
    if database.engine.dialect.name == "postgresql":
        with database.begin() as session:
            query = "SELECT max(collname) FROM pg_collation WHERE collname IN ('en-x-icu', 'C.utf8')"
            collation = session.scalar(sa.text(query))
            alter = f'ALTER TABLE "test_Tool" ALTER {column} TYPE varchar COLLATE "{collation}"'
            session.execute(sa.text(alter))
    for text in ("b", "Élan", "B", "élan", "a"):
        client.post("/tools", json={"label": text, field: text})

    def texts(filter_: str) -> list[str]:
        params = {"sort": f'["{field}","ASC"]', "filter": filter_}
        return [tool[field] for tool in client.get("/tools", params=params).json()]

    assert texts("{}") == ["B", "a", "b", "Élan", "élan"]
    assert texts(f'{{"{field}_gt":"B"}}') == ["a", "b", "Élan", "élan"]
    assert texts('{"q":"Élan"}') == ["Élan", "élan"]


def test_a_primary_key_that_the_database_does_not_generate_is_sent_by_the_client(client: TestClient) -> None:
    kind = {"id": "rake", "version": "1.0"}
    assert list(client.post("/kinds", json={"version": "1.0"}).json()["errors"]) == ["id"]
    created = client.post("/kinds", json=kind)
    assert (created.status_code, created.json(), created.headers.get("etag")) == (201, kind, None)
    changed = client.put("/kinds/rake", json=kind | {"version": "1.1"})
    assert (changed.status_code, changed.json()) == (200, kind | {"version": "1.1"})


def test_a_json_column_can_not_be_filtered_or_sorted(client: TestClient) -> None:
    for params in (
        {"filter": '{"notes":null}'},
        {"filter": '{"notes":{"a":1}}'},
        {"sort": '["notes","ASC"]'},
    ):
        assert client.get("/tools", params=params).status_code == 400
