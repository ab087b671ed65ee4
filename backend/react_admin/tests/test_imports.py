"""An import creates every record of a file, or none and says what is wrong with which line."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from react_admin import Import, handle_errors, import_routes, imports, resource_router
from react_admin.import_fields import guess_columns
from react_admin.import_file import MAX_FILE, open_file
from react_admin.import_records import ImportPlan
from react_admin.import_values import Reading
from react_admin.tests.conftest import RESOURCES, Base, Bed, Plant
from react_admin.tests.host import Database, get_session, may_write, reader, role_check, writer

BERLIN = "Europe/Berlin"

IMPORTED = [
    replace(resource, imports=Import(may_write))
    for resource in RESOURCES
    if resource.name in ("plants", "beds", "tools", "kinds")
]


@pytest.fixture(scope="module")
def importing_app() -> FastAPI:
    app = FastAPI()
    handle_errors(app)
    for resource in IMPORTED:
        app.include_router(resource_router(resource, role_check, get_session, reader, writer))
    return app


@pytest.fixture
def client(importing_app: FastAPI, database: Database) -> Iterator[TestClient]:
    Base.metadata.create_all(database.engine)
    importing_app.state.database = database
    yield TestClient(importing_app, headers={"X-Role": "gardener"})
    Base.metadata.drop_all(database.engine)


def send(client: TestClient, file: str | bytes, resource: str = "plants", **query: Any) -> Response:
    parameters = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in query.items()
    }
    content = file.encode() if isinstance(file, str) else file
    return client.post(f"/{resource}:import", params=parameters, content=content)


def preview(client: TestClient, file: str | bytes, resource: str = "plants", **query: Any) -> Any:
    response = send(client, file, resource, preview=True, **query)
    assert response.status_code == 200, response.text
    return response.json()


def outcome(response: Response) -> Any:
    assert response.status_code == 202, response.text
    assert response.headers["content-type"] == "application/x-ndjson"
    *progress, last = map(json.loads, response.text.splitlines())
    assert all({*line} == {"done", "total"} for line in progress)
    return last


def names(database: Database) -> list[str]:
    with database.read() as session:
        return [*session.scalars(sa.select(Plant.name).order_by(Plant.id))]


def faults(body: Any) -> list[tuple[int, str | None, str]]:
    return [(fault["line"], fault["field"], fault["message"]) for fault in body["faults"]]


def test_every_record_is_created(database: Database, client: TestClient) -> None:
    file = 'Name,HEIGHT,planted at\r\n"Rose, ""red""\nor not",3,2026-07-01T10:00:00+02:00\r\n\r\nFern,,\r\n'

    assert outcome(send(client, file)) == {"created": 2}

    with database.read() as session:
        rows = session.execute(sa.select(Plant.name, Plant.height, Plant.planted_at).order_by(Plant.id)).all()
    assert [(*row,) for row in rows] == [
        ('Rose, "red"\nor not', 3, datetime(2026, 7, 1, 8, tzinfo=UTC)),
        ("Fern", None, None),
    ]


def test_a_preview_creates_nothing_and_shows_what_will_be(database: Database, client: TestClient) -> None:
    found = preview(client, "id;Größe;name\n7;large;Rose\n8;huge;\n", labels={"Größe": "size"})

    assert found["columns"] == [
        {"name": "id", "field": None, "read_only": True},
        {"name": "Größe", "field": "size", "read_only": False},
        {"name": "name", "field": "name", "read_only": False},
    ]
    assert found["rows"] == [
        {"line": 2, "values": {"size": "large", "name": "Rose"}},
        {"line": 3, "values": {"size": "huge"}},
    ]
    assert (found["records"], found["fault_count"], found["encoding"]) == (2, 2, "utf_8")
    assert faults(found) == [
        (3, "name", "Required."),
        (3, "size", "Choose one of 'small' or 'large'."),
    ]
    assert {"name": "size", "kind": "choice", "required": False, "values": ["small", "large"]} in found[
        "fields"
    ]
    assert names(database) == []


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("name\nKäse\n".encode(), "utf_8"),
        ("name\nKäse\n".encode("utf-8-sig"), "utf_8"),
        ("name\tlatin\nKäse\t\n".encode("utf-16"), "utf_16_le"),
        ("name\nKäse\n".encode("utf-16-be"), "utf_16_be"),
        (b"\xfe\xff" + "name\nKäse\n".encode("utf-16-be"), "utf_16_be"),
        ("name\nKäse\n".encode("cp1252"), "cp1252"),
        ("name;latin\n¿Qué día prefieres en España?;mañana\n".encode("cp1252"), "cp1252"),
        ("name;latin\nЧто будем есть?;Борщ\n".encode("cp1251"), "cp1251"),  # noqa: RUF001 - Cyrillic
    ],
)
def test_the_encoding_is_found_out(client: TestClient, body: bytes, encoding: str) -> None:
    found = preview(client, body)
    text = body.decode(encoding).removeprefix("\ufeff")

    assert (found["encoding"], found["columns"][0]["name"]) == (encoding, "name")
    assert found["rows"][0]["values"]["name"] == re.split("[\t;\n]", text.partition("\n")[2])[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_quoted_whatever_the_delimiter(client: TestClient, delimiter: str) -> None:
    found = preview(client, '"name"|"Size, or ""height"""\n"Rose"|"3"\n'.replace("|", delimiter))

    assert [column["name"] for column in found["columns"]] == ["name", 'Size, or "height"']
    assert found["rows"] == [{"line": 2, "values": {"name": "Rose"}}]


