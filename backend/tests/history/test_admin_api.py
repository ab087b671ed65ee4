"""The changes in the dashboard, and who may see and restore them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.models import Role
from app.accounts.permissions import EDITORS_WRITE, require
from app.database import Database, get_session, page_reader
from app.history.admin_api import changes_of, restoring_router
from app.polls.admin_api import questions
from app.polls.models import Question
from react_admin import resource_router
from tests.factories import make_poll, make_user
from tests.history.changes import changes, forget

CHANGES, QUESTIONS = "/api/admin/changes", "/api/admin/questions"


def listed(client: TestClient, **filter_: Any) -> list[tuple[str, str]]:
    response = client.get(CHANGES, params={"filter": json.dumps(filter_)})
    assert response.status_code == 200, response.text
    return [(change["resource"], change["action"]) for change in response.json()]


def test_a_change_as_a_record(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    forget(database)
    editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False})
    [change] = editor.get(CHANGES).json()

    assert change | {"id": 0, "at": "", "actor_id": 0, "before": {}, "after": {}} == {
        "id": 0,
        "at": "",
        "actor_id": 0,
        "actor": "editor",
        "resource": "questions",
        "record_id": str(poll.id),
        "record": "Tea or coffee?",
        "action": "edit",
        "fields": ["listed"],
        "before": {},
        "after": {},
        "note": None,
        "restorable_until": None,
        "restored_as": None,
    }
    assert (change["before"]["listed"], change["after"]["listed"]) == (True, False)
    assert editor.get(f"{CHANGES}/{change['id']}").json() == change


def test_changes_are_found_by_record_action_and_actor(editor: TestClient, database: Database) -> None:
    poll, other = make_poll(database), make_poll(database)
    editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False})
    editor.delete(f"{QUESTIONS}/{other.id}")

    of_poll = {"resource": "questions", "record_id": str(poll.id)}
    assert listed(editor, **of_poll) == [("questions", "create"), ("questions", "edit")]
    assert listed(editor, action="delete") == [("questions", "delete")]
    assert listed(editor, actor="editor") == [("questions", "edit"), ("questions", "delete")]
    assert listed(editor, restorable_until_gte="2020-01-01T00:00:00Z", restored_as=None) == [
        ("questions", "delete")
    ]


@pytest.mark.parametrize("role", ["viewer", "editor", "admin"])
def test_people_see_changes_of_what_they_may_list(
    role: str, request: pytest.FixtureRequest, database: Database
) -> None:
    client: TestClient = request.getfixturevalue(role)
    forget(database)
    make_poll(database)
    make_user(database, "ann")
    poll, user = changes(database)

    assert listed(client) == [("questions", "create"), ("users", "create")][: 2 if role == "admin" else 1]
    statuses = [client.get(f"{CHANGES}/{change.id}").status_code for change in (poll, user)]
    assert statuses == [200, 200 if role == "admin" else 404]
    csv = client.get(CHANGES, headers={"Accept": "text/csv"}).text
    assert ("ann" in csv) is (role == "admin")


@pytest.mark.parametrize(
    ("role", "poll", "user"), [("viewer", 403, 403), ("editor", 200, 404), ("admin", 200, 200)]
)
def test_people_restore_what_they_may_edit(
    role: str, poll: int, user: int, request: pytest.FixtureRequest, database: Database, admin: TestClient
) -> None:
    client: TestClient = admin if role == "admin" else request.getfixturevalue(role)
    path = f"{QUESTIONS}/{make_poll(database).id}"
    account = f"/api/admin/users/{make_user(database, 'ann').id}"
    admin.put(path, json={"listed": False})
    admin.put(account, json={"role": "viewer"})
    edits = changes(database)[-2:]

    statuses = [
        client.post(f"{CHANGES}/{change.id}/restore", json={"state": "before"}).status_code
        for change in edits
    ]
    assert statuses == [poll, user]
    assert admin.get(path).json()["listed"] is (poll == 200)
    assert admin.get(account).json()["role"] == ("editor" if user == 200 else "viewer")


def test_the_history_needs_an_account(client: TestClient) -> None:
    assert client.get(CHANGES).status_code == 401
    assert client.post(f"{CHANGES}/1/restore", json={"state": "before"}).status_code == 401


def test_nobody_writes_the_history(admin: TestClient) -> None:
    assert admin.post(CHANGES, json={}).status_code == 405
    assert admin.put(f"{CHANGES}/1", json={}).status_code == 405
    assert admin.delete(f"{CHANGES}/1").status_code == 405
    assert admin.post(f"{CHANGES}/1/restore", json={"state": "before"}).status_code == 404


def test_permissions_name_the_history(viewer: TestClient, admin: TestClient) -> None:
    def actions(client: TestClient) -> dict[str, list[str]]:
        return {entry["resource"]: entry["actions"] for entry in client.get("/api/admin").json()}

    assert actions(viewer) == {
        "questions": ["list", "show", "history"],
        "choices": ["list", "show"],
        "rolls": ["list", "show", "history"],
        "changes": ["list", "show"],
    }
    rights = ["list", "show", "create", "edit", "delete", "history", "activate", "deactivate"]
    assert actions(admin)["users"] == rights


def test_changes_keep_to_the_scope_of_their_resource(
    app: FastAPI, viewer: TestClient, editor: TestClient, database: Database
) -> None:
    listed_polls = replace(questions, scope=lambda *_: Question.listed.is_(True))
    app.include_router(
        resource_router(changes_of((listed_polls,)), require, get_session, page_reader), prefix="/api/scoped"
    )
    make_poll(database, question_text="Seen?")
    make_poll(database, question_text="Hidden?", listed=False)

    seen = viewer.get("/api/scoped/changes").json()

    assert [change["record"] for change in seen] == ["Seen?"]
    assert len(editor.get(CHANGES).json()) == 2


def test_an_export_of_sessions_is_listed_for_admins(admin: TestClient, viewer: TestClient) -> None:
    exported = admin.get("/api/admin/sessions", headers={"Accept": "text/csv"})
    assert exported.status_code == 200

    assert listed(admin, action="export") == [("sessions", "export")]
    assert listed(viewer, action="export") == []


def test_a_restore_needs_the_role_of_an_edit(
    app: FastAPI, editor: TestClient, admin: TestClient, database: Database
) -> None:
    edited_by_admins = replace(questions, roles={**EDITORS_WRITE, "edit": Role.admin})
    app.include_router(restoring_router((edited_by_admins,)), prefix="/api/strict")
    path = f"{QUESTIONS}/{make_poll(database).id}"
    editor.put(path, json={"listed": False})
    restore = f"/api/strict/changes/{changes(database)[-1].id}/restore"

    assert editor.post(restore, json={"state": "before"}).status_code == 403
    assert admin.get(path).json()["listed"] is False
    assert admin.post(restore, json={"state": "before"}).status_code == 200
