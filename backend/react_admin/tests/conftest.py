"""The models and resources of the library's tests. Each test that takes `database` runs on both databases."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum as EnumType
from enum import IntEnum, StrEnum
from typing import Annotated, Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
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

from react_admin import UNSENT, Id, Instant, Read, Resource, Text, Write, Writers, handle_errors, read_schema
from react_admin.columns import column_fields
from react_admin.tests.host import (
    GARDENERS,
    READERS,
    Database,
    add_resources,
    may_write,
    with_functions,
)
from react_admin.writers import stored_as_sent


class Utc(TypeDecorator[datetime]):
    """A datetime in UTC; SQLite stores no offset."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


def text(length: int) -> String:
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Base(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's declaration
        datetime: Utc,
        EnumType: sa.Enum(EnumType, native_enum=False, create_constraint=True, length=20),
    }


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


def create_shed(session: Session, _: Write) -> Bed:
    shed = Bed()
    session.add(shed)
    return shed


class ShedCreate(Write):
    read = BedRead


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
def url(new_database: Callable[[], sa.URL]) -> sa.URL:
    return with_functions(new_database())


@pytest.fixture
def database(url: sa.URL) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def warm_garden() -> FastAPI:
    """An application for all tests: FastAPI prepares its routes at the first request, which is slow."""
    garden = FastAPI()
    handle_errors(garden)
    add_resources(garden, *RESOURCES)
    return garden


@pytest.fixture
def garden(warm_garden: FastAPI, database: Database) -> Iterator[FastAPI]:
    """The application with empty tables, whose ids start at 1. A test may add routes."""
    routes = [*warm_garden.router.routes]
    Base.metadata.create_all(database.engine)
    warm_garden.state.database = database
    yield warm_garden
    warm_garden.router.routes[:] = routes
    Base.metadata.drop_all(database.engine)


@pytest.fixture
def plants(garden: FastAPI) -> TestClient:
    """A gardener, who may do everything."""
    return TestClient(garden, headers={"X-Role": "gardener"})
