"""The history of any model: it is declared with one word."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from react_admin import Actor, Entry, Recorder, Resource, name_change, read_schema, restoring, set_actor
from react_admin.tests.host import GARDENERS, Database, serving


class Base(DeclarativeBase):
    metadata = MetaData()


class Shed(Base):
    __tablename__ = "history_shed"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    key: Mapped[str | None] = mapped_column(String(20))
    size: Mapped[int] = mapped_column(sa.Computed("length(name)", persisted=True))
    version: Mapped[int] = mapped_column(default=1)


class Spade(Base):
    __tablename__ = "history_spade"

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    shed_id: Mapped[int | None] = mapped_column(ForeignKey(Shed.id, ondelete="CASCADE"))
    lender_id: Mapped[str | None] = mapped_column(ForeignKey("history_spade.id", ondelete="SET NULL"))
    sharp: Mapped[bool] = mapped_column(default=True)


class Tool(Base):
    __tablename__ = "history_tool"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "tool"}  # noqa: RUF012 - SQLAlchemy's


class Saw(Tool):
    __tablename__ = "history_saw"

    id: Mapped[int] = mapped_column(ForeignKey(Tool.id), primary_key=True)
    teeth: Mapped[int | None]
    __mapper_args__ = {"polymorphic_identity": "saw"}  # noqa: RUF012 - SQLAlchemy's


sheds = Resource("sheds", Shed, read_schema(Shed, "name", "size", "version"), roles=GARDENERS, history=True)
spades = Resource(
    "spades", Spade, read_schema(Spade, "shed_id", "lender_id", "sharp"), roles=GARDENERS, history=True
)
saws = Resource("saws", Saw, read_schema(Saw, "kind", "teeth"), roles=GARDENERS, history=True)
labels = Resource("labels", Shed, read_schema(Shed, "name"), roles=GARDENERS)
RESOURCES = (sheds, spades, saws, labels)


@pytest.fixture
def entries(database: Database) -> list[Entry]:
    """The entries that are stored from now on."""
    stored: list[Entry] = []

    def store(_: Session, new: Sequence[Entry]) -> None:
        stored.extend(new)

    recorder = Recorder(RESOURCES, store, names=("restore", "sweep"), nobody=Actor(None, "nobody"))
    recorder.listen(database._writers)
    return stored


@pytest.fixture
def client(database: Database, entries: list[Entry]) -> Iterator[TestClient]:  # noqa: ARG001 - it records
    with serving(database, Base.metadata, *RESOURCES) as client:
        yield client


def shown(entries: Sequence[Entry]) -> list[tuple[str, Any, str, Any, Any]]:
    found = [
        (entry.resource.name, entry.record_id, entry.action, entry.before, entry.after) for entry in entries
    ]
    return sorted(found, key=lambda entry: (entry[0], str(entry[1])))


def test_a_history_takes_one_word(client: TestClient, entries: list[Entry]) -> None:
    client.post("/sheds", json={"name": "Red"})
    client.put("/sheds/1", json={"name": "Blue", "version": 1})
    client.put("/sheds/1", json={"name": "Stale", "version": 1})
    client.delete("/sheds/1")

    assert shown(entries) == [
        ("sheds", 1, "create", None, {"name": "Red"}),
        ("sheds", 1, "edit", {"name": "Red"}, {"name": "Blue"}),
        ("sheds", 1, "delete", {"name": "Blue"}, None),
    ]
    assert [(entry.label, entry.fields) for entry in entries] == [
        ("Red", ()),
        ("Blue", ["name"]),
        ("Blue", ()),
    ]
    assert {entry.actor for entry in entries} == {Actor(None, "nobody")}


def test_a_resource_without_a_history_has_none(client: TestClient, entries: list[Entry]) -> None:
    client.post("/labels", json={"name": "Red"})

    assert [entry.resource.name for entry in entries] == ["sheds"]  # the other resource of the model


def test_what_the_database_deletes_or_changes_is_recorded(
    client: TestClient, entries: list[Entry], database: Database
) -> None:
    client.post("/sheds", json={"name": "Red"})
    client.post("/spades", json={"id": "a", "shed_id": 1})
    client.post("/spades", json={"id": "b", "lender_id": "a"})
    client.post("/spades", json={"id": "c", "lender_id": "b"})
    entries.clear()

    client.delete("/sheds/1")

    a = {"shed_id": 1, "lender_id": None, "sharp": True}
    b = {"shed_id": None, "lender_id": "a", "sharp": True}
    expected = [
        ("sheds", 1, "delete", {"name": "Red"}, None),
        ("spades", "a", "delete", a, None),
        ("spades", "b", "edit", b, b | {"lender_id": None}),
    ]
    assert shown(entries) == expected

    with database.begin() as session:
        session.add(Spade(id="d", lender_id="b"))
    entries.clear()
    with database.begin() as session:
        session.delete(session.get_one(Spade, "b"))
    assert [(id_, action) for _, id_, action, *_ in shown(entries)] == [
        ("b", "delete"),
        ("c", "edit"),
        ("d", "edit"),
    ]


def test_records_of_several_tables_are_recorded(
    client: TestClient, entries: list[Entry], database: Database
) -> None:
    client.post("/saws", json={"kind": "saw", "teeth": 9})
    with database.begin() as session:
        session.execute(sa.update(Saw.__table__).values(teeth=8))  # type: ignore[arg-type] # a Table
    client.delete("/saws", params={"filter": '{"id": [1]}'})

    assert [(action, before, after) for *_, action, before, after in shown(entries)] == [
        ("create", None, {"kind": "saw", "teeth": 9}),
        ("edit", {"kind": "saw", "teeth": 9}, {"kind": "saw", "teeth": 8}),
        ("delete", {"kind": "saw", "teeth": 8}, None),
    ]


def test_a_session_names_its_actor_and_what_it_does(
    client: TestClient,  # noqa: ARG001 - it makes the tables
    entries: list[Entry],
    database: Database,
) -> None:
    with database.begin() as session:
        set_actor(session, 7, "ann")
        name_change(session, "sweep", note="every spring")
        session.add_all([Shed(name="Red"), Shed(name="Blue")])

    assert {(entry.actor, entry.action, entry.note) for entry in entries} == {
        (Actor(7, "ann"), "sweep", "every spring")
    }
    assert len(entries) == 2


def test_a_deleted_record_is_created_again_with_a_key_that_people_write(
    client: TestClient, entries: list[Entry], database: Database
) -> None:
    client.post("/spades", json={"id": "a", "sharp": False})
    client.delete("/spades/a")
    deletion = entries[-1]
    with database.begin() as session:
        assert restoring.recreate(session, spades, "a", deletion.before or {}) == "a"

    assert client.get("/spades/a").json()["sharp"] is False
    assert (entries[-1].action, entries[-1].after) == ("restore", deletion.before)
