"""Columns may have the names that statements of lists use as labels, and ids may be texts."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import MetaData, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from react_admin import Resource, export_table, read_schema
from react_admin.tests.host import GARDENERS, Database, serving


class Base(DeclarativeBase):
    metadata = MetaData()


class Label(Base):
    """Its columns are named like the labels of totals and keys. Its ids sort differently in most locales."""

    __tablename__ = "test_label"

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    total: Mapped[int]
    total_: Mapped[int] = mapped_column("_total")
    key_0: Mapped[int]
    key_: Mapped[int] = mapped_column("_key_0")


# A collation that sorts "a" before "B". Servers that were built without ICU lack it.
ICU = '"und-x-icu"'
HAS_ICU = "SELECT count(*) FROM pg_collation WHERE collname = 'und-x-icu'"

FIELDS = ("total", "total_", "key_0", "key_")
IDS = ["B", "a", "C", "b", "_", "Z"]


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    labels = Resource("labels", Label, read_schema(Label, *FIELDS), roles=GARDENERS)
    with serving(database, Base.metadata, labels) as client:
        with database.begin() as session:
            if database.engine.dialect.name == "postgresql" and session.scalar(text(HAS_ICU)):
                session.execute(text(f"ALTER TABLE test_label ALTER id TYPE text COLLATE {ICU}"))
            session.add_all(
                Label(id=id_, total=70 + n, total_=700 + n, key_0=n % 2, key_=-n) for n, id_ in enumerate(IDS)
            )
        yield client


@pytest.mark.parametrize("filter_", ["{}", '{"total_gt":0}', '{"total":[70,71,72,73,74,75]}'])
@pytest.mark.parametrize("field", FIELDS)
def test_the_total_is_the_number_of_rows(client: TestClient, field: str, filter_: str) -> None:
    response = client.get(
        "/labels", params={"sort": f'["{field}","ASC"]', "filter": filter_, "range": "[0,9]"}
    )

    assert response.status_code == 200
    assert response.headers["content-range"] == "labels 0-5/6"
    assert [
        record["total"] - 70 for record in sorted(response.json(), key=lambda record: record["total_"])
    ] == [*range(6)]


@pytest.mark.parametrize("field", ["id", *FIELDS])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_an_export_has_the_order_of_the_list(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, field: str, direction: str
) -> None:
    monkeypatch.setattr(export_table, "PAGE_ROWS", 2)
    params = {"sort": f'["{field}","{direction}"]'}

    listed = [record["id"] for record in client.get("/labels", params=params).json()]
    export = client.get("/labels", params=params, headers={"Accept": "text/csv"}).text.splitlines()[1:]

    assert [line.split(",")[0].strip("'") for line in export] == listed
    assert sorted(listed) == sorted(IDS)
    if field == "id":
        assert listed == sorted(IDS, reverse=direction == "DESC")
