"""CHECK constraints, enums and JSON columns: a refused value is an error at its field, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from pydantic import Field
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from react_admin import Read, Resource, read_schema
from react_admin.default_writers import stored_as_sent
from react_admin.tests.host import GARDENERS, Database, serving

NOT_ALLOWED = "This value is not allowed here."


class Base(DeclarativeBase):
    metadata = sa.MetaData()


class Shade(StrEnum):
    light = "bright"
    dark = "dark"


class Event(Base):
    __tablename__ = "test_event"
    __table_args__ = (
        sa.CheckConstraint("seats > 0", name="some seats"),
        sa.CheckConstraint('"from" < until'),
        sa.CheckConstraint("title <> 'seats' AND length(title) < 9", name="title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(20))
    places: Mapped[int | None] = mapped_column("seats")
    start: Mapped[int | None] = mapped_column("from")
    until: Mapped[int | None]
    shade: Mapped[Shade | None] = mapped_column(sa.Enum(Shade, native_enum=False, create_constraint=True))
    needed: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    noted: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)


TAGGED = sa.Table(
    "test_tagged",
    Base.metadata,
    sa.Column("post_id", sa.ForeignKey("test_post.id"), primary_key=True),
    sa.Column("tag_id", sa.ForeignKey("test_tag.id"), primary_key=True),
)


class Tag(Base):
    __tablename__ = "test_tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Post(Base):
    __tablename__ = "test_post"

    id: Mapped[int] = mapped_column(primary_key=True)
    tags: Mapped[list[Tag]] = relationship(secondary=TAGGED)
    by_name: Mapped[list[Tag]] = relationship(secondary=TAGGED, order_by=Tag.name, viewonly=True)


class Box(Base):
    __tablename__ = "test_box"

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    items: Mapped[list["Item"]] = relationship()


class Item(Base):
    """Its unnamed CHECK compares a column that has the name of a column of `Box`."""

    __tablename__ = "test_item"
    __table_args__ = (sa.CheckConstraint("size > 0"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    box_id: Mapped[int] = mapped_column(sa.ForeignKey(Box.id))
    size: Mapped[int]


class TagRead(Read):
    id: int
    name: str


class PostRead(Read):
    id: int
    tags: list[TagRead] = Field(default_factory=list)
    by_name: list[TagRead] = Field(default_factory=list)


FIELDS = ("title", "places", "start", "until", "shade", "needed", "noted")
BOX_READ = read_schema(Box, "size")


def create_box(session: Session, data: Any) -> Box:
    box = Box(size=data.size, items=[Item(size=data.size - 9)])
    session.add(box)
    return box


BOXES = Resource(
    "boxes",
    Box,
    BOX_READ,
    roles=GARDENERS,
    writers=replace(stored_as_sent(Box, BOX_READ), create=create_box),
)
EVENTS = Resource("events", Event, read_schema(Event, *FIELDS), roles=GARDENERS)
POSTS = Resource("posts", Post, PostRead, roles=GARDENERS)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with serving(database, Base.metadata, EVENTS, POSTS, BOXES) as client:
        assert (
            client.post("/events", json={"title": "Tea", "places": 3, "start": 1, "until": 2}).status_code
            == 201
        )
        yield client


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"places": 0}, {"places": NOT_ALLOWED}),
        ({"places": -1, "until": 9}, {"places": NOT_ALLOWED}),
        ({"start": 2}, {"start": NOT_ALLOWED}),
        ({"until": 0}, {"until": NOT_ALLOWED}),
        ({"start": 7, "until": 6}, {"start": NOT_ALLOWED, "until": NOT_ALLOWED}),
        ({"title": "seats"}, {"title": NOT_ALLOWED}),
        ({"title": "a long title"}, {"title": NOT_ALLOWED}),
        ({"shade": "grey"}, {"shade": "Choose one of 'bright' or 'dark'."}),
        ({"needed": None}, {"needed": "Required."}),
    ],
)
def test_a_refused_value_is_an_error_at_its_field(
    client: TestClient, sent: dict[str, Any], errors: dict[str, str]
) -> None:
    before = client.get("/events/1").json()

    response = client.put("/events/1", json=sent)

    assert (response.status_code, response.json()["errors"]) == (422, errors)
    assert client.get("/events/1").json() == before
    created = client.post("/events", json={"title": "New", "start": 1, "until": 2} | sent)
    assert (created.status_code, created.json()["errors"] | errors) == (422, created.json()["errors"])


def test_a_refused_value_of_a_related_record_is_an_error_of_the_whole_record(client: TestClient) -> None:
    assert client.post("/boxes", json={"size": 10}).status_code == 201

    response = client.post("/boxes", json={"size": 5})

    assert (response.status_code, [*response.json()["errors"]]) == (422, ["root"])


def test_a_null_json_value_is_stored_as_sql_null(client: TestClient) -> None:
    client.put("/events/1", json={"noted": {"a": None}})
    client.post("/events", json={"title": "Two", "noted": None})
    client.post("/events", json={"title": "Three"})
    assert client.put("/events/1", json={"noted": None}).json()["noted"] is None

    with client.app.state.database.begin() as session:  # type: ignore[attr-defined] # a FastAPI
        assert session.scalars(sa.text("SELECT count(*) FROM test_event WHERE noted IS NULL")).one() == 3


def test_many_to_many_records_are_ordered_by_id_or_by_the_declared_order(client: TestClient) -> None:
    database: Database = client.app.state.database  # type: ignore[attr-defined]
    names = {9: "c", 2: "a", 30: "b", 4: "d"}
    with database.begin() as session:
        session.add(Post(id=1))
        session.add_all(Tag(id=id_, name=name) for id_, name in names.items())
        session.flush()
        # Stored in the order of neither the ids nor the names.
        session.execute(sa.insert(TAGGED), [{"post_id": 1, "tag_id": id_} for id_ in (30, 9, 2, 4)])

    params = {"embed": '["tags", "by_name"]'}
    [listed] = client.get("/posts", params=params).json()

    assert [tag["id"] for tag in listed["tags"]] == [2, 4, 9, 30]
    assert [tag["name"] for tag in listed["by_name"]] == ["a", "b", "c", "d"]
    assert client.get("/posts/1", params=params).json() == listed
