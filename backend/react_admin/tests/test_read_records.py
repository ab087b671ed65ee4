"""Reading records by a schema: relationships, inheritance, properties, and custom keys and names."""

import uuid
from enum import IntEnum
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from pydantic import Field
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, foreign, mapped_column, relationship, remote, synonym

from react_admin import Action, Read, Resource, resource_router
from react_admin.listing import find_page
from react_admin.read_records import as_records, read_records
from react_admin.tests.conftest import Base, Bed, Plant, Size
from react_admin.tests.host import Database, get_session, list_query, role_check


def allow_everyone(_: Request, __: Session) -> None:
    pass


ROOT, LEFT, RIGHT, LEAF = (uuid.UUID(int=number) for number in (7, 5, 6, 1))


NEIGHBOURS = sa.Table(
    "test_beside",
    Base.metadata,
    sa.Column("branch_id", ForeignKey("test_branch.id"), primary_key=True),
    sa.Column("other_id", sa.Uuid(as_uuid=False), ForeignKey("test_branch.id"), primary_key=True),
    sa.Column("distance", sa.Integer),
)


class Branch(Base):
    """Self-referential relationships, and UUIDs as ids."""

    __tablename__ = "test_branch"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    trunk_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("test_branch.id"))
    length: Mapped[int]

    trunk: Mapped["Branch | None"] = relationship(
        back_populates="branches", remote_side="Branch.id", lazy="raise"
    )
    branches: Mapped[list["Branch"]] = relationship(
        back_populates="trunk", lazy="raise", order_by="Branch.length.desc()"
    )
    beside: Mapped[list["Branch"]] = relationship(
        secondary=NEIGHBOURS,
        primaryjoin=lambda: Branch.id == NEIGHBOURS.c.branch_id,
        secondaryjoin=lambda: Branch.id == NEIGHBOURS.c.other_id,
        order_by=NEIGHBOURS.c.distance,
        lazy="raise",
    )
    beside_it: Mapped[list["Branch"]] = relationship(
        secondary=NEIGHBOURS,
        primaryjoin=lambda: Branch.id == NEIGHBOURS.c.other_id,
        secondaryjoin=lambda: Branch.id == NEIGHBOURS.c.branch_id,
        order_by=NEIGHBOURS.c.distance,
        viewonly=True,
    )
    farther: Mapped[list["Branch"]] = relationship(
        secondary=NEIGHBOURS,
        primaryjoin=lambda: sa.and_(
            Branch.id == NEIGHBOURS.c.branch_id, NEIGHBOURS.c.distance > Branch.length
        ),
        secondaryjoin=lambda: Branch.id == NEIGHBOURS.c.other_id,
        order_by=NEIGHBOURS.c.distance,
        viewonly=True,
    )
    longer: Mapped[list["Branch"]] = relationship(
        primaryjoin=lambda: Branch.length < remote(foreign(Branch.length)),
        order_by=lambda: Branch.length,
        viewonly=True,
        uselist=True,
    )

    @property
    def is_long(self) -> bool:
        return self.length > 1


class Rank(IntEnum):
    """Sorting by value puts `last` first; sorting by name puts `first` first."""

    first = 20
    last = 10


class PublicId(sa.TypeDecorator[str]):
    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> int | None:  # noqa: ARG002
        return int(str(value).removeprefix("p-")) if value else None

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        return f"p-{value}"


class House(Base):
    __tablename__ = "test_house"

    id: Mapped[int] = mapped_column(primary_key=True)
    cats: Mapped[list["Cat"]] = relationship(lazy="raise", order_by="Cat.name")
    parcels: Mapped[list["Parcel"]] = relationship(back_populates="house", order_by="Parcel.total")
    senders: Mapped[list["Sender"]] = relationship(
        secondary=lambda: sa.join(Parcel, Sender, Parcel.sender_id == Sender.id),
        primaryjoin="House.id == Parcel.house_id",
        secondaryjoin="Parcel.sender_id == Sender.id",
        viewonly=True,
        lazy="raise",
    )
    owls: Mapped[list["Animal"]] = relationship(
        primaryjoin="and_(House.id == Animal.house_id, Animal.name == 'Owl')", viewonly=True, lazy="raise"
    )


class Animal(Base):
    """Cats are rows of this table alone. Dogs also have a row in a table of their own."""

    __tablename__ = "test_animal"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "animal"}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    house_id: Mapped[int | None] = mapped_column(ForeignKey("test_house.id"))


class Cat(Animal):
    __mapper_args__ = {"polymorphic_identity": "cat"}  # noqa: RUF012 - SQLAlchemy's declaration


class Dog(Animal):
    __tablename__ = "test_dog"
    __mapper_args__ = {"polymorphic_identity": "dog"}  # noqa: RUF012 - SQLAlchemy's declaration

    id: Mapped[int] = mapped_column(ForeignKey("test_animal.id"), primary_key=True)
    trick: Mapped[str]