def test_another_encoding_can_be_chosen(client: TestClient) -> None:
    body = "name\nŁódź\n".encode("cp1250")

    assert preview(client, body, encoding="cp1250")["rows"][0]["values"] == {"name": "Łódź"}
    assert send(client, body, encoding="cp1").json()["code"] == "bad_query"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf\r\n\r\n", "This file is empty."),
        (b"PK\x03\x04...", "This is a workbook. Save it as CSV, or copy the cells and paste them here."),
        (b'name\nRose\n"Fern', "Line 3 can't be read: unexpected end of data."),
        (bytes(range(256)), "This is not a text file. Save it as CSV in UTF-8."),
        (b"name" + b"," * 1_000, "This file has more than 1,000 columns."),
    ],
)
def test_a_file_that_can_not_be_read_says_why(client: TestClient, body: bytes, message: str) -> None:
    response = send(client, body)

    assert (response.status_code, response.json()["code"]) == (422, "unreadable_file")
    assert response.json()["message"] == message


def test_a_file_without_records_creates_nothing(client: TestClient) -> None:
    assert preview(client, "name,latin\n")["records"] == 0
    response = send(client, "name,latin\n")
    assert (response.status_code, response.json()["code"]) == (422, "nothing_to_import")


def test_a_column_that_every_record_needs_is_missed_once(client: TestClient) -> None:
    found = preview(client, "latin\nRosa\nFilix\n")

    assert (faults(found), found["records"]) == ([(1, "name", "Required.")], 2)


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        (["name"], "has 1 fields for the 2 columns of the file"),
        (["name", "id"], "names “id”, which is not one of"),
        (["name", "name"], "names “name” twice"),
        (["name", ["latin"]], "names “['latin']”, which is not one of"),
        ("name", "is a list with a field or null for each column of the file"),
    ],
)
def test_columns_that_do_not_fit_are_refused(client: TestClient, columns: Any, problem: str) -> None:
    response = send(client, "a,b\n1,2\n", columns=json.dumps(columns))

    assert (response.status_code, response.json()["code"]) == (400, "bad_query")
    assert problem in response.json()["message"]


def test_columns_are_matched_as_the_user_says(database: Database, client: TestClient) -> None:
    assert outcome(send(client, "a,name\nRose,x\n", columns=["name", None])) == {"created": 1}
    assert names(database) == ["Rose"]


def test_values_that_every_record_has_are_not_read_from_the_file(
    database: Database, client: TestClient
) -> None:
    file = "latin,name\nRosa,x\nFilix,y\n"
    found = preview(client, file, values={"name": "Fern"})

    assert faults(found) == []
    assert "name" not in {field["name"] for field in found["fields"]}
    assert found["columns"][1] == {"name": "name", "field": None, "read_only": True}
    assert outcome(send(client, file, values={"name": "Fern"})) == {"created": 2}
    assert names(database) == ["Fern", "Fern"]

    refused = send(client, file, columns=["latin", "name"], values={"name": "Fern"})
    assert "names “name”, which is not one of" in refused.json()["message"]
    for values in ({"nowhere": 1}, ["name"]):
        response = send(client, file, values=values)
        assert (response.status_code, response.json()["code"]) == (400, "bad_query")


@pytest.mark.parametrize(
    ("cell", "zone", "instant"),
    [
        ("2026-07-01T10:00:00+02:00", "UTC", "2026-07-01T08:00:00Z"),
        ("2026-07-01 10:00", BERLIN, "2026-07-01T08:00:00Z"),
        ("1.7.2026 10:00:30", BERLIN, "2026-07-01T08:00:30Z"),
        ("01/07/2026 10:00 pm", "UTC", "2026-07-01T22:00:00Z"),
        ("2026-07-01", "America/New_York", "2026-07-01T04:00:00Z"),
        (
            "29.3.2026 02:30",
            BERLIN,
            f"This time does not exist in {BERLIN}: clocks were put forward.",
        ),
        (
            "25.10.2026 02:30",
            BERLIN,
            f"This time exists twice in {BERLIN}: write it with its offset from UTC.",
        ),
        ("31.2.2026", "UTC", "There is no such day."),
        ("1.7.2026 25:00", "UTC", "Enter a date and time."),
        ("46204", "UTC", "Enter a date and time."),
        ("tomorrow", "UTC", "Enter a date and time."),
    ],
)
def test_times_are_read_in_the_zone_of_the_user(
    client: TestClient, cell: str, zone: str, instant: str
) -> None:
    found = preview(client, f"name,planted_at\nRose,{cell}\n", zone=zone)

    values, found_faults = found["rows"][0]["values"], faults(found)
    assert instant == (found_faults[0][2] if found_faults else values["planted_at"])


