"""A bulk call deletes records that refer to each other, in any order: all of them, or none."""

import json
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import ForeignKey, MetaData, delete
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from react_admin import Resource, Writers, read_schema
from react_admin.default_writers import stored_as_sent
from react_admin.tests.host import GARDENERS, Database, serving


class Base(DeclarativeBase):
    metadata = MetaData()


class Staff(Base):
    __tablename__ = "test_staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    boss_id: Mapped[int | None] = mapped_column(ForeignKey("test_staff.id"))
    kind: Mapped[str] = mapped_column(default="staff")

    boss: Mapped["Staff | None"] = relationship(remote_side="Staff.id", lazy="raise")

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "staff"}  # noqa: RUF012 - SQLAlchemy's declaration


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


def delete_by_session(session: Session, staff: Staff) -> None:
    session.delete(staff)


def delete_by_statement(session: Session, staff: Staff) -> None:
    session.execute(delete(Staff).where(Staff.id == staff.id))


@pytest.fixture(params=["stored", "session", "statement"])
def client(request: pytest.FixtureRequest, database: Database) -> Iterator[TestClient]:
    stored = stored_as_sent(Staff, STAFF)
    delete_one = {"session": delete_by_session, "statement": delete_by_statement}.get(request.param)
    writers = delete_one and Writers(
        stored.create_schema, stored.create, stored.update_schema, stored.update, delete_one
    )
    resources = (
        Resource("staff", Staff, STAFF, roles=GARDENERS, writers=writers),
        Resource("managers", Manager, read_schema(Manager, "boss_id", "deputy_id"), roles=GARDENERS),
        Resource("badges", Badge, read_schema(Badge, "staff_id"), roles=GARDENERS),
    )
    with serving(database, Base.metadata, *resources) as client:
        yield client


def add_staff(database: Database, bosses: Sequence[int | None]) -> None:
    """Add staff with ids from 1, each with the boss at its position in `bosses`."""
    with database.begin() as session:
        session.add_all(Staff(id=id_) for id_ in range(1, len(bosses) + 1))
        session.flush()
        for id_, boss in enumerate(bosses, 1):
            session.get_one(Staff, id_).boss_id = boss


def delete_many(client: TestClient, ids: Sequence[int], path: str = "/staff") -> Any:
    return client.delete(path, params={"filter": json.dumps({"id": ids})})


@pytest.mark.parametrize("bosses", [(None, 1, 2), (2, 3, None), (None, 1, 1), (3, 1, None)])
def test_records_are_deleted_in_any_order_of_ids(
    client: TestClient, database: Database, bosses: tuple[int | None, ...]
) -> None:
    for ids in permutations((1, 2, 3)):
        add_staff(database, bosses)
        response = delete_many(client, ids)
        assert (response.status_code, response.json()) == (200, [*ids])
        assert client.get("/staff").json() == []


@pytest.mark.parametrize("client", ["stored"], indirect=True)
@pytest.mark.parametrize("bosses", [(2, 1, None), (2, 3, 1), (3, 3, 3), (1, 2, None)])
def test_records_that_refer_to_each_other_in_a_circle_are_deleted(
    client: TestClient, database: Database, bosses: tuple[int, ...]
) -> None:
    add_staff(database, bosses)
    assert delete_many(client, [2, 3, 1]).json() == [2, 3, 1]
    assert client.get("/staff").json() == []


@pytest.mark.parametrize(("ids", "held"), [([1, 2], 1), ([2, 1], 1), ([3, 1, 2], 3)])
def test_nothing_is_deleted_if_another_record_refers_to_a_named_one(
    client: TestClient, database: Database, ids: list[int], held: int
) -> None:
    add_staff(database, (None, 1, 1, None))
    if 3 in ids:
        client.post("/badges", json={"staff_id": 3})
    before = client.get("/staff").json()
    response = delete_many(client, ids)
    assert response.status_code == 409
    assert response.json()["code"] == "in_use"
    if len(before) == 4:
        sentence = "Other records refer to this one, so it can't be deleted."
        assert response.json()["message"] in (f"Record {held}: {sentence}", f"Record 1: {sentence}")
    assert client.get("/staff").json() == before


@pytest.mark.parametrize("client", ["stored"], indirect=True)
def test_rows_in_a_second_table_and_cascading_rows_are_deleted(
    client: TestClient, database: Database
) -> None:
    with database.begin() as session:
        session.add_all([Manager(id=1), Staff(id=2, boss_id=1), Manager(id=3, boss_id=2, deputy_id=1)])
        session.flush()
        session.add(Pass(staff_id=2))
    assert delete_many(client, [1, 3], "/managers").status_code == 409
    assert delete_many(client, [1, 3, 2]).json() == [1, 3, 2]
    with database.begin() as session:
        assert [session.query(model).count() for model in (Staff, Manager, Pass)] == [0, 0, 0]
