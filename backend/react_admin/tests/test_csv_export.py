"""A CSV export has every row that the filter matches, in the order of the list.

It holds no connection between its pages.
"""

import csv
import json
from io import StringIO
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response

from react_admin import csv_export
from react_admin.errors import BadQuery
from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database


def get_list(client: TestClient, path: str, accept: str = "text/csv", **query: Any) -> Response:
    params = {name.removesuffix("_"): json.dumps(value) for name, value in query.items()}
    return client.get(path, params=params, headers={"Accept": accept})


def parse_csv(response: Response) -> list[list[str]]:
    assert response.status_code == 200, response.text
    text = response.content.decode()
    assert text.startswith("\ufeff")
    assert text.count("\ufeff") == 1
    return list(csv.reader(StringIO(text[1:], newline="")))


@pytest.fixture(params=[1, 2, 7, 500])
def page_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_export, "PAGE_ROWS", request.param)


@pytest.mark.usefixtures("page_size")
@pytest.mark.parametrize("sort", [["id", "ASC"], ["name", "DESC"], ["height", "ASC"], ["size", "DESC"]])
@pytest.mark.parametrize("filter_", [{}, {"q": "a"}, {"height_gte": 1}, {"height": None}, {"name": "nobody"}])
def test_an_export_has_the_rows_of_the_list_in_its_order(
    database: Database, client: TestClient, sort: list[str], filter_: dict[str, Any]
) -> None:
    with database.begin() as session:
        session.add_all(
            Plant(
                name=f"a{number % 4}",
                size=[*Size][number % 2],
                height=number % 3 or None,
                alive=bool(number % 2),
            )
            for number in range(14)
        )
    listed = get_list(client, "/plants", "application/json", sort=sort, filter_=filter_, range_=[0, 99])

    header, *rows = parse_csv(get_list(client, "/plants", sort=sort, filter_=filter_, range_=[3, 4]))

    assert header == ["id", "bed_id", "name", "latin", "height", "size", "planted_at", "alive"]
    assert [row[0] for row in rows] == [str(record["id"]) for record in listed.json()]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        *((f"{character}1+1", f"'{character}1+1") for character in "=+-@\uff1d\uff0b\uff0d\uff20"),
        ("\t=1", "'\t=1"),
        ('=HYPERLINK("http://a","b")', '\'=HYPERLINK("http://a","b")'),
        ("+49 170 1234", "'+49 170 1234"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        ("1=1", "1=1"),
        ('say "yes", or\nno', 'say "yes", or\nno'),
        ("'=1", "'=1"),
        ("ה=1", "ה=1"),
    ],
)
def test_text_that_a_spreadsheet_would_run_as_a_formula_is_escaped(
    database: Database, client: TestClient, text: str, cell: str
) -> None:
    with database.begin() as session:
        session.add(Plant(name="x", latin=text, height=-5, size=Size.small))

    [_, row] = parse_csv(get_list(client, "/plants"))

    assert row[3:5] == [cell, "-5"]


def test_values_of_less_common_column_types_are_written(client: TestClient) -> None:
    tool = {
        "weight": -1.5,
        "price": "-12345678.25",
        "bought_on": "2026-01-31",
        "grade": 9,
        "stage": "old",
        "notes": {"a": ["=1", None]},
    }
    assert client.post("/tools", json=tool).status_code == 201
    header, row = parse_csv(get_list(client, "/tools"))
    cells = dict(zip(header, row, strict=True))

    expected = {key: str(value) for key, value in tool.items()} | {
        "notes": '{"a": ["=1", null]}',
        "used_at": "",
    }
    assert {key: cells[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("accept", "is_csv"),
    [
        ("text/csv", True),
        ("TEXT/CSV; header=present", True),
        ("text/*", True),
        ("application/json;q=0.5, text/csv", True),
        ("text/csv;q=0.5, */*;q=0.1", True),
        ("*/*", False),
        ("text/csv, application/json", False),
        ("text/csv;q=0.5, */*", False),
        ("text/csv;q=0", False),
        ("text/csv;q=many", False),
        ("text/csv;q=1.5, application/json;q=0.5", False),
        ("text/html,application/xhtml+xml", False),
        ("", False),
    ],
)
def test_the_response_is_json_unless_the_client_prefers_csv(
    client: TestClient, accept: str, is_csv: bool
) -> None:
    response = get_list(client, "/plants", accept)

    assert response.headers["content-type"].startswith("text/csv") == is_csv
    assert response.headers["vary"] == "Accept"


def test_an_export_is_refused_as_the_list_is(app: Any, client: TestClient) -> None:
    for query in ({"sort": ["nothing", "ASC"]}, {"filter_": {"nothing": 1}}, {"range_": "x"}):
        response = get_list(client, "/plants", **query)
        assert (response.status_code, response.json()["code"]) == (400, BadQuery.code)
    assert get_list(TestClient(app, headers={"X-Role": "nobody"}), "/plants").status_code == 401


def test_each_page_is_a_transaction_of_its_own(
    database: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is deleted between two pages does not hide another row."""
    monkeypatch.setattr(csv_export, "PAGE_ROWS", 2)
    with database.begin() as session:
        session.add_all(Plant(id=id_, name=f"{id_}", size=Size.small) for id_ in range(1, 7))
    connections_in_use: list[int] = []
    read_page = csv_export.Export.read

    def read_and_delete(self: csv_export.Export, session: Any, *, place: csv_export.Place) -> Any:
        in_use = database.engine.pool.checkedout()  # type: ignore[attr-defined] # a QueuePool
        page = read_page(self, session, place=place)
        connections_in_use.append(in_use)
        if len(connections_in_use) == 1:
            session.execute(sa.delete(Plant).where(Plant.id == 2))
            session.commit()
        return page

    monkeypatch.setattr(csv_export.Export, "read", read_and_delete)
    rows = parse_csv(get_list(client, "/plants"))[1:]

    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert len(connections_in_use) == 3
    assert max(connections_in_use) <= 1