def test_the_month_comes_first_only_if_the_user_says_so(client: TestClient) -> None:
    file = "name,planted_at\nRose,2/1/2026\n"

    for dates, day in (("day_first", "2026-01-02"), ("month_first", "2026-02-01")):
        found = preview(client, file, dates=dates)
        assert found["rows"][0]["values"]["planted_at"] == f"{day}T00:00:00Z"
    assert [*send(client, file, zone="Berlin").json()["errors"]] == ["zone"]


@pytest.mark.parametrize(
    ("resource", "cells", "values"),
    [
        ("beds", {"code": "a", "sunny": "Oui"}, {"sunny": True}),
        ("beds", {"code": "a", "sunny": "0"}, {"sunny": False}),
        ("beds", {"code": "a", "sunny": ""}, {}),
        ("beds", {"code": "a", "sunny": "maybe"}, "Choose yes or no."),
        ("tools", {"weight": "1,5", "price": "12.25"}, {"weight": 1.5, "price": "12.25"}),
        ("tools", {"price": "1,234"}, "Write 1234 or 1.234: this can mean both."),
        ("tools", {"price": "1 234"}, "Enter a number."),
        ("tools", {"grade": "9", "stage": "OLD"}, {"grade": 9, "stage": "old"}),
        ("tools", {"notes": '{"a": [1]}'}, {"notes": {"a": [1]}}),
        ("tools", {"notes": "[" * 10_000}, {"notes": "[" * 10_000}),
        (
            "tools",
            {"bought_on": "31.1.2026", "lent_at": "10:30"},
            {"bought_on": "2026-01-31", "lent_at": "10:30:00"},
        ),
        ("tools", {"label": "'=1+1"}, {"label": "=1+1"}),
        ("tools", {"label": "''=1+1"}, {"label": "'=1+1"}),
        ("tools", {"label": "'tis"}, {"label": "'tis"}),
    ],
)
def test_values_are_read_as_spreadsheets_write_them(
    client: TestClient, resource: str, cells: dict[str, str], values: Any
) -> None:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells.values()]

    found = preview(client, f"{','.join(cells)}\n{','.join(quoted)}\n", resource)

    if isinstance(values, str):
        assert [fault[2] for fault in faults(found)] == [values]
    else:
        assert found["rows"][0]["values"].items() >= values.items()
        assert faults(found) == []


def test_faulty_lines_are_listed_and_nothing_is_created(database: Database, client: TestClient) -> None:
    file = 'name,height\n"two\nlines",1\n,x\nRose,2,3\n'

    response = send(client, file)

    assert (response.status_code, response.json()["code"]) == (422, "faulty_file")
    assert faults(response.json()) == [
        (4, "name", "Required."),
        (4, "height", "Enter a whole number."),
        (5, None, "This line has more cells than the first one."),
    ]
    assert response.json()["message"] == "Nothing was imported: the file has 3 faults."
    assert names(database) == []


def test_faults_are_counted_beyond_those_that_are_listed(client: TestClient) -> None:
    found = preview(client, "name,height\n" + "Rose,x\n" * 1234)

    assert (len(found["faults"]), found["fault_count"]) == (100, 1234)


def test_what_the_database_refuses_is_reported_by_line(database: Database, client: TestClient) -> None:
    assert outcome(send(client, "code\nold\n", "beds")) == {"created": 1}

    last = outcome(send(client, "code,row,place\nnew,1,1\nold,,\nnew,,\nnewer,1,1\n", "beds"))

    assert (last["status"], last["code"]) == (422, "faulty_file")
    assert faults(last) == [
        (3, "code", "Another record has this already."),
        (4, "code", "Another record has this already."),
        (5, "row", "Another record has this already."),
        (5, "place", "Another record has this already."),
    ]
    with database.read() as session:
        assert [*session.scalars(sa.select(Bed.code))] == ["old"]
    dangling = outcome(send(client, "name,bed_id\nRose,99\n"))
    assert faults(dangling) == [(2, "bed_id", "This record does not exist.")]


