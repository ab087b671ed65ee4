"""An export has every row that the filter matches, in the order of the list, as CSV or as a workbook.

It holds no connection between its pages.
"""

import csv
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from react_admin import Resource, export_table, handle_errors, resource_router, xlsx_export
from react_admin.csv_export import CsvExport
from react_admin.errors import BadQuery
from react_admin.tests.conftest import RESOURCES, Base, Bed, Plant, Size, Tool
from react_admin.tests.host import Database, get_session, role_check, writer

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def get_list(client: TestClient, path: str, accept: str = "text/csv", **query: Any) -> Response:
    params = {name.removesuffix("_"): json.dumps(value) for name, value in query.items()}
    return client.get(path, params=params, headers={"Accept": accept})


def get_workbook(client: TestClient, path: str, **query: Any) -> list[list[Any]]:
    """The rows of a workbook: numbers, booleans and texts as its XML has them, None for an empty cell."""
    response = get_list(client, path, xlsx_export.MEDIA_TYPE, **query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == xlsx_export.MEDIA_TYPE
    assert int(response.headers["content-length"]) == len(response.content)
    sheet = ElementTree.fromstring(ZipFile(BytesIO(response.content)).read("xl/worksheets/sheet1.xml"))  # noqa: S314 - ours
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = {letters(cell.attrib["r"]): value_of(cell) for cell in row.iter(f"{SHEET}c")}
        rows.append([cells.get(letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: ord(max(cells)) - 64]])
    return rows


def letters(address: str) -> str:
    return address.rstrip("0123456789")


def value_of(cell: ElementTree.Element) -> Any:
    assert cell.find(f"{SHEET}f") is None  # no formula
    text = "".join(cell.itertext())
    match cell.attrib.get("t"):
        case "inlineStr":
            return text
        case "b":
            return text == "1"
    return float(text)


def parse_csv(response: Response) -> list[list[str]]:
    assert response.status_code == 200, response.text
    text = response.content.decode()
    assert text.startswith("\ufeff")
    assert text.count("\ufeff") == 1
    return list(csv.reader(StringIO(text[1:], newline="")))


@pytest.fixture(params=[1, 2, 7, 500])
def page_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_table, "PAGE_ROWS", request.param)


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
        ("'=1", "''=1"),
        ("'-5", "'-5"),
        ("'tis", "'tis"),
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


def test_the_format_with_the_most_weight_is_sent(client: TestClient) -> None:
    for accept, kind in (
        (xlsx_export.MEDIA_TYPE, xlsx_export.MEDIA_TYPE),
        (f"text/csv;q=0.5, {xlsx_export.MEDIA_TYPE}", xlsx_export.MEDIA_TYPE),
        (f"text/csv, {xlsx_export.MEDIA_TYPE}", "text/csv; charset=utf-8"),
        ("application/*", "application/json"),
    ):
        assert get_list(client, "/plants", accept).headers["content-type"] == kind


def test_a_workbook_has_numbers_booleans_and_texts_but_no_formulas(
    database: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_table, "PAGE_ROWS", 1)
    planted = datetime(2026, 7, 1, 8, tzinfo=UTC)
    with database.begin() as session:
        session.add(Plant(name="=1+1", latin="'=1", height=-5, size=Size.small, planted_at=planted))
        session.add(Plant(name="https://example.org", latin="שושנה\n\x01", size=Size.large, alive=False))

    assert get_workbook(client, "/plants") == [
        ["id", "bed_id", "name", "latin", "height", "size", "planted_at", "alive"],
        [1, None, "=1+1", "'=1", -5, "small", "2026-07-01T08:00:00Z", True],
        [2, None, "https://example.org", "שושנה\n_x0001_", None, "large", None, False],
    ]


def test_a_number_that_excel_would_round_is_a_text(client: TestClient) -> None:
    tool = {"weight": 1e15, "price": "12345678.25"}
    assert client.post("/tools", json=tool).status_code == 201
    columns = ["weight", "price"]

    assert get_workbook(client, "/tools", columns=columns) == [columns, ["1000000000000000.0", "12345678.25"]]


def test_a_number_that_excel_does_not_know_is_a_text(client: TestClient, database: Database) -> None:
    with database.begin() as session:
        session.add(Tool(weight=float("-inf")))
    rows = get_workbook(client, "/tools", columns=["id", "weight"])
    assert rows == [["id", "weight"], [1.0, "-inf"]]


@pytest.mark.parametrize("columns", [["name", "id"], ["size"]])
def test_the_columns_are_those_that_are_asked_for_in_their_order(
    database: Database, client: TestClient, columns: list[str]
) -> None:
    with database.begin() as session:
        session.add(Plant(name="Rose", size=Size.small))
    row = [{"name": "Rose", "id": "1", "size": "small"}[name] for name in columns]

    assert parse_csv(get_list(client, "/plants", columns=columns)) == [columns, row]
    assert [
        [f"{cell:g}" if isinstance(cell, float) else cell for cell in row]
        for row in get_workbook(client, "/plants", columns=columns)
    ] == [columns, row]


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        (["secret"], "names “secret”, which is not one of id, bed_id"),
        (["bed"], "names “bed”"),
        ([1], "names “1”"),
        ([{"id": 1}], "names “{'id': 1}”"),
        ([], "is a list of names"),
        ("id", "is a list of names"),
        (["id", "id"], "names a column twice"),
    ],
)
def test_unknown_columns_are_refused(client: TestClient, columns: Any, problem: str) -> None:
    # A list in JSON has no columns to choose, but a wrong query is refused there too.
    for accept in ("text/csv", xlsx_export.MEDIA_TYPE, "application/json"):
        response = get_list(client, "/plants", accept, columns=columns)
        assert (response.status_code, response.json()["code"]) == (400, "bad_query")
        assert problem in response.json()["errors"]["columns"] or problem in response.json()["message"]


