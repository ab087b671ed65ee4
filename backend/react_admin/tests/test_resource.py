"""Declarations of resources and ids of records that the dialect can't serve are refused."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, synonym

from react_admin import Read, Resource, Write, Writers, read_schema
from react_admin.default_writers import stored_as_sent
from react_admin.tests.host import GARDENERS, Database, serving


def key(**options: Any) -> Any:
    return mapped_column(primary_key=True, **options)


class RefusedBase(DeclarativeBase):
    metadata = MetaData()


class Tenanted(RefusedBase):
    __tablename__ = "tenanted"
    tenant_id: Mapped[int] = key()
    id: Mapped[int] = key()


class Coded(RefusedBase):
    __tablename__ = "coded"
    code: Mapped[str] = key()


class Numbered(RefusedBase):
    """`id` is unique but not the primary key."""

    __tablename__ = "numbered"
    code: Mapped[str] = key()
    id: Mapped[int] = mapped_column(unique=True)


class Renamed(RefusedBase):
    __tablename__ = "renamed"
    code: Mapped[str] = mapped_column("id", primary_key=True)
    id: Mapped[str] = synonym("code")


class Computed(RefusedBase):
    __tablename__ = "computed"
    code: Mapped[str] = key()

    @property
    def id(self) -> str:
        return self.code


class Overridden(RefusedBase):
    """The mapper's primary key is not the primary key of the table."""

    __tablename__ = "overridden"
    __mapper_args__ = {"primary_key": ["id"]}  # noqa: RUF012 - SQLAlchemy's declaration
    tenant_id: Mapped[int] = key()
    id: Mapped[int] = key()


class OtherKey(RefusedBase):
    __tablename__ = "other_key"
    __mapper_args__ = {"primary_key": ["code"]}  # noqa: RUF012 - SQLAlchemy's declaration
    id: Mapped[int] = key()
    code: Mapped[str] = mapped_column(unique=True)


class Partly(RefusedBase):
    """`id` is unique only in some of the rows."""

    __tablename__ = "partly"
    __mapper_args__ = {"primary_key": ["id"]}  # noqa: RUF012 - SQLAlchemy's declaration
    __table_args__ = (Index("partly_id", "id", unique=True, sqlite_where=None, postgresql_where="code > 0"),)
    code: Mapped[int] = key()
    id: Mapped[int] = mapped_column()


class Parent(RefusedBase):
    __tablename__ = "parent"
    id: Mapped[int] = key()
    kind: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "parent"}  # noqa: RUF012 - SQLAlchemy's declaration


class Child(Parent):
    __tablename__ = "child"
    __mapper_args__ = {"polymorphic_identity": "child"}  # noqa: RUF012 - SQLAlchemy's declaration
    parent_id: Mapped[int] = mapped_column(ForeignKey(Parent.id), primary_key=True)


class Binary(RefusedBase):
    __tablename__ = "binary"
    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


