"""Models that are told apart by a discriminator, which is written when a record is made."""

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
    """One table for all kinds, told apart by an enum."""

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
    """A kind that no record is of itself; the others have tables of their own."""

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
def kinds(database: Database) -> Iterator[TestClient]:
    declared: list[tuple[str, Any, tuple[str, ...]]] = [
        ("shapes", Shape, ("form", "label")),
        ("circles", Circle, ("form", "label", "radius")),
        ("media", Media, ("kind", "label")),
        ("books", Book, ("kind", "label", "pages")),
    ]
    resources = (
        Resource(name, of, read_schema(of, *fields), roles=GARDENERS) for name, of, fields in declared
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
def test_a_record_stays_of_the_kind_that_it_was_made(
    kinds: TestClient, path: str, sent: dict[str, Any], kind: dict[str, str]
) -> None:
    made = kinds.post(path, json=sent)
    assert made.status_code == 201
    record = made.json()
    assert record.items() >= (sent | kind).items()
    [field] = kind
    changed = record | {"label": "x"}
    assert kinds.put(f"{path}/1", json=changed).json() == changed
    assert kinds.put(path, params={"filter": '{"id":[1]}'}, json={"label": "x"}).json() == [1]
    for other in ("square", "film", "lost", None, 1):
        response = kinds.put(f"{path}/1", json={field: other})
        assert (response.status_code, list(response.json()["errors"])) == (422, [field])
        many = kinds.put(path, params={"filter": '{"id":[1]}'}, json={field: other})
        assert (many.status_code, list(many.json()["errors"])) == (422, [field])
    assert kinds.get(path).json() == [changed]
    assert kinds.delete(f"{path}/1").json() == changed
    assert kinds.get(path).json() == []


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
        ("/media", {"kind": "film"}, "minutes"),  # which this resource has not
        ("/books", {"kind": "film"}, "kind"),
    ],
)
def test_a_kind_that_a_record_can_not_be_of(
    kinds: TestClient, path: str, sent: dict[str, Any], field: str
) -> None:
    response = kinds.post(path, json=sent)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert kinds.get(path).json() == []


def test_a_kind_that_is_not_known(kinds: TestClient, database: Database) -> None:
    """It is shown, and it is not changed: there is no model that could load it."""
    with database.begin() as session:
        forms = (None, Form.lost, Form.circle)
        session.execute(
            insert(Base.metadata.tables["test_shape"]),
            [{"id": n, "form": one} for n, one in enumerate(forms, 1)],
        )
        media = [{"id": n, "kind": kind} for n, kind in enumerate(("", "tape", "book", "film"), 1)]
        session.execute(insert(Base.metadata.tables["test_media"]), media)
        session.execute(
            insert(Base.metadata.tables["test_book"]), [{"id": 1, "pages": 1}, {"id": 4, "pages": 4}]
        )
    for path, unknown, known in (
        ("/shapes", [1, 2], [3]),
        ("/media", [1, 2], [3, 4]),
        ("/books", [1, 4], []),
    ):
        listed = {one["id"]: one for one in kinds.get(path).json()}
        assert listed.keys() == {*unknown, *known}
        for id_ in unknown:
            one = f"{path}/{id_}"
            many = {"filter": json.dumps({"id": [*known, id_]})}
            assert kinds.get(one).json() == listed[id_]
            for response in (
                kinds.put(one, json={"label": "x"}),
                kinds.delete(one),
                kinds.put(path, params=many, json={"label": "x"}),
                kinds.delete(path, params=many),
            ):
                assert (response.status_code, response.json()["code"]) == (409, "unknown_kind")
        for id_ in known:  # a book and a film that are in one of their tables alone
            assert kinds.put(f"{path}/{id_}", json=listed[id_]).status_code == 200
    assert kinds.delete("/media", params={"filter": '{"id":[3]}'}).json() == [3]


def test_records_of_several_kinds_are_deleted_with_all_that_they_are_in(
    kinds: TestClient, database: Database
) -> None:
    with database.begin() as session:
        session.add_all([Film(minutes=1), Book(pages=2), Film(minutes=3)])
    assert kinds.delete("/media/1").status_code == 200
    assert kinds.delete("/media", params={"filter": '{"id":[3,2]}'}).json() == [3, 2]
    with database.begin() as session:
        assert [session.query(one).count() for one in (Media, Book, Film)] == [0, 0, 0]