def test_the_limits_of_excel_are_explained(
    database: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (xlsx_export.MAX_ROWS, xlsx_export.MAX_TEXT) == (1_048_576, 32_767)
    monkeypatch.setattr(xlsx_export, "MAX_ROWS", 4)
    monkeypatch.setattr(xlsx_export, "MAX_TEXT", 9)
    with database.begin() as session:
        session.add_all(Plant(name="Rose", size=Size.small) for _ in range(3))
    assert len(get_workbook(client, "/plants")) == 4

    with database.begin() as session:
        session.execute(sa.update(Plant).where(Plant.id == 2).values(latin="Rosa canina"))
    long = get_list(client, "/plants", xlsx_export.MEDIA_TYPE)
    assert (long.status_code, long.json()["code"]) == (422, "cell_too_long")
    assert "row 2 has more in “latin”" in long.json()["message"]
    assert len(get_workbook(client, "/plants", columns=["id"])) == 4

    with database.begin() as session:
        session.add(Plant(name="Rose", size=Size.small))
    for filter_ in ({}, {"name_neq": "x"}):
        many = get_list(client, "/plants", xlsx_export.MEDIA_TYPE, columns=["id"], filter_=filter_)
        assert (many.status_code, many.json()["code"]) == (422, "too_many_rows")


@pytest.mark.parametrize("accept", ["text/csv", xlsx_export.MEDIA_TYPE])
def test_an_export_is_recorded_once_before_it_is_sent(database: Database, accept: str) -> None:
    """An export that can't be recorded is refused, and one that is refused is not recorded."""
    recorded: list[Any] = []

    def record(session: Session, resource: Resource, query: Mapping[str, str], records: int) -> None:
        recorded.append((resource.name, dict(query), records))
        session.add(Bed(code=f"export {len(recorded)}"))

    [plants] = [resource for resource in RESOURCES if resource.name == "plants"]
    app = FastAPI()
    handle_errors(app)
    app.include_router(resource_router(plants, role_check, get_session, None, writer, record))
    app.state.database = database
    Base.metadata.create_all(database.engine)
    with database.begin() as session:
        session.add_all(Plant(name="Rose", size=Size.small) for _ in range(3))
    client = TestClient(app, headers={"X-Role": "reader"})

    assert get_list(client, "/plants", accept, columns=["id"]).status_code == 200
    assert get_list(client, "/plants", accept, columns=["none"]).status_code == 400
    assert get_list(client, "/plants", "application/json").status_code == 200

    suffix = "csv" if accept == "text/csv" else "xlsx"
    assert recorded == [("plants", {"columns": '["id"]', "format": suffix}, 3)]
    with database.begin() as session:
        assert [*session.scalars(sa.select(Bed.code))] == ["export 1"]
        session.execute(sa.update(Bed).values(code="export 2"))
    # The code is taken.
    with pytest.raises(IntegrityError):
        get_list(client, "/plants", accept)
    Base.metadata.drop_all(database.engine)


def test_an_export_is_refused_as_the_list_is(app: Any, client: TestClient) -> None:
    for query in ({"sort": ["nothing", "ASC"]}, {"filter_": {"nothing": 1}}, {"range_": "x"}):
        response = get_list(client, "/plants", **query)
        assert (response.status_code, response.json()["code"]) == (400, BadQuery.code)
    assert get_list(TestClient(app, headers={"X-Role": "nobody"}), "/plants").status_code == 401


def test_each_page_is_a_transaction_of_its_own(
    database: Database, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is deleted between two pages does not hide another row."""
    monkeypatch.setattr(export_table, "PAGE_ROWS", 2)
    with database.begin() as session:
        session.add_all(Plant(id=id_, name=f"{id_}", size=Size.small) for id_ in range(1, 7))
    connections_in_use: list[int] = []
    read_page = CsvExport.read

    def read_and_delete(self: CsvExport, session: Any, *, place: export_table.Place) -> Any:
        in_use = database.engine.pool.checkedout()  # type: ignore[attr-defined] # a QueuePool
        page = read_page(self, session, place=place)
        connections_in_use.append(in_use)
        if len(connections_in_use) == 1:
            session.execute(sa.delete(Plant).where(Plant.id == 2))
            session.commit()
        return page

    monkeypatch.setattr(CsvExport, "read", read_and_delete)
    rows = parse_csv(get_list(client, "/plants"))[1:]

    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert len(connections_in_use) == 3
    assert max(connections_in_use) <= 1