@pytest.mark.parametrize(
    ("model", "message"),
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
def test_a_primary_key_that_is_not_one_column_mapped_as_id_is_refused(model: Any, message: str) -> None:
    class ById(Read):
        id: int

    declarations: list[Callable[[], object]] = [
        lambda: read_schema(model),
        lambda: Resource("things", model, ById, roles={}),
    ]
    for declare in declarations:
        with pytest.raises(TypeError) as error:
            declare()
        assert str(error.value).startswith(
            f"{message} A resource needs a key of one column that is mapped as"
        )


def test_an_id_that_can_not_be_sorted_or_is_not_in_the_read_schema_is_refused() -> None:
    class WithoutId(Read):
        pass

    for model, read in ((Binary, read_schema(Binary)), (Parent, WithoutId)):
        with pytest.raises(TypeError, match="things needs the field `id`"):
            Resource("things", model, read, roles={})


class Names(RefusedBase):
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
    ("fields", "message"),
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
def test_a_field_name_with_another_meaning_is_refused(fields: list[str], message: str) -> None:
    with pytest.raises(TypeError) as error:
        read_schema(Names, *fields)
    assert str(error.value).startswith(message)
    assert f'_ = mapped_column("{fields[-1] if fields[-1] != "height" else fields[0]}"' in str(error.value)


def test_a_field_name_with_another_meaning_in_a_custom_schema_is_refused() -> None:
    class Searched(Read):
        id: int
        q: str

    with pytest.raises(TypeError, match=r"Names\.q would replace the search"):
        Resource("names", Names, Searched, roles={})


class ServedBase(DeclarativeBase):
    metadata = MetaData()


class Plain(ServedBase):
    """Field names that only resemble reserved ones, and a string key whose column is not named `id`."""

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
    record = Plain(id=data.id, parts=[Plain(id=id_) for id_ in data.parts])
    session.add(record)
    return record


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    stored = stored_as_sent(Plain, PLAIN)
    nested = Writers(NestedCreate, create_nested, stored.update_schema, stored.update, stored.delete)
    resources = (
        Resource("plain", Plain, PLAIN, roles=GARDENERS),
        Resource("nested", Plain, PLAIN, roles=GARDENERS, writers=nested),
    )
    with serving(database, ServedBase.metadata, *resources) as client:
        yield client


def test_field_names_that_only_resemble_reserved_ones_are_allowed(client: TestClient) -> None:
    created = client.post("/plain", json={"id": "a", "read": True, "model_name": "x", "width_gt": 3}).json()
    assert created == {"id": "a", "read": True, "model_name": "x", "width_gt": 3, "query": None}
    assert client.put("/plain/a", json=created | {"read": False}).json() == created | {"read": False}
    filter_ = {"read": False, "width_gt_gt": 2, "model_name": "x", "id": ["a"]}
    for sort in ('["id","DESC"]', '["width_gt","ASC"]'):
        listed = client.get("/plain", params={"filter": json.dumps(filter_), "sort": sort})
        assert listed.json() == [created | {"read": False}]
    assert client.delete("/plain/a").status_code == 200


# "%2f" is missing: TestClient decodes paths twice, so only a real server could show that it arrives.
REACHABLE_IDS = ["a b", "?", "#", "%", "%%", "\\", "...", "é", "a\nb", "\x01", "😀" * 160, "a&b=c", ";", "~"]


@pytest.mark.parametrize("id_", REACHABLE_IDS)
def test_a_record_is_reached_at_the_address_of_its_id(client: TestClient, id_: str) -> None:
    path = f"/plain/{quote(id_, safe='')}"
    assert client.post("/plain", json={"id": id_}).status_code == 201
    assert client.get(path).json()["id"] == client.put(path, json={}).json()["id"] == id_
    assert client.delete(path).json()["id"] == id_


@pytest.mark.parametrize(
    "id_", ["", " ", ".", "..", " .. ", "a/b", "/", "../x", "a/", "a%2Fb", "\0", "x" * 2001, "é" * 400]
)
def test_an_id_that_no_address_can_contain_is_refused(
    client: TestClient, database: Database, id_: str
) -> None:
    response = client.post("/plain", json={"id": id_})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["id"])
    if "\0" not in id_:
        response = client.post("/nested", json={"id": "whole", "parts": ["part", id_.strip()]})
        assert (response.status_code, list(response.json()["errors"]["parts"]["1"])) == (422, ["id"])
        with database.begin() as session:  # Another program may store such an id.
            session.execute(insert(Plain).values(id=id_))
        assert [record["id"] for record in client.get("/plain").json()] == [id_]
        filter_ = {"filter": json.dumps({"id": [id_]})}
        assert client.put("/plain", params=filter_, json={"query": "x"}).json() == [id_]
        assert client.delete("/plain", params=filter_).json() == [id_]
    assert client.get("/plain").json() == []
