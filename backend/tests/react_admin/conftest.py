"""A resource of the tests' own, which shows that the dialect knows no domain.

Its table is no part of the application's schema: it is made for each test, beside it.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.testclient import TestClient
from pydantic import Field
from sqlalchemy import MetaData, delete
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.database import Base as AppBase
from app.database import Database, text
from app.errors import handle_errors
from app.react_admin import UNSENT, Fields, Id, Instant, Read, Text, Write, Writers, resource_router


class Base(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map = AppBase.type_annotation_map


class Size(StrEnum):
    small = "small"
    large = "large"


class Plant(Base):
    __tablename__ = "test_plant"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(text(50))
    latin: Mapped[str | None] = mapped_column(text(50))
    height: Mapped[int | None]
    # An index that is read backwards has its ties backwards too, if nothing else orders them.
    size: Mapped[Size] = mapped_column(index=True)
    planted_at: Mapped[datetime | None]
    alive: Mapped[bool] = mapped_column(default=True)
    secret: Mapped[str | None] = mapped_column(text(50))


class PlantRead(Read):
    id: Id
    name: str
    latin: str | None
    height: int | None
    size: Size
    planted_at: datetime | None
    alive: bool


class PlantCreate(Write):
    read = PlantRead

    name: Annotated[Text, Field(max_length=50)]
    latin: str | None = None
    height: int | None = None
    size: Size = Size.small
    planted_at: Instant | None = None


class PlantUpdate(Write):
    read = PlantRead

    name: Annotated[Text, Field(max_length=50)] = UNSENT
    latin: str | None = UNSENT
    height: int | None = UNSENT
    size: Size = UNSENT


def create_plant(session: Session, data: PlantCreate) -> Plant:
    plant = Plant(**data.model_dump())
    session.add(plant)
    return plant


def update_plant(_: Session, plant: Plant, data: PlantUpdate) -> None:
    for name in data.model_fields_set:
        setattr(plant, name, getattr(data, name))


def delete_plant(session: Session, plant: Plant) -> None:
    session.execute(delete(Plant).where(Plant.id == plant.id))


def may_read(x_role: Annotated[str, Header()]) -> None:
    if x_role not in ("reader", "gardener"):
        raise HTTPException(401)


def may_write(x_role: Annotated[str, Header()]) -> None:
    if x_role != "gardener":
        raise HTTPException(403)


FIELDS = ("id", "name", "latin", "height", "size", "planted_at", "alive")


@pytest.fixture
def garden(database: Database) -> Iterator[FastAPI]:
    """An application with the resources `plants`, and `labels` which is only read and not searched."""
    Base.metadata.create_all(database.engine)
    garden = FastAPI()
    garden.state.database = database
    handle_errors(garden)
    writers = Writers(
        PlantCreate, create_plant, PlantUpdate, update_plant, delete_plant, dependencies=[Depends(may_write)]
    )
    fields = Fields(Plant, PlantRead, names=FIELDS, search=("name", "latin"))
    readers = [Depends(may_read)]
    garden.include_router(resource_router("plants", fields, readers, writers))
    garden.include_router(resource_router("labels", Fields(Plant, PlantRead, names=("id", "name")), readers))
    yield garden
    Base.metadata.drop_all(database.engine)


@pytest.fixture
def plants(garden: FastAPI) -> TestClient:
    """A gardener: someone who may do everything."""
    return TestClient(garden, headers={"X-Role": "gardener"})
