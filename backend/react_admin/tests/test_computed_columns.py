"""Computed columns as fields: a subquery in a column_property, and hybrids with an expression."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, insert
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column

from react_admin import Read, Resource, read_schema
from react_admin.tests.host import GARDENERS, Database, serving


class Base(DeclarativeBase):
    pass


class Fill(StrEnum):
    empty = "empty"
    some = "some"


class Shelf(Base):
    __tablename__ = "test_shelf"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    width: Mapped[int]
    depth: Mapped[int | None]

    @hybrid_property
    def area(self) -> int | None:
        return self.depth and self.width * self.depth

    @area.inplace.expression
    @classmethod
    def _area(cls) -> sa.ColumnElement[Any]:
        return cls.width * cls.depth

    @hybrid_property
    def is_wide(self) -> bool:
        return self.width > 10

    @hybrid_property
    def spoken(self) -> str:
        """A property of objects only: it has no SQL."""
        return f"{self.name.upper()}, {self.width:04}"


class Jar(Base):
    __tablename__ = "test_jar"

    id: Mapped[int] = mapped_column(primary_key=True)
    shelf_id: Mapped[int] = mapped_column(ForeignKey(Shelf.id))


of_shelf = sa.select(sa.func.count(Jar.id)).where(Jar.shelf_id == Shelf.id).correlate_except(Jar)
Shelf.jars = column_property(of_shelf.scalar_subquery())
Shelf.fill = column_property(
    sa.case(
        (of_shelf.scalar_subquery() == 0, sa.literal(Fill.empty, sa.Enum(Fill, native_enum=False))),
        else_=sa.literal(Fill.some, sa.Enum(Fill, native_enum=False)),
    )
)


class ShelfRead(Read):
    id: int
    name: str
    width: int
    jars: int
    fill: Fill
    area: int | None
    is_wide: bool


SHELVES = Resource("shelves", Shelf, ShelfRead, roles=GARDENERS, search=("name",), facets=("fill", "is_wide"))
DERIVED = Resource("derived", Shelf, read_schema(Shelf, "name", "width", "jars", "area"), roles=GARDENERS)
SPOKEN = Resource("spoken", Shelf, read_schema(Shelf, "name"), roles=GARDENERS)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with serving(database, Base.metadata, SHELVES, DERIVED, SPOKEN) as client:
        with database.begin() as session:
            shelves = [("a", 5, None), ("b", 20, 2), ("c", 11, 3), ("d", 4, 9)]
            rows = [{"name": name, "width": width, "depth": depth} for name, width, depth in shelves]
            session.execute(insert(Shelf), rows)
            session.execute(insert(Jar), [{"shelf_id": id_} for id_ in (2, 2, 2, 3, 4, 4)])
        yield client


def names(client: TestClient, path: str = "/shelves", **params: Any) -> list[str]:
    response = client.get(path, params={name: json.dumps(value) for name, value in params.items()})
    assert response.status_code == 200, response.text
    return [record["name"] for record in response.json()]


def test_computed_columns_are_read(client: TestClient) -> None:
    record = {"id": 2, "name": "b", "width": 20, "jars": 3, "fill": "some", "area": 40, "is_wide": True}
    assert client.get("/shelves").json()[1] == record
    assert client.get("/shelves/2").json() == record
    assert client.get("/derived/2").json() == {"id": 2, "name": "b", "width": 20, "jars": 3, "area": 40}


@pytest.mark.parametrize("path", ["/shelves", "/derived"])
def test_lists_are_sorted_by_them(client: TestClient, path: str) -> None:
    assert names(client, path, sort=["jars", "DESC"]) == ["b", "d", "c", "a"]
    assert names(client, path, sort=["area", "ASC"]) == ["c", "d", "b", "a"]
    assert names(client, path, sort=["area", "DESC"], range=[1, 2]) == ["b", "d"]


def test_lists_are_filtered_by_them(client: TestClient) -> None:
    assert names(client, filter={"jars_gte": 2}) == ["b", "d"]
    assert names(client, filter={"jars": [0, 1]}, sort=["jars", "DESC"]) == ["c", "a"]
    assert names(client, filter={"fill": "empty"}) == ["a"]
    assert names(client, filter={"area": None}) == ["a"]
    assert names(client, filter={"area_gt": 35, "is_wide": False}) == ["d"]
    assert names(client, filter={"q": "c", "jars": 1}) == ["c"]


def test_they_are_exported(client: TestClient) -> None:
    params = {"sort": '["jars","DESC"]', "filter": '{"is_wide": true}'}
    lines = client.get("/shelves", params=params, headers={"Accept": "text/csv"}).text.splitlines()
    assert lines == [
        "\ufeffid,name,width,jars,fill,area,is_wide",
        "2,b,20,3,some,40,true",
        "3,c,11,1,some,33,true",
    ]


def test_they_are_facets(client: TestClient) -> None:
    facets = client.get("/shelves:facets", params={"filter": '{"jars_lt": 3}'}).json()["facets"]
    assert [(each["value"], each["count"]) for each in facets["fill"]] == [("empty", 1), ("some", 2)]
    assert [(each["value"], each["count"]) for each in facets["is_wide"]] == [(True, 1), (False, 2)]


def test_they_are_not_written(client: TestClient) -> None:
    created = client.post("/derived", json={"name": "e", "width": 2, "area": 99, "jars": 7})
    assert created.status_code == 201
    assert (created.json()["jars"], created.json()["area"]) == (0, None)
    changed = client.put("/derived/2", json={"width": 3, "area": 99})
    assert changed.json() == {"id": 2, "name": "b", "width": 3, "jars": 3, "area": 6}