class Parcel(Base):
    """A column named `total`, an enum as the key, a synonym, an alias, and a property that is a record."""

    __tablename__ = "test_parcel"

    id: Mapped[Rank] = mapped_column(sa.Enum(Rank), primary_key=True)
    total: Mapped[int | None]
    label: Mapped[Size] = mapped_column(sa.Enum(Size, native_enum=False, validate_strings=True))
    house_id: Mapped[int | None] = mapped_column(ForeignKey("test_house.id"))
    sender_id: Mapped[int | None] = mapped_column(sa.Integer, ForeignKey("test_sender.id"))

    weight: Mapped[int | None] = synonym("total")
    house: Mapped[House | None] = relationship(back_populates="parcels")

    @property
    def goes_to(self) -> House | None:
        return self.house


class Sender(Base):
    """The key is an integer in the database and a string in Python."""

    __tablename__ = "test_sender"

    id: Mapped[str] = mapped_column(PublicId, primary_key=True)
    parcels: Mapped[list[Parcel]] = relationship(order_by=Parcel.total)


class ParcelId(Read):
    id: Rank


class SenderRead(Read):
    id: str
    parcels: list[ParcelId]


class SenderId(Read):
    id: str


class HouseOfParcels(Read):
    parcels: list[ParcelId]


class HouseOfSenders(Read):
    id: int
    senders: list[SenderId]


class ParcelRead(ParcelId):
    total: int | None
    weight: int | None = Field(serialization_alias="grams")
    label: Size
    goes_to: HouseOfParcels | None


class AnimalRead(Read):
    id: int
    name: str


class DogRead(AnimalRead):
    trick: str


class HouseRead(Read):
    id: int
    cats: list[AnimalRead]
    owls: list[AnimalRead]


class Twig(Read):
    id: uuid.UUID
    is_long: bool
    note: str = "not of the model"


class Bough(Read):
    id: uuid.UUID
    branches: list[Twig]


class Tree(Bough):
    branches: list[Bough]  # type: ignore[assignment] # deeper
    trunk: Twig | None = None


class BranchId(Read):
    id: uuid.UUID


class Neighbour(BranchId):
    beside: list[BranchId]
    beside_it: list[BranchId]
    farther: list[BranchId]
    longer: list[BranchId]


class BedOnly(Read):
    id: int
    code: str


class PlantOfBed(Read):
    id: int
    bed: BedOnly | None


@pytest.mark.usefixtures("app")
def test_self_referential_relationships_are_read(database: Database) -> None:
    with database.begin() as session:
        session.add(Branch(id=ROOT, length=9))
        session.flush()
        session.add_all(
            Branch(id=id_, trunk_id=ROOT, length=length) for id_, length in ((LEFT, 1), (RIGHT, 2))
        )
        session.flush()
        session.add(Branch(id=LEAF, trunk_id=LEFT, length=1))
    with database.begin() as session:
        leaf = {"id": LEAF, "is_long": False}
        branches = [{"id": RIGHT, "branches": []}, {"id": LEFT, "branches": [leaf]}]
        assert read_records(session, Branch, Tree, [ROOT]) == [{"id": ROOT, "branches": branches}]
        [right, root] = read_records(session, Branch, Tree, [RIGHT, uuid.UUID(int=99), ROOT], ["trunk"])
        assert (right["trunk"], root["trunk"]) == ({"id": ROOT, "is_long": True}, None)
        assert Twig.model_validate(leaf).note == "not of the model"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("relationship", "of_root", "of_left", "of_right"),
    [
        ("beside", [LEFT, LEAF, RIGHT], [ROOT], [ROOT]),
        ("beside_it", [RIGHT, LEFT], [ROOT], [ROOT]),
        ("farther", [LEAF, RIGHT], [ROOT], []),
        ("longer", [], [RIGHT, ROOT], [ROOT]),
    ],
)
def test_relationships_without_a_plain_foreign_key_are_read(
    database: Database,
    relationship: str,
    of_root: list[uuid.UUID],
    of_left: list[uuid.UUID],
    of_right: list[uuid.UUID],
) -> None:
    pairs = [(ROOT, RIGHT, 6), (ROOT, LEFT, 3), (ROOT, LEAF, 5), (LEFT, ROOT, 2), (RIGHT, ROOT, 1)]
    with database.begin() as session:
        lengths = {ROOT: 4, RIGHT: 2, LEFT: 1, LEAF: 1}
        session.add_all(Branch(id=id_, length=length) for id_, length in lengths.items())
        session.flush()
        columns = ("branch_id", "other_id", "distance")
        rows = [(branch, str(other), distance) for branch, other, distance in pairs]
        session.execute(NEIGHBOURS.insert(), [dict(zip(columns, row, strict=True)) for row in rows])
        records = read_records(session, Branch, Neighbour, [ROOT, LEFT, RIGHT])
    ids = [[other["id"] for other in record[relationship]] for record in records]
    assert ids == [of_root, of_left, of_right]


