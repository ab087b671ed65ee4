"""A bulk delete deletes exactly the rows that its preview counts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, ForeignKeyConstraint, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from react_admin import COUNTED_AS, Resource, Writers, bulk_changes, read_schema
from react_admin.default_writers import stored_as_sent
from react_admin.tests.host import GARDENERS, Database, serving
from tests.statements import statements


class Base(DeclarativeBase):
    metadata = MetaData()


class Area(Base):
    """An area takes the areas within it along, and its notes through the ORM only."""

    __tablename__ = "test_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    within_id: Mapped[int | None] = mapped_column(ForeignKey("test_area.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(default="area")

    notes: Mapped[list["Note"]] = relationship(cascade="all", lazy="raise_on_sql", passive_deletes=False)


class House(Base):
    __tablename__ = "test_house"
    __table_args__ = (UniqueConstraint("area_id", "number"), {"info": {COUNTED_AS: "houses"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey(Area.id, ondelete="CASCADE"))
    number: Mapped[int]


class Room(Base):
    """Refers to a house by two columns, and to an area directly."""

    __tablename__ = "test_room"
    __table_args__ = (
        ForeignKeyConstraint(
            ["area_id", "number"], [House.area_id, House.number], ondelete="CASCADE", name="fk_test_room"
        ),
        {"info": {COUNTED_AS: "rooms"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int]
    number: Mapped[int]
    garden_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id, ondelete="CASCADE"))


class Key(Base):
    """Keys are counted along with rooms, and their copies with the keys that they were made from."""

    __tablename__ = "test_key"
    __table_args__ = ({"info": {COUNTED_AS: "rooms"}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey(Room.id, ondelete="CASCADE"))
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("test_key.id", ondelete="CASCADE"))


class Diary(Base):
    """Diaries are secret: previews do not count them."""

    __tablename__ = "test_diary"
    __table_args__ = ({"info": {COUNTED_AS: None}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey(Room.id, ondelete="CASCADE"))


class Page(Base):
    __tablename__ = "test_page"

    id: Mapped[int] = mapped_column(primary_key=True)
    diary_id: Mapped[int] = mapped_column(ForeignKey(Diary.id, ondelete="CASCADE"))


class Visit(Base):
    """Outlives its area."""

    __tablename__ = "test_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id, ondelete="SET NULL"))


class Note(Base):
    __tablename__ = "test_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey(Area.id))


AREA = read_schema(Area, "within_id", "name")
MODELS = (Area, House, Room, Key, Diary, Page, Visit, Note)


def delete_area(session: Session, area: Area) -> None:
    session.refresh(area, ["notes"])
    session.delete(area)


stored = stored_as_sent(Area, AREA)
domain = Writers(stored.create_schema, stored.create, stored.update_schema, stored.update, delete_area)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    areas = Resource("areas", Area, AREA, roles=GARDENERS)
    places = Resource("places", Area, AREA, roles=GARDENERS, writers=domain)
    with serving(database, Base.metadata, areas, places) as client:
        yield client


def build(database: Database) -> None:
    """Area 1 contains 2, which contains 3. Area 4 is within itself. Area 5 stands alone."""
    rows: list[Any] = [
        *(Area(id=1), Area(id=2, within_id=1), Area(id=3, within_id=2)),
        *(Area(id=4, within_id=4), Area(id=5)),
        *(House(id=number, area_id=area, number=number) for number, area in enumerate((1, 2, 3, 3, 5), 1)),
        # Rooms of house 4, the last with a garden in area 5, and one of house 5 with a garden in area 1.
        *(Room(id=1, area_id=3, number=4), Room(id=2, area_id=3, number=4, garden_id=5)),
        Room(id=3, area_id=5, number=5, garden_id=1),
        *(Key(id=1, room_id=1), Key(id=2, copy_of=1), Key(id=3, copy_of=2), Key(id=4, room_id=3, copy_of=3)),
        *(Diary(id=1, room_id=2), Page(id=1, diary_id=1), Page(id=2, diary_id=1)),
        *(Visit(id=1, area_id=1), Visit(id=2)),
    ]
    with database.begin() as session:
        for row in rows:
            session.add(row)
            session.flush()


def counts(database: Database) -> dict[str, int]:
    with database.begin() as session:
        return {
            model.__tablename__: session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
            for model in MODELS
        }


def related(client: TestClient, path: str, filter_: Any) -> dict[str, int]:
    response = client.get(f"{path}:delete", params={"filter": json.dumps(filter_)})
    assert response.status_code == 200, response.text
    return {rows["resource"]: rows["count"] for rows in response.json()["related"]}


@pytest.mark.parametrize(
    ("filter_", "said", "gone"),
    [
        (
            {"id": [1]},
            {"areas": 2, "houses": 4, "rooms": 3 + 4, "test_page": 2},
            (3, 4, 3, 4, 1, 2, 0, 0),
        ),
        ({"id": [2, 3]}, {"houses": 3, "rooms": 2 + 4, "test_page": 2}, (2, 3, 2, 4, 1, 2, 0, 0)),
        ({"id": [4]}, {}, (1, 0, 0, 0, 0, 0, 0, 0)),
        ({"id": [5]}, {"houses": 1, "rooms": 2 + 1, "test_page": 2}, (1, 1, 2, 1, 1, 2, 0, 0)),
        ({}, {"houses": 5, "rooms": 3 + 4, "test_page": 2}, (5, 5, 3, 4, 1, 2, 0, 0)),
        ({"name": "nothing"}, {}, (0, 0, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_a_preview_counts_what_a_delete_takes_with_it(
    client: TestClient, database: Database, filter_: Any, said: dict[str, int], gone: tuple[int, ...]
) -> None:
    build(database)
    before = counts(database)
    assert related(client, "/areas", filter_) == said
    done = client.post("/areas:delete", params={"filter": json.dumps(filter_)})
    assert done.status_code == 200
    after = counts(database)
    assert [before[name] - after[name] for name in before] == [*gone]


def test_each_table_is_counted_in_one_statement(client: TestClient, database: Database) -> None:
    build(database)
    with statements(database) as executed:
        related(client, "/areas", {})
    counted = [sql for sql in executed if "count(" in sql]
    assert len(counted) == 1 + len(("areas", "houses", "rooms", "keys", "pages"))


def test_cascades_of_the_orm_count_where_the_domain_deletes(client: TestClient, database: Database) -> None:
    build(database)
    with database.begin() as session:
        session.add_all([Note(area_id=5), Note(area_id=5), Note(area_id=4)])
    assert "test_note" not in related(client, "/areas", {"id": [5]})
    assert client.post("/areas:delete", params={"filter": '{"id":[5]}'}).json()["code"] == "in_use"

    assert related(client, "/places", {"id": [5]})["test_note"] == 2
    before = counts(database)
    assert client.post("/places:delete", params={"filter": '{"id":[5]}'}).status_code == 200
    assert before["test_note"] - counts(database)["test_note"] == 2


class Person(Base):
    """No cascade: a person to whom others refer can't be deleted without them."""

    __tablename__ = "test_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    boss_id: Mapped[int | None] = mapped_column(ForeignKey("test_person.id"))


