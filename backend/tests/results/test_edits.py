"""Snapshots of polls end with an edit, and with nothing else that a process commits."""

import pytest
from fastapi.testclient import TestClient

from app.accounts.models import Role
from app.database import Database
from app.results import snapshots
from tests.factories import PASSWORD, make_poll, make_user
from tests.factories.polls import vote
from tests.statements import statements


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "monotonic", lambda: 1000.0)


# The statements of a snapshot: the poll with its choices, and its corrections.
READ = 2


def queries_of_a_read(database: Database, client: TestClient, slug: str) -> int:
    with statements(database) as queries:
        assert client.get(f"/api/polls/{slug}").status_code == 200
    return len(queries)


def test_signing_in_and_out_keeps_snapshots(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    make_user(database, "ann", Role.viewer)
    assert queries_of_a_read(database, client, poll.slug) == READ

    for password, status in (("wrong", 401), (PASSWORD, 200)):
        body = {"username": "ann", "password": password}
        assert client.post("/api/auth/login", json=body).status_code == status
        assert queries_of_a_read(database, client, poll.slug) == 0
    assert client.post("/api/auth/logout").status_code == 204
    assert queries_of_a_read(database, client, poll.slug) == 0


def test_a_vote_replaces_the_snapshot_of_its_poll_alone(client: TestClient, database: Database) -> None:
    poll, other = make_poll(database), make_poll(database)
    for slug in (poll.slug, other.slug):
        assert queries_of_a_read(database, client, slug) == READ

    assert vote(client, poll, 0).status_code == 201

    assert [queries_of_a_read(database, client, slug) for slug in (poll.slug, other.slug)] == [0, 0]


def test_an_edit_ends_snapshots(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    assert queries_of_a_read(database, editor, poll.slug) == READ

    changed = editor.put(f"/api/admin/questions/{poll.id}", json={"question_text": "Tea, or coffee?"})

    assert changed.status_code == 200
    assert queries_of_a_read(database, editor, poll.slug) == READ