@pytest.mark.usefixtures("app")
def test_records_are_in_the_order_of_the_ids_and_may_have_the_same_related_record(
    database: Database,
) -> None:
    with database.begin() as session:
        session.add(Bed(id=3, code="A"))
        session.flush()
        session.add_all(
            Plant(id=id_, name="Rose", size=Size.small, bed_id=bed)
            for id_, bed in ((1, 3), (2, None), (4, 3))
        )
    with database.begin() as session:
        plants = [
            (record["id"], record["bed"]) for record in read_records(session, Plant, PlantOfBed, [4, 2, 1])
        ]
    bed = {"id": 3, "code": "A"}
    assert plants == [(4, bed), (2, None), (1, bed)]


@pytest.mark.usefixtures("app")
def test_objects_that_the_session_has_loaded_are_read_again(database: Database) -> None:
    with database.begin() as session:
        session.add(Branch(id=ROOT, length=1))
        session.flush()
        assert read_records(session, Branch, Twig, [ROOT]) == [{"id": ROOT, "is_long": False}]
        session.connection().exec_driver_sql("UPDATE test_branch SET length = 2")
        assert read_records(session, Branch, Twig, [ROOT]) == [{"id": ROOT, "is_long": True}]


@pytest.mark.usefixtures("app")
def test_a_list_of_records_with_uuids_is_sorted_and_filtered_by_id(database: Database) -> None:
    branches = Resource("branches", Branch, Twig, roles={})
    with database.begin() as session:
        session.add_all(Branch(id=id_, length=2) for id_ in (ROOT, LEFT, LEAF))
        for filter_ in ("{}", f'{{"id":["{LEAF}","{ROOT}","{LEFT}"]}}'):
            query = list_query(branches, '["id","DESC"]', filter_, rows=2)
            assert [id_ for id_, *_ in find_page(session, query).rows] == [ROOT, LEFT]


@pytest.mark.usefixtures("app")
def test_models_with_inheritance_are_listed_and_read(database: Database) -> None:
    with database.begin() as session:
        if database.engine.dialect.name == "postgresql":
            session.execute(sa.text("SELECT keep_row_count('test_animal')"))
        session.add(House(id=1))
        session.flush()
        session.add_all(
            [
                Cat(id=1, name="Tom", house_id=1),
                Dog(id=2, name="Rex", house_id=1, trick="sits"),
                Cat(id=3, name="Mia", house_id=1),
                Animal(id=4, name="Owl", house_id=1),
            ]
        )
    rex, tom, mia = (
        {"id": 2, "name": "Rex", "trick": "sits"},
        {"id": 1, "name": "Tom"},
        {"id": 3, "name": "Mia"},
    )
    with database.begin() as session:
        for model, schema, expected in ((Cat, AnimalRead, [tom, mia]), (Dog, DogRead, [rex])):
            resource = Resource("animals", model, schema, roles={}, search=("name",))
            for filter_ in ("{}", '{"id_gte":1}'):
                page = find_page(session, list_query(resource, filter_=filter_, rows=9))
                assert (as_records(session, model, schema, page.rows), page.total) == (
                    expected,
                    len(expected),
                )
            assert read_records(session, model, schema, [1, 2, 3, 4]) == expected
        assert read_records(session, House, HouseRead, [1]) == [
            {"id": 1, "cats": [mia, tom], "owls": [{"id": 4, "name": "Owl"}]}
        ]


def test_custom_keys_and_field_names_are_read_and_filtered(app: FastAPI, database: Database) -> None:
    roles: dict[Action, Any] = {"list": allow_everyone, "show": allow_everyone}
    resource = Resource("parcels", Parcel, ParcelRead, roles=roles, search=("label",))
    app.include_router(resource_router(resource, role_check, get_session))
    client = TestClient(app)
    with database.begin() as session:
        session.add_all([House(id=1), Sender(id="p-1")])
        session.flush()
        session.add(Parcel(id=Rank.first, total=7001, label=Size.small, house_id=1, sender_id=1))
        session.add(Parcel(id=Rank.last, total=7002, label=Size.large, house_id=1, sender_id=1))
    house = {"parcels": [{"id": 20}, {"id": 10}]}
    first = {"id": 20, "total": 7001, "grams": 7001, "label": "small", "goes_to": house}
    last = {"id": 10, "total": 7002, "grams": 7002, "label": "large", "goes_to": house}
    expected_lists: list[tuple[str, list[Any]]] = [
        ("", [last, first]),
        ('sort=["id","DESC"]', [first, last]),
        ('sort=["label","ASC"]', [last, first]),
        ('filter={"q":"mal"}', [first]),
        ('filter={"total_gt":7001}', [last]),
        ('filter={"id":20}', [first]),
    ]
    for query, expected in expected_lists:
        response = client.get(f"/parcels?{query}")
        assert response.json() == expected
        headers = (f"parcels 0-{len(expected) - 1}/{len(expected)}", "exact")
        assert (response.headers["content-range"], response.headers["content-range-total"]) == headers
    with database.begin() as session:
        assert read_records(session, Sender, SenderRead, ["p-1"]) == [
            {"id": "p-1", "parcels": [{"id": Rank.first}, {"id": Rank.last}]}
        ]
        assert read_records(session, House, HouseOfSenders, [1]) == [
            {"id": 1, "senders": [{"id": "p-1"}] * 2}  # once for each parcel
        ]
