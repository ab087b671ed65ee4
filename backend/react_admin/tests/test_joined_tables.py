"""Models across several tables: joined inheritance, eager joins, and a primary key that is a foreign key."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from react_admin import Resource, read_schema, resource_router
from react_admin.tests.conftest import Base, Bed
from react_admin.tests.host import GARDENERS, get_session, role_check


class Vehicle(Base):
    """Each query of this model also loads its relationships, with joins."""

    __tablename__ = "test_vehicle"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "vehicle"}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    bed_id: Mapped[int | None] = mapped_column(ForeignKey(Bed.id))

    bed: Mapped[Bed | None] = relationship(lazy="joined")
    stops: Mapped[list["Stop"]] = relationship(lazy="joined", passive_deletes="all")


class Tractor(Vehicle):
    """Joined-table inheritance: a row here and a row in the table of vehicles."""

    __tablename__ = "test_tractor"
    __mapper_args__ = {"polymorphic_identity": "tractor"}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[int] = mapped_column(ForeignKey(Vehicle.id), primary_key=True)
    power: Mapped[int]


class Stop(Base):
    """A primary key that the database does not generate, and that is a foreign key to two tables."""

    __tablename__ = "test_stop"

    id: Mapped[int] = mapped_column(
        ForeignKey(Bed.id), ForeignKey(Vehicle.id), primary_key=True, autoincrement=False
    )


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    for name, model, read in (
        ("vehicles", Vehicle, read_schema(Vehicle, "bed_id")),
        ("tractors", Tractor, read_schema(Tractor, "bed_id", "power")),
        ("stops", Stop, read_schema(Stop)),
    ):
        app.include_router(
            resource_router(Resource(name, model, read, roles=GARDENERS), role_check, get_session)
        )
    return TestClient(app, headers={"X-Role": "gardener"})


@pytest.fixture
def tractor(client: TestClient) -> dict[str, Any]:
    return dict(client.post("/tractors", json={"power": 30}).json())


def test_a_record_in_two_tables_is_created_updated_and_deleted(
    client: TestClient, tractor: dict[str, Any]
) -> None:
    assert tractor == {"id": 1, "bed_id": None, "power": 30}
    client.post("/beds", json={"code": "A"})
    changed = tractor | {"bed_id": 1, "power": 40}
    for response in (client.put("/tractors/1", json=changed), client.get("/tractors/1")):
        assert (response.status_code, response.json()) == (200, changed)
    assert client.get("/vehicles").json() == [{"id": 1, "bed_id": 1}]
    deleted = client.delete("/tractors/1")
    assert (deleted.status_code, deleted.json()) == (200, changed)
    assert client.get("/vehicles").json() == client.get("/tractors").json() == []


def test_eager_joins_do_not_prevent_edits(client: TestClient, tractor: dict[str, Any]) -> None:
    for code in "AB":
        client.post("/beds", json={"code": code})
    client.post("/stops", json={"id": tractor["id"]})
    for path in ("/vehicles/1", '/vehicles?filter={"id":[1]}'):
        assert client.put(path, json={"bed_id": 2}).status_code == 200
    assert client.get("/vehicles/1").json() == {"id": 1, "bed_id": 2}


@pytest.mark.usefixtures("tractor")
@pytest.mark.parametrize(
    ("id_", "error"),
    [
        (0, "Enter at least 1."),
        (1, "This record does not exist."),  # the id of a vehicle but of no bed
        (9, "This record does not exist."),
    ],
)
def test_a_primary_key_that_is_not_a_valid_reference_is_refused(
    client: TestClient, id_: int, error: str
) -> None:
    response = client.post("/stops", json={"id": id_})
    assert (response.status_code, response.json()["errors"]) == (422, {"id": error})
    assert client.get("/stops").json() == []
