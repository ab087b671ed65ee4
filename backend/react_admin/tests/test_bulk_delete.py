"""Records that refer to each other, deleted by one call in any order: all of them, or none."""

import json
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, MetaData, delete
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from react_admin import Resource, Writers, read_schema
from react_admin.tests.host import GARDENERS, Database, serving
from react_admin.writers import stored_as_sent


class Base(DeclarativeBase):
    metadata = MetaData()


class Staff(Base):
    __tablename__ = "test_staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    boss_id: Mapped[int | None] = mapped_column(ForeignKey("test_staff.id"))
    kind: Mapped[str] = mapped_column(default="staff")

    boss: Mapped["Staff | None"] = relationship(remote_side="Staff.id", lazy="raise")

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "staff"}  # noqa: RUF012 - SQLAlchemy's


class Manager(Staff):
    __tablename__ = "test_manager"

    id: Mapped[int] = mapped_column(ForeignKey(Staff.id), primary_key=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))

    __mapper_args__ = {"polymorphic_identity": "manager", "inherit_condition": id == Staff.id}  # noqa: A003, RUF012


class Badge(Base):
    __tablename__ = "test_badge"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id))


class Pass(Base):
    __tablename__ = "test_pass"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id, ondelete="CASCADE"))


STAFF = read_schema(Staff, "boss_id")


def by_session(session: Session, staff: Staff) -> None:
    session.delete(staff)


def by_statement(session: Session, staff: Staff) -> None:
    session.execute(delete(Staff).where(Staff.id == staff.id))


@pytest.fixture(params=["stored", "session", "statement"])
def office(request: pytest.FixtureRequest, database: Database) -> Iterator[TestClient]:
    stored = stored_as_sent(Staff, STAFF)
    how = {"session": by_session, "statement": by_statement}.get(request.param)
    writers = how and Writers(stored.create_schema, stored.create, stored.update_schema, stored.update, how)
    resources = (
        Resource("staff", Staff, STAFF, roles=GARDENERS, writers=writers),
        Resource("managers", Manager, read_schema(Manager, "boss_id", "deputy_id"), roles=GARDENERS),
        Resource("badges", Badge, read_schema(Badge, "staff_id"), roles=GARDENERS),
    )
    with serving(database, Base.metadata, *resources) as client:
        yield client


def fill(database: Database, bosses: Sequence[int | None]) -> None:
    with database.begin() as session:
        session.add_all(Staff(id=id_) for id_ in range(1, len(bosses) + 1))
        session.flush()
        for id_, boss in enumerate(bosses, 1):
            session.get_one(Staff, id_).boss_id = boss


def delete_many(office: TestClient, ids: Sequence[int], path: str = "/staff") -> Any:
    return office.delete(path, params={"filter": json.dumps({"id": ids})})


@pytest.mark.parametrize("bosses", [(None, 1, 2), (2, 3, None), (None, 1, 1), (3, 1, None)])
def test_in_any_order(office: TestClient, database: Database, bosses: tuple[int | None, ...]) -> None:
    for ids in permutations((1, 2, 3)):
        fill(database, bosses)
        answer = delete_many(office, ids)
        assert (answer.status_code, answer.json()) == (200, [*ids])
        assert office.get("/staff").json() == []


@pytest.mark.parametrize("office", ["stored"], indirect=True)
@pytest.mark.parametrize("bosses", [(2, 1, None), (2, 3, 1), (3, 3, 3), (1, 2, None)])
def test_in_a_circle(office: TestClient, database: Database, bosses: tuple[int, ...]) -> None:
    fill(database, bosses)
    assert delete_many(office, [2, 3, 1]).json() == [2, 3, 1]
    assert office.get("/staff").json() == []


@pytest.mark.parametrize(("ids", "held"), [([1, 2], 1), ([2, 1], 1), ([3, 1, 2], 3)])
def test_what_another_record_refers_to_keeps_all(
    office: TestClient, database: Database, ids: list[int], held: int
) -> None:
    fill(database, (None, 1, 1, None))
    if 3 in ids:
        office.post("/badges", json={"staff_id": 3})
    before = office.get("/staff").json()
    answer = delete_many(office, ids)
    assert answer.status_code == 409
    assert answer.json()["code"] == "in_use"
    if len(before) == 4:
        sentence = "Other records refer to this one, so it can't be deleted."
        assert answer.json()["message"] in (f"Record {held}: {sentence}", f"Record 1: {sentence}")
    assert office.get("/staff").json() == before


@pytest.mark.parametrize("office", ["stored"], indirect=True)
def test_a_model_in_two_tables_and_what_goes_along(office: TestClient, database: Database) -> None:
    with database.begin() as session:
        session.add_all([Manager(id=1), Staff(id=2, boss_id=1), Manager(id=3, boss_id=2, deputy_id=1)])
        session.flush()
        session.add(Pass(staff_id=2))
    assert delete_many(office, [1, 3], "/managers").status_code == 409
    assert delete_many(office, [1, 3, 2]).json() == [1, 3, 2]
    with database.begin() as session:
        assert [session.query(one).count() for one in (Staff, Manager, Pass)] == [0, 0, 0]
