"""What the dialect can't serve is refused when a resource is declared, or when a record is created."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, synonym

from react_admin import Read, Resource, Write, Writers, read_schema
from react_admin.tests.host import GARDENERS, Database, serving
from react_admin.writers import stored_as_sent


def key(**options: Any) -> Any:
    return mapped_column(primary_key=True, **options)


class Refused(DeclarativeBase):
    metadata = MetaData()


class Tenanted(Refused):
    __tablename__ = "tenanted"
    tenant_id: Mapped[int] = key()
    id: Mapped[int] = key()


class Coded(Refused):
    __tablename__ = "coded"
    code: Mapped[str] = key()


class Numbered(Refused):
    """Its `id` is no key."""

    __tablename__ = "numbered"
    code: Mapped[str] = key()
    id: Mapped[int] = mapped_column(unique=True)


class Renamed(Refused):
    __tablename__ = "renamed"
    code: Mapped[str] = mapped_column("id", primary_key=True)
    id: Mapped[str] = synonym("code")


class Computed(Refused):
    __tablename__ = "computed"
    code: Mapped[str] = key()

    @property
    def id(self) -> str:
        return self.code


class Overridden(Refused):
    """Its mapper takes for a key what is none in its table."""

    __tablename__ = "overridden"
    __mapper_args__ = {"primary_key": ["id"]}  # noqa: RUF012 - SQLAlchemy's declaration
    tenant_id: Mapped[int] = key()
    id: Mapped[int] = key()


class OtherKey(Refused):
    __tablename__ = "other_key"
    __mapper_args__ = {"primary_key": ["code"]}  # noqa: RUF012 - SQLAlchemy's declaration
    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(unique=True)


class Partly(Refused):
    """Its `id` is unique among some of the rows."""

    __tablename__ = "partly"
    __mapper_args__ = {"primary_key": ["id"]}  # noqa: RUF012 - SQLAlchemy's declaration
    __table_args__ = (Index("partly_id", "id", unique=True, sqlite_where=None, postgresql_where="code > 0"),)
    code: Mapped[int] = key()
    id: Mapped[int] = mapped_column()


class Parent(Refused):
    __tablename__ = "parent"
    id: Mapped[int] = key()
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "parent"}  # noqa: RUF012 - SQLAlchemy's declaration


class Child(Parent):
    __tablename__ = "child"
    __mapper_args__ = {"polymorphic_identity": "child"}  # noqa: RUF012 - SQLAlchemy's declaration
    parent_id: Mapped[int] = mapped_column(ForeignKey(Parent.id), primary_key=True)


class Binary(Refused):
    __tablename__ = "binary"
    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Tenanted, "The primary key of Tenanted is (tenant_id, id)."),
        (Coded, "The primary key of Coded is (code)."),
        (Numbered, "The primary key of Numbered is (code)."),
        (Renamed, "The primary key of Renamed is (id)."),
        (Computed, "The primary key of Computed is (code)."),
        (Overridden, "Overridden.id does not name one row of overridden, whose key is (tenant_id, id)."),
        (OtherKey, "The primary key of OtherKey is (code)."),
        (Partly, "Partly.id does not name one row of partly, whose key is (code)."),
        (Child, "Child.id does not name one row of child, whose key is (parent_id)."),
    ],
)
def test_a_key_that_is_not_one_column_named_id(model: Any, said: str) -> None:
    class ById(Read):
        id: int

    declare: list[Callable[[], object]] = [
        lambda: read_schema(model),
        lambda: Resource("things", model, ById, roles={}),
    ]
    for one in declare:
        with pytest.raises(TypeError) as error:
            one()
        assert str(error.value).startswith(f"{said} A resource needs a key of one column that is mapped as")


def test_a_key_that_does_not_sort_or_is_not_read() -> None:
    class Nothing(Read):
        pass

    for model, read in ((Binary, read_schema(Binary)), (Parent, Nothing)):
        with pytest.raises(TypeError, match="things needs the field `id`"):
            Resource("things", model, read, roles={})


class Names(Refused):
    __tablename__ = "names"
    id: Mapped[int] = key()
    q: Mapped[str]
    height: Mapped[int]
    height_gt: Mapped[int]
    height_neq: Mapped[int]
    model_dump: Mapped[str]
    copy: Mapped[str]
    model_changes: Mapped[str]
    _hidden: Mapped[str]
    read: Mapped[bool]
    model_name: Mapped[str]
    width_gt: Mapped[int]
    query: Mapped[str]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (["q"], "Names.q would replace the search"),
        (["height", "height_gt"], "Names.height_gt is also the filter that compares `height`"),
        (["height_neq", "height"], "Names.height_neq is also the filter that compares `height`"),
        (["model_dump"], "Names.model_dump is a name that Pydantic's models keep"),
        (["model_changes"], "Names.model_changes is a name that Pydantic's models keep"),
        (["copy"], "Names.copy is a name that Pydantic's models keep"),
        (["_hidden"], "Names._hidden is a name that Pydantic's models keep"),
    ],
)
def test_a_field_that_would_be_taken_for_something_else(fields: list[str], said: str) -> None:
    with pytest.raises(TypeError) as error:
        read_schema(Names, *fields)
    assert str(error.value).startswith(said)
    assert f'_ = mapped_column("{fields[-1] if fields[-1] != "height" else fields[0]}"' in str(error.value)


def test_a_schema_of_ones_own_with_such_a_field() -> None:
    class Searched(Read):
        id: int
        q: str

    with pytest.raises(TypeError, match=r"Names\.q would replace the search"):
        Resource("names", Names, Searched, roles={})


class Served(DeclarativeBase):
    metadata = MetaData()


class Plain(Served):
    """Names that only look like others; a key whose column has another name; and one that is a text."""

    __tablename__ = "test_plain"
    __table_args__ = (UniqueConstraint("tenant_id", "number"),)
    id: Mapped[str] = mapped_column("code", primary_key=True)
    tenant_id: Mapped[int | None]
    number: Mapped[int | None]
    read: Mapped[bool] = mapped_column(default=False)
    model_name: Mapped[str | None]
    width_gt: Mapped[int | None]
    query: Mapped[str | None]
    plain_id: Mapped[str | None] = mapped_column(ForeignKey("test_plain.code"))

    parts: Mapped[list["Plain"]] = relationship(lazy="raise", cascade="all")


PLAIN = read_schema(Plain, "read", "model_name", "width_gt", "query")


class NestedCreate(Write):
    read = PLAIN
    id: str
    parts: list[str]


def create_nested(session: Session, data: NestedCreate) -> Plain:
    whole = Plain(id=data.id, parts=[Plain(id=id_) for id_ in data.parts])
    session.add(whole)
    return whole


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    stored = stored_as_sent(Plain, PLAIN)
    nested = Writers(NestedCreate, create_nested, stored.update_schema, stored.update, stored.delete)
    resources = (
        Resource("plain", Plain, PLAIN, roles=GARDENERS),
        Resource("nested", Plain, PLAIN, roles=GARDENERS, writers=nested),
    )
    with serving(database, Served.metadata, *resources) as client:
        yield client


def test_names_that_only_look_like_others(client: TestClient) -> None:
    made = client.post("/plain", json={"id": "a", "read": True, "model_name": "x", "width_gt": 3}).json()
    assert made == {"id": "a", "read": True, "model_name": "x", "width_gt": 3, "query": None}
    assert client.put("/plain/a", json=made | {"read": False}).json() == made | {"read": False}
    filter_ = {"read": False, "width_gt_gt": 2, "model_name": "x", "id": ["a"]}
    for sort in ('["id","DESC"]', '["width_gt","ASC"]'):
        listed = client.get("/plain", params={"filter": json.dumps(filter_), "sort": sort})
        assert listed.json() == [made | {"read": False}]
    assert client.delete("/plain/a").status_code == 200


# TestClient decodes twice, so a real server has to show that "%2f" arrives.
REACHABLE = ["a b", "?", "#", "%", "%%", "\\", "...", "é", "a\nb", "\x01", "😀" * 160, "a&b=c", ";", "~"]


@pytest.mark.parametrize("id_", REACHABLE)
def test_an_id_that_is_reached_at_its_own_address(client: TestClient, id_: str) -> None:
    path = f"/plain/{quote(id_, safe='')}"
    assert client.post("/plain", json={"id": id_}).status_code == 201
    assert client.get(path).json()["id"] == client.put(path, json={}).json()["id"] == id_
    assert client.delete(path).json()["id"] == id_


@pytest.mark.parametrize(
    "id_", ["", " ", ".", "..", " .. ", "a/b", "/", "../x", "a/", "a%2Fb", "\0", "x" * 2001, "é" * 400]
)
def test_an_id_that_could_not_be_reached(client: TestClient, database: Database, id_: str) -> None:
    response = client.post("/plain", json={"id": id_})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["id"])
    if "\0" not in id_:
        response = client.post("/nested", json={"id": "whole", "parts": ["part", id_.strip()]})
        assert (response.status_code, list(response.json()["errors"]["parts"]["1"])) == (422, ["id"])
        with database.begin() as session:  # as another program may have
            session.execute(insert(Plain).values(id=id_))
        assert [one["id"] for one in client.get("/plain").json()] == [id_]
        filter_ = {"filter": json.dumps({"id": [id_]})}
        assert client.put("/plain", params=filter_, json={"query": "x"}).json() == [id_]
        assert client.delete("/plain", params=filter_).json() == [id_]
    assert client.get("/plain").json() == []
