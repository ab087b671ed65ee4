"""Polymorphic models: the discriminator is written when a record is created, and never changes."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, MetaData, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from react_admin import Resource, read_schema
from react_admin.tests.host import GARDENERS, Database, serving


class Base(DeclarativeBase):
    metadata = MetaData()


class Form(StrEnum):
    shape = "shape"
    circle = "circle"
    square = "square"
    lost = "lost"


class Shape(Base):
    """Single-table inheritance, with an enum as the discriminator."""

    __tablename__ = "test_shape"
    __mapper_args__ = {"polymorphic_on": "form", "polymorphic_identity": Form.shape}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[Form | None]
    label: Mapped[str | None]


class Circle(Shape):
    __mapper_args__ = {"polymorphic_identity": Form.circle}  # noqa: RUF012 - SQLAlchemy's declaration

    radius: Mapped[int | None] = mapped_column(use_existing_column=True)


class Square(Shape):
    __mapper_args__ = {"polymorphic_identity": Form.square}  # noqa: RUF012 - SQLAlchemy's declaration


class Media(Base):
    """An abstract base whose subclasses have tables of their own."""

    __tablename__ = "test_media"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    label: Mapped[str | None]


class Book(Media):
    __tablename__ = "test_book"
    __mapper_args__ = {"polymorphic_identity": "book"}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[int] = mapped_column(ForeignKey(Media.id), primary_key=True)
    pages: Mapped[int | None]


class Film(Media):
    __tablename__ = "test_film"
    __mapper_args__ = {"polymorphic_identity": "film"}  # noqa: RUF012 - SQLAlchemy's declaration

    number: Mapped[int] = mapped_column(ForeignKey(Media.id), primary_key=True)
    minutes: Mapped[int]


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    declared: list[tuple[str, Any, tuple[str, ...]]] = [
        ("shapes", Shape, ("form", "label")),
        ("circles", Circle, ("form", "label", "radius")),
        ("media", Media, ("kind", "label")),
        ("books", Book, ("kind", "label", "pages")),
    ]
    resources = (
        Resource(name, model, read_schema(model, *fields), roles=GARDENERS)
        for name, model, fields in declared
    )
    with serving(database, Base.metadata, *resources) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "sent", "kind"),
    [
        ("/shapes", {}, {"form": "shape"}),
        ("/shapes", {"form": "shape"}, {"form": "shape"}),
        ("/shapes", {"form": "circle"}, {"form": "circle"}),
        ("/circles", {"radius": 1}, {"form": "circle"}),
        ("/circles", {"form": "circle"}, {"form": "circle"}),
        ("/media", {"kind": "book"}, {"kind": "book"}),
        ("/books", {"pages": 9}, {"kind": "book"}),
    ],
)
def test_a_record_keeps_the_kind_that_it_was_created_with(
    client: TestClient, path: str, sent: dict[str, Any], kind: dict[str, str]
) -> None:
    created = client.post(path, json=sent)
    assert created.status_code == 201
    record = created.json()
    assert record.items() >= (sent | kind).items()
    [field] = kind
    changed = record | {"label": "x"}
    assert client.put(f"{path}/1", json=changed).json() == changed
    assert client.put(path, params={"filter": '{"id":[1]}'}, json={"label": "x"}).json() == [1]
    for other in ("square", "film", "lost", None, 1):
        response = client.put(f"{path}/1", json={field: other})
        assert (response.status_code, list(response.json()["errors"])) == (422, [field])
        bulk = client.put(path, params={"filter": '{"id":[1]}'}, json={field: other})
        assert (bulk.status_code, list(bulk.json()["errors"])) == (422, [field])
    assert client.get(path).json() == [changed]
    assert client.delete(f"{path}/1").json() == changed
    assert client.get(path).json() == []


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("/shapes", {"form": "lost"}, "form"),
        ("/shapes", {"form": "x"}, "form"),
        ("/shapes", {"form": None}, "form"),
        ("/circles", {"form": "square"}, "form"),
        ("/circles", {"form": "shape"}, "form"),
        ("/media", {}, "kind"),
        ("/media", {"kind": "media"}, "kind"),
        ("/media", {"kind": None}, "kind"),
        ("/media", {"kind": "film"}, "minutes"),  # a required field that this resource lacks
        ("/books", {"kind": "film"}, "kind"),
    ],
)
def test_a_record_of_a_kind_that_the_resource_can_not_create_is_refused(
    client: TestClient, path: str, sent: dict[str, Any], field: str
) -> None:
    response = client.post(path, json=sent)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert client.get(path).json() == []


def test_a_record_of_an_unknown_kind_is_shown_but_not_changed(client: TestClient, database: Database) -> None:
    """No model can load it."""
    with database.begin() as session:
        forms = (None, Form.lost, Form.circle)
        session.execute(
            insert(Base.metadata.tables["test_shape"]),
            [{"id": id_, "form": form} for id_, form in enumerate(forms, 1)],
        )
        media = [{"id": id_, "kind": kind} for id_, kind in enumerate(("", "tape", "book", "film"), 1)]
        session.execute(insert(Base.metadata.tables["test_media"]), media)
        session.execute(
            insert(Base.metadata.tables["test_book"]), [{"id": 1, "pages": 1}, {"id": 4, "pages": 4}]
        )
    for path, unknown, known in (
        ("/shapes", [1, 2], [3]),
        ("/media", [1, 2], [3, 4]),
        ("/books", [1, 4], []),
    ):
        listed = {record["id"]: record for record in client.get(path).json()}
        assert listed.keys() == {*unknown, *known}
        for id_ in unknown:
            address = f"{path}/{id_}"
            bulk = {"filter": json.dumps({"id": [*known, id_]})}
            assert client.get(address).json() == listed[id_]
            for response in (
                client.put(address, json={"label": "x"}),
                client.delete(address),
                client.put(path, params=bulk, json={"label": "x"}),
                client.delete(path, params=bulk),
            ):
                assert (response.status_code, response.json()["code"]) == (409, "unknown_kind")
        for id_ in known:  # among them a book and a film without a row in their own table
            assert client.put(f"{path}/{id_}", json=listed[id_]).status_code == 200
    assert client.delete("/media", params={"filter": '{"id":[3]}'}).json() == [3]


def test_records_of_several_kinds_are_deleted_from_all_their_tables(
    client: TestClient, database: Database
) -> None:
    with database.begin() as session:
        session.add_all([Film(minutes=1), Book(pages=2), Film(minutes=3)])
    assert client.delete("/media/1").status_code == 200
    assert client.delete("/media", params={"filter": '{"id":[3,2]}'}).json() == [3, 2]
    with database.begin() as session:
        assert [session.query(model).count() for model in (Media, Book, Film)] == [0, 0, 0]
