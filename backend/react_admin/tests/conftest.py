"""A resource of the tests' own, which shows that the dialect knows no domain.

Its table is no part of the application's schema: it is made for each test, beside it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Header, HTTPException
from fastapi.testclient import TestClient
from pydantic import Field
from sqlalchemy import (
    JSON,
    Computed,
    DateTime,
    Enum,
    ForeignKey,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    TypeDecorator,
    UniqueConstraint,
    delete,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from app.database import Base as AppBase
from app.database import Database, text
from app.errors import handle_errors
from react_admin import (
    UNSENT,
    Action,
    Id,
    Instant,
    Read,
    Resource,
    Text,
    Write,
    Writers,
    read_schema,
    resource_router,
)
from react_admin.derive import column_fields
from react_admin.writers import stored_as_sent


class Base(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map = AppBase.type_annotation_map


class Size(StrEnum):
    small = "small"
    large = "large"


class Bed(Base):
    """Written as it is sent: no domain function stands between."""

    __tablename__ = "test_bed"
    __table_args__ = (UniqueConstraint("row", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(text(10), unique=True)
    row: Mapped[int | None]
    place: Mapped[int | None] = mapped_column(SmallInteger)
    dug_at: Mapped[datetime | None]
    sunny: Mapped[bool] = mapped_column(default=True)
    key: Mapped[str | None] = mapped_column(text(10))
    version: Mapped[int] = mapped_column(default=1)

    plants: Mapped[list["Plant"]] = relationship(
        back_populates="bed", lazy="raise", order_by="Plant.id", passive_deletes="all"
    )


class Grade(IntEnum):
    good = 9
    fair = 10
    bad = 1


class Step(StrEnum):
    """Its names are stored, in a column that is shorter than this value."""

    begun = "begun, and not even nearly done"


class Maker(TypeDecorator[str]):
    """A text, as a type of one's own."""

    impl = String(20)
    cache_ok = True


class Tool(Base):
    """Named as no table of ours is, with columns of other types, and of names that are something else's."""

    __tablename__ = "test_Tool"

    id: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[float | None]
    half: Mapped[float | None] = mapped_column(Computed("weight / 2", persisted=True))
    price: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    worth: Mapped[Decimal | None]
    bought_on: Mapped[date | None]
    used_at: Mapped[datetime | None] = mapped_column(DateTime)
    lent_at: Mapped[time | None]
    lent_for: Mapped[timedelta | None]
    grade: Mapped[Grade | None] = mapped_column(Enum(Grade))
    label: Mapped[str] = mapped_column(String(20), default="")
    step: Mapped[Step | None]
    stage: Mapped[str | None] = mapped_column(Enum("new", "old", name="test_stage"))
    maker: Mapped[str | None] = mapped_column("made by", Maker, unique=True)
    notes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    changes: Mapped[int | None]


class Kind(Base):
    """Its key is a text, and its version no number."""

    __tablename__ = "test_kind"

    id: Mapped[str] = mapped_column(text(10), primary_key=True)
    version: Mapped[str | None] = mapped_column(text(10))


class Plant(Base):
    __tablename__ = "test_plant"

    id: Mapped[int] = mapped_column(primary_key=True)
    bed_id: Mapped[int | None] = mapped_column(ForeignKey(Bed.id))
    name: Mapped[str] = mapped_column(text(50))
    latin: Mapped[str | None] = mapped_column(text(50))
    height: Mapped[int | None]
    # An index that is read backwards has its ties backwards too, if nothing else orders them.
    size: Mapped[Size] = mapped_column(index=True)
    planted_at: Mapped[datetime | None]
    alive: Mapped[bool] = mapped_column(default=True)
    secret: Mapped[str | None] = mapped_column(text(50))

    bed: Mapped[Bed | None] = relationship(back_populates="plants", lazy="raise")


class BedRead(Read):
    id: Id
    code: str
    row: int | None
    place: int | None
    dug_at: datetime | None
    sunny: bool
    version: int


class BedRecord(BedRead):
    plants: list["PlantRead"] = Field(default_factory=list)