def test_the_search_for_faults_in_the_database_ends_when_there_are_enough(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 50)
    file = "code\n" + "".join(f"{number}\n" for number in range(400))
    assert outcome(send(client, file, "beds")) == {"created": 400}

    last = outcome(send(client, file, "beds"))

    assert (len(last["faults"]), last["fault_count"]) == (100, 100)


def test_a_commit_that_fails_is_no_success(database: Database, client: TestClient) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("COMMIT", None, Exception("the disk is full"))

    sa.event.listen(database.engine, "commit", fail)
    try:
        last = outcome(send(client, "name\nRose\n"))
    finally:
        sa.event.remove(database.engine, "commit", fail)

    assert (last["status"], last["code"]) == (503, "import_failed")
    assert "created" not in last
    assert names(database) == []


def plan_of(name: str, body: bytes) -> ImportPlan:
    [resource] = [resource for resource in IMPORTED if resource.name == name]
    file = open_file(body)
    return ImportPlan(resource, file, guess_columns(resource, file.header, {}), Reading(ZoneInfo("UTC")))


def test_a_client_that_leaves_before_the_commit_has_imported_nothing(
    database: Database, client: TestClient
) -> None:
    progress = imports.Progress(total=1000)
    plan = plan_of("plants", b"name\n" + b"Rose\n" * 1000)

    async def leave() -> None:
        write = writer(Request({"type": "http", "app": client.app}))
        lines = import_routes._lines(
            lambda: write(lambda session: imports.write(session, plan, progress)), progress
        )
        assert json.loads(await anext(lines)) == {"done": 0, "total": 1000}
        await lines.aclose()
        await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})

    asyncio.run(leave())

    assert not progress.is_wanted
    assert names(database) == []


def file_of(size: int, header: str) -> bytes:
    """A file of this many bytes, in lines of 5,000."""
    body = f"{header}\n".encode() + b"Rose,%b\n" % (b"x" * 4994) * (size // 5000 - 1)
    return body + b"Rose,%b\n" % (b"x" * (size - len(body) - 6))


def test_the_largest_file_is_read_and_one_byte_more_is_refused(client: TestClient) -> None:
    largest = file_of(MAX_FILE, "name,note")

    assert preview(client, largest)["records"] == 1000
    response = send(client, largest + b"\n")
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")


def test_there_is_a_limit_to_the_records(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert imports.MAX_RECORDS == 50_000
    monkeypatch.setattr(imports, "MAX_RECORDS", 600)

    assert preview(client, "name\n" + "Rose\n" * 600)["records"] == 600
    response = send(client, "name\n" + "Rose\n" * 601)
    assert (response.status_code, response.json()["code"]) == (422, "too_many_records")


def test_only_the_role_of_the_import_may_import(client: TestClient) -> None:
    for role, status in (("reader", 403), ("nobody", 401)):
        for query in ("", "?preview=true"):
            headers = {"X-Role": role}
            response = client.post(f"/plants:import{query}", content=b"name\nRose\n", headers=headers)
            assert response.status_code == status


def test_imports_need_sessions_of_their_own() -> None:
    with pytest.raises(TypeError, match="The imports of plants need `read_of` and `write_of`"):
        resource_router(IMPORTED[0], role_check, get_session)


# Text compares wrongly with fewer digits in the year.
OLDEST = datetime(1000, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"])
    | st.sampled_from("=+-@'\"\t\r\n,;"),
    max_size=20,
)
TOOLS = st.fixed_dictionaries(
    {
        "label": TEXTS.map(str.strip),
        "weight": st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32),
        "price": st.none() | st.decimals("-99999999", "99999999", places=2).map(str),
        "bought_on": st.none() | st.dates().map(str),
        "used_at": st.none() | st.datetimes(OLDEST, timezones=st.just(UTC)).map(datetime.isoformat),
        "grade": st.none() | st.sampled_from([9, 10, 1]),
        "notes": st.none() | st.dictionaries(TEXTS, TEXTS | st.integers(-1000, 1000) | st.none(), max_size=3),
    }
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(TOOLS, min_size=1, max_size=5))
def test_an_export_that_is_imported_gives_equal_records(
    database: Database, client: TestClient, tools: list[dict[str, Any]]
) -> None:
    with database.begin() as session:
        session.execute(sa.delete(Base.metadata.tables["test_Tool"]))
    for tool in tools:
        assert client.post("/tools", json=tool).status_code == 201, tool

    first = client.get("/tools").json()
    export = client.get("/tools", headers={"Accept": "text/csv"}).content
    with database.begin() as session:
        session.execute(sa.delete(Base.metadata.tables["test_Tool"]))

    assert outcome(send(client, export, "tools")) == {"created": len(tools)}
    second = client.get("/tools").json()
    assert [tool | {"id": 0} for tool in second] == [tool | {"id": 0} for tool in first]
