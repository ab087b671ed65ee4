"""Bulk actions on the records that a filter matches. They change all of these, or none."""

import json
from collections.abc import Iterator, Sequence
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import CheckConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from react_admin import BulkAction, Resource, bulk_changes, read_schema
from react_admin.errors import InUse
from react_admin.model_columns import VERSION
from react_admin.tests.host import GARDENERS, Database, may_read, may_write, serving
from tests.statements import statements


class Base(DeclarativeBase):
    metadata = MetaData()


class Tree(Base):
    __tablename__ = "test_tree"
    __table_args__ = (CheckConstraint("height <= 9", name="not_too_high"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    height: Mapped[int] = mapped_column(default=1)
    felled: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


def fell(_: Session, tree: Tree) -> None:
    tree.felled = True


def grow(_: Session, tree: Tree) -> None:
    tree.height += 1


def move(_: Session, tree: Tree) -> None:
    tree.name += " (moved)"
    if tree.height > 5:
        raise InUse("This tree can't be moved.")


TREES = Resource(
    "trees",
    Tree,
    read_schema(Tree, "name", "height", "felled", VERSION),
    roles=GARDENERS,
    search=("name",),
    actions=(
        BulkAction("fell", may_write, fell, ~Tree.felled),
        BulkAction("grow", may_write, grow),
        BulkAction("move", may_read, move),
    ),
)


# Readers see and move small trees only.
SMALL = Resource(
    "small",
    Tree,
    TREES.read,
    roles={"list": may_read, "delete": may_read},
    scope=lambda request, _: Tree.height < 3 if request.headers["x-role"] == "reader" else None,
    actions=(BulkAction("fell", may_read, fell),),
)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with serving(database, Base.metadata, TREES, SMALL) as client:
        yield client


def plant(database: Database, *heights: int) -> None:
    """Add trees with ids from 1. Those of even height are felled already."""
    with database.begin() as session:
        session.execute(
            sa.insert(Tree),
            [
                {"id": id_, "name": f"Tree {id_}", "height": height, "felled": height % 2 == 0}
                for id_, height in enumerate(heights, 1)
            ],
        )


def call(client: TestClient, method: str, action: str, filter_: Any, **options: Any) -> Response:
    return client.request(method, f"/trees:{action}", params={"filter": json.dumps(filter_)}, **options)


def trees(client: TestClient) -> list[tuple[int, int, bool, int]]:
    found = client.get("/trees", params={"range": "[0,999]"}).json()
    return [(tree["id"], tree["height"], tree["felled"], tree["version"]) for tree in found]


@pytest.mark.parametrize(
    ("filter_", "matched"),
    [
        ({}, [1, 2, 3, 4]),
        ({"id": [4, 2, 9]}, [2, 4]),
        ({"height_gte": 3, "q": "tree"}, [3, 4]),
        ({"id": []}, []),
    ],
)
def test_an_action_changes_what_its_preview_counts(
    client: TestClient, database: Database, filter_: Any, matched: Sequence[int]
) -> None:
    plant(database, 1, 2, 3, 4)
    applicable = [id_ for id_ in matched if id_ % 2]
    counts = {"records": len(matched), "applicable": len(applicable)}
    before = trees(client)
    preview = call(client, "GET", "fell", filter_)
    assert (preview.status_code, preview.json(), trees(client)) == (200, counts, before)
    done = call(client, "POST", "fell", filter_)
    assert (done.status_code, done.json()) == (200, {"records": len(matched), "changed": len(applicable)})
    assert trees(client) == [
        (id_, height, felled or id_ in applicable, 2 if id_ in applicable else 1)
        for id_, height, felled, _ in before
    ]
    assert call(client, "GET", "fell", filter_).json() == counts | {"applicable": 0}


def test_an_action_without_a_condition_applies_to_every_record(
    client: TestClient, database: Database
) -> None:
    plant(database, 1, 2)
    assert call(client, "GET", "grow", {}).json() == {"records": 2, "applicable": 2}
    assert call(client, "POST", "grow", {}).json() == {"records": 2, "changed": 2}
    assert trees(client) == [(1, 2, False, 2), (2, 3, True, 2)]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("action", ["fell", "delete"])
def test_the_filter_is_required_and_checked(
    client: TestClient, database: Database, method: str, action: str
) -> None:
    plant(database, 1)
    missing = client.request(method, f"/trees:{action}")
    assert (missing.status_code, missing.json()["errors"]) == (
        400,
        {"filter": "It is missing: {} means all records."},
    )
    for filter_ in ("", "{", "[1]", '{"colour":1}', '{"id":["x"]}'):
        refused = client.request(method, f"/trees:{action}", params={"filter": filter_})
        assert (refused.status_code, [*refused.json()["errors"]]) == (400, ["filter"])
    assert trees(client) == [(1, 1, False, 1)]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_action_has_a_role_of_its_own(client: TestClient, database: Database, method: str) -> None:
    plant(database, 1)
    reader = {"X-Role": "reader"}
    statuses = [
        call(client, method, action, {}, headers=reader).status_code
        for action in ("fell", "grow", "delete", "move")
    ]
    assert statuses == [403, 403, 403, 200]
    stranger = call(client, method, "move", {}, headers={"X-Role": "stranger"})
    assert stranger.status_code == 401
    assert call(client, method, "prune", {}).status_code in (404, 405)


@pytest.mark.parametrize("filter_", [{}, {"id": [1, 2, 3]}])
@pytest.mark.parametrize("action", ["fell", "delete"])
def test_an_action_keeps_to_the_scope_of_the_resource(
    client: TestClient, database: Database, filter_: Any, action: str
) -> None:
    plant(database, 1, 3, 5)
    reader = {"X-Role": "reader"}
    params = {"filter": json.dumps(filter_)}
    preview = client.get(f"/small:{action}", params=params, headers=reader)
    assert (preview.json()["records"], preview.json()["applicable"]) == (1, 1)
    done = client.post(f"/small:{action}", params=params, headers=reader)
    assert done.json() == {"records": 1, "changed": 1}
    left = [(1, 1, True, 2)] if action == "fell" else []
    assert trees(client) == [*left, (2, 3, False, 1), (3, 5, False, 1)]
    assert client.get(f"/small:{action}", params=params).json()["records"] == len(left) + 2


def test_an_error_of_the_domain_names_its_record_and_nothing_is_changed(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_changes, "CHUNK", 2)
    plant(database, 1, 2, 3, 7, 8)
    before = trees(client)
    refused = call(client, "POST", "move", {})
    message = "Record 4 (“Tree 4”): This tree can't be moved."
    assert (refused.status_code, refused.json()) == (
        409,
        {"code": "in_use", "message": message, "errors": {"root": {"serverError": message}}},
    )
    assert trees(client) == before
    assert {tree["name"] for tree in client.get("/trees").json()} == {f"Tree {id_}" for id_ in range(1, 6)}


def test_a_violated_constraint_names_its_record_and_nothing_is_changed(
    client: TestClient, database: Database
) -> None:
    plant(database, 1, 9, 9)
    before = trees(client)
    refused = call(client, "POST", "grow", {})
    assert refused.status_code == 422
    assert refused.json() == {
        "code": "invalid",
        "message": "Record 2 (“Tree 2”): Please correct the marked fields.",
        "errors": {"height": "This value is not allowed here."},
    }
    assert trees(client) == before


@pytest.mark.parametrize("action", ["grow", "delete"])
def test_many_records_are_changed_in_chunks(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    monkeypatch.setattr(bulk_changes, "CHUNK", 10)
    plant(database, *[1] * 95)
    with statements(database) as executed:
        done = call(client, "POST", action, {})
    assert done.json() == {"records": 95, "changed": 95}
    assert trees(client) == [] if action == "delete" else [(id_, 2, False, 2) for id_ in range(1, 96)]
    locks = [sql for sql in executed if sql.startswith("SELECT") and "LIMIT" in sql]
    assert len(locks) == 11
    assert max(sql.count("?") + sql.count("%(") for sql in executed) < 60


def test_a_record_is_judged_again_once_it_is_locked(client: TestClient, database: Database) -> None:
    """Someone else fells the second tree, and raises the third one, while the call waits for its lock."""
    plant(database, 1, 1, 1)
    answers: list[Response] = []
    has_begun = Event()
    # SQLite waits for the lock of the database as it begins a transaction, PostgreSQL for that of a row.
    sa.event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _, __, sql, *___: has_begun.set() if "IMMEDIATE" in sql or "FOR NO KEY" in sql else None,
    )
    with database.begin() as session:
        has_begun.clear()
        for id_, values in ((2, {"felled": True}), (3, {"height": 5})):
            session.execute(sa.update(Tree).where(Tree.id == id_).values(values))
        waiting = Thread(target=lambda: answers.append(call(client, "POST", "fell", {"height_lte": 1})))
        waiting.start()
        assert has_begun.wait(10)
        assert answers == []
    waiting.join()
    assert answers[0].json() == {"records": 2, "changed": 1}
    assert trees(client) == [(1, 1, True, 2), (2, 1, True, 1), (3, 5, False, 1)]


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (("Fell",), "The action `Fell` of trees has other characters"),
        (("delete",), "The action `delete` of trees is the name of another call"),
        (("facets",), "is the name of another call"),
        (("fell", "fell"), "The action `fell` of trees is declared twice"),
    ],
)
def test_an_action_with_an_unsuitable_name_is_refused(names: Sequence[str], problem: str) -> None:
    actions = tuple(BulkAction(name, may_write, fell) for name in names)
    with pytest.raises(TypeError, match=problem):
        Resource("trees", Tree, TREES.read, roles=GARDENERS, actions=actions)