class PlantRead(Read):
    id: Id
    bed_id: Id | None
    name: str
    latin: str | None
    height: int | None
    size: Size
    planted_at: datetime | None
    alive: bool
    bed: BedRead | None = None


class PlantCreate(Write):
    read = PlantRead

    bed_id: Id | None = None
    name: Annotated[Text, Field(max_length=50)]
    latin: str | None = None
    height: int | None = None
    size: Size = Size.small
    planted_at: Instant | None = None


class PlantUpdate(Write):
    read = PlantRead

    bed_id: Id | None = UNSENT
    name: Annotated[Text, Field(max_length=50)] = UNSENT
    latin: str | None = UNSENT
    height: int | None = UNSENT
    size: Size = UNSENT


def create_plant(session: Session, data: PlantCreate) -> Plant:
    plant = Plant(**data.model_dump())
    session.add(plant)
    return plant


def update_plant(_: Session, plant: Plant, data: PlantUpdate) -> None:
    for name, value in data.model_changes.items():
        setattr(plant, name, value)


def delete_plant(session: Session, plant: Plant) -> None:
    session.execute(delete(Plant).where(Plant.id == plant.id))


def as_it_is(role: Callable[..., None]) -> Callable[..., None]:
    """A role of this garden is what checks for it."""
    return role


def may_read(x_role: Annotated[str, Header()]) -> None:
    if x_role not in ("reader", "gardener"):
        raise HTTPException(401)


def may_write(x_role: Annotated[str, Header()]) -> None:
    may_read(x_role)
    if x_role != "gardener":
        raise HTTPException(403)


def create_shed(session: Session, _: Write) -> Bed:
    shed = Bed()
    session.add(shed)
    return shed


class ShedCreate(Write):
    read = BedRead


READERS: dict[Action, Any] = {"list": may_read, "show": may_read}
GARDENERS: dict[Action, Any] = {**READERS, "create": may_write, "edit": may_write, "delete": may_write}

TOOL = [key for key in column_fields(Tool) if key != "id"]

RESOURCES = (
    Resource(
        "plants",
        Plant,
        PlantRead,
        roles=GARDENERS,
        search=("name", "latin"),
        writers=Writers(PlantCreate, create_plant, PlantUpdate, update_plant, delete_plant),
    ),
    # Written as they are sent, and versioned.
    Resource("beds", Bed, BedRecord, roles=GARDENERS, search=("code",)),
    Resource("tools", Tool, read_schema(Tool, *TOOL), roles=GARDENERS, search=("label",)),
    Resource("kinds", Kind, read_schema(Kind, "version"), roles=GARDENERS),
    # Written by a function that forgets what the table needs.
    Resource(
        "sheds",
        Bed,
        BedRead,
        roles={"create": may_write},
        writers=replace(stored_as_sent(Bed, BedRead), create_schema=ShedCreate, create=create_shed),
    ),
    # Only read, and not searched.
    Resource("labels", Plant, read_schema(Plant, "name"), roles=READERS),
)


@pytest.fixture(scope="session")
def warm_garden() -> FastAPI:
    """An application of these resources alone."""
    garden = FastAPI()
    handle_errors(garden)
    for resource in RESOURCES:
        garden.include_router(resource_router(resource, as_it_is))
    return garden


@pytest.fixture
def garden(warm_garden: FastAPI, database: Database) -> Iterator[FastAPI]:
    """The same with empty tables, whose ids begin at 1."""
    Base.metadata.create_all(database.engine)
    warm_garden.state.database = database
    yield warm_garden
    Base.metadata.drop_all(database.engine)


@pytest.fixture
def plants(garden: FastAPI) -> TestClient:
    """A gardener: someone who may do everything."""
    return TestClient(garden, headers={"X-Role": "gardener"})


@contextmanager
def serving(database: Database, metadata: MetaData, *resources: Resource) -> Iterator[TestClient]:
    """A gardener of other resources, whose tables are there for as long."""
    app = FastAPI()
    handle_errors(app)
    for resource in resources:
        app.include_router(resource_router(resource, as_it_is))
    app.state.database = database
    metadata.create_all(database.engine)
    try:
        yield TestClient(app, headers={"X-Role": "gardener"})
    finally:
        metadata.drop_all(database.engine)
