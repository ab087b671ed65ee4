"""The models, resources and fixtures of the library's tests.

Each test that uses `database` runs on SQLite and on PostgreSQL.
"""

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
from react_admin.default_writers import stored_as_sent
from react_admin.model_columns import column_fields
from react_admin.tests.host import (
    GARDENERS,
    READERS,
    Database,
    add_resources,
    install_functions,
    may_write,
)


class Utc(TypeDecorator[datetime]):
    """A datetime in UTC. SQLite stores it without an offset."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))


def text(length: int) -> String:
    """A string type that PostgreSQL sorts by code point, as SQLite does."""
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
    """A model that is written as sent, without a function of the domain."""

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
    """The database stores the member's name. Its value is longer than the column."""

    begun = "begun, and not even nearly done"


class Maker(TypeDecorator[str]):
    """A custom string type."""

    impl = String(20)
    cache_ok = True


class Tool(Base):
    """Less common column types, a table name that needs quotes, and a column named unlike its field."""

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
    """The primary key is a string, and `version` is a string that counts no edits."""

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
    # A backward scan of this index reverses ties too, unless the query orders them.
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
        facets=("size", "alive", "planted_at"),
        writers=Writers(PlantCreate, create_plant, PlantUpdate, update_plant, delete_plant),
    ),
    # Written as sent, with a version.
    Resource("beds", Bed, BedRecord, roles=GARDENERS, search=("code",)),
    Resource(
        "tools",
        Tool,
        read_schema(Tool, *TOOL),
        roles=GARDENERS,
        search=("label",),
        facets=("grade", "step", "stage", "bought_on", "used_at"),
    ),
    Resource("kinds", Kind, read_schema(Kind, "version"), roles=GARDENERS),
    # The create function leaves out a value that the table requires.
    Resource(
        "sheds",
        Bed,
        BedRead,
        roles={"create": may_write},
        writers=replace(stored_as_sent(Bed, BedRead), create_schema=ShedCreate, create=create_shed),
    ),
    # Read-only, without search.
    Resource("labels", Plant, read_schema(Plant, "name"), roles=READERS),
)


@pytest.fixture(scope="session")
def url(new_database: Callable[[], sa.URL]) -> sa.URL:
    return install_functions(new_database())


@pytest.fixture
def database(url: sa.URL) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def warm_app() -> FastAPI:
    """One application for all tests: FastAPI prepares its routes at the first request, which is slow."""
    app = FastAPI()
    handle_errors(app)
    add_resources(app, *RESOURCES)
    return app


@pytest.fixture
def app(warm_app: FastAPI, database: Database) -> Iterator[FastAPI]:
    """The application with empty tables, in which ids start at 1. A test may add routes."""
    routes = [*warm_app.router.routes]
    Base.metadata.create_all(database.engine)
    warm_app.state.database = database
    yield warm_app
    warm_app.router.routes[:] = routes
    Base.metadata.drop_all(database.engine)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A client with the role `gardener`, which may do everything."""
    return TestClient(app, headers={"X-Role": "gardener"})
