"""What is read of a model by a schema, whatever leads to it."""

import uuid

import pytest
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Database
from app.react_admin import Read, Resource
from app.react_admin.listing import find_page
from app.react_admin.reading import read_records
from tests.react_admin.conftest import Base, Bed, Plant, Size

ROOT, LEFT, RIGHT, LEAF = (uuid.UUID(int=number) for number in (7, 5, 6, 1))


class Branch(Base):
    """Related to its own kind, and with ids that are no numbers."""

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

    @property
    def is_long(self) -> bool:
        return self.length > 1


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


class BedOnly(Read):
    id: int
    code: str


class PlantOfBed(Read):
    id: int
    bed: BedOnly | None


@pytest.mark.usefixtures("garden")
def test_a_model_that_is_related_to_itself(database: Database) -> None:
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


@pytest.mark.usefixtures("garden")
def test_records_come_in_the_order_of_the_ids_and_share_what_they_have_in_common(database: Database) -> None:
    with database.begin() as session:
        session.add(Bed(id=3, code="A"))
        session.flush()
        session.add_all(
            Plant(id=id_, name="Rose", size=Size.small, bed_id=bed)
            for id_, bed in ((1, 3), (2, None), (4, 3))
        )
    with database.begin() as session:
        found = [
            (record["id"], record["bed"]) for record in read_records(session, Plant, PlantOfBed, [4, 2, 1])
        ]
    bed = {"id": 3, "code": "A"}
    assert found == [(4, bed), (2, None), (1, bed)]


@pytest.mark.usefixtures("garden")
def test_what_the_session_knows_is_read_anew(database: Database) -> None:
    with database.begin() as session:
        session.add(Branch(id=ROOT, length=1))
        session.flush()
        assert read_records(session, Branch, Twig, [ROOT]) == [{"id": ROOT, "is_long": False}]
        session.connection().exec_driver_sql("UPDATE test_branch SET length = 2")
        assert read_records(session, Branch, Twig, [ROOT]) == [{"id": ROOT, "is_long": True}]


@pytest.mark.usefixtures("garden")
def test_ids_that_are_no_numbers(database: Database) -> None:
    branches = Resource("branches", Branch, Twig, roles={})
    with database.begin() as session:
        session.add_all(Branch(id=id_, length=2) for id_ in (ROOT, LEFT, LEAF))
        for filter_ in ("{}", f'{{"id":["{LEAF}","{ROOT}","{LEFT}"]}}'):
            listing = branches.listing('["id","DESC"]', filter_)
            assert find_page(session, listing, 0, 2).ids == [ROOT, LEFT]