PERSON = read_schema(Person, "boss_id")


@pytest.fixture(params=["stored", "domain"])
def people(request: pytest.FixtureRequest, database: Database) -> Iterator[TestClient]:
    stored = stored_as_sent(Person, PERSON)
    delete = lambda session, person: session.execute(sa.delete(Person).where(Person.id == person.id))  # noqa: E731
    writers = Writers(stored.create_schema, stored.create, stored.update_schema, stored.update, delete)
    own = writers if request.param == "domain" else None
    resource = Resource("people", Person, PERSON, roles=GARDENERS, search=(), writers=own)
    with serving(database, Base.metadata, resource) as client:
        yield client


@pytest.mark.parametrize(
    "bosses",
    [
        {id_: id_ - 1 for id_ in range(2, 41)},
        {id_: id_ + 1 for id_ in range(1, 40)},
        {1: 40, 39: 2, 2: 21, 22: 3},  # each chunk has someone to whom another one refers
    ],
    ids=["older", "newer", "both"],
)
def test_records_in_many_chunks_that_refer_to_each_other_are_deleted(
    people: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch, bosses: dict[int, int]
) -> None:
    monkeypatch.setattr(bulk_changes, "CHUNK", 10)
    with database.begin() as session:
        session.execute(sa.insert(Person), [{"id": id_} for id_ in range(1, 42)])
        for id_, boss in bosses.items():
            session.execute(sa.update(Person).where(Person.id == id_).values(boss_id=boss))
        session.execute(sa.update(Person).where(Person.id == 41).values(boss_id=5))
    held = people.post("/people:delete", params={"filter": '{"id_lte":40}'})
    assert (held.status_code, held.json()["code"]) == (409, "in_use")
    assert held.json()["message"].startswith("Record ")
    assert len(people.get("/people", params={"range": "[0,99]"}).json()) == 41
    assert people.post("/people:delete", params={"filter": "{}"}).json() == {"records": 41, "changed": 41}
    assert people.get("/people").json() == []
