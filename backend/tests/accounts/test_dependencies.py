"""The permissions of each role, tested on every route of the dashboard."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.config import Settings
from app.database import Database
from app.main import create_app
from tests.factories import make_poll

DOCUMENT = create_app(Settings(database_url="sqlite:///never-opened.sqlite3")).openapi()


def admin_calls() -> Iterator[tuple[str, str]]:
    """The method and path of each route of the dashboard."""
    for path, operations in DOCUMENT["paths"].items():
        if path.startswith("/api/admin"):
            yield from ((method.upper(), path) for method in operations)


CALLS = list(admin_calls())
USER_CALLS = [call for call in CALLS if call[1].startswith("/api/admin/users")]
POLL_WRITES = [call for call in CALLS if call not in USER_CALLS and call[0] != "GET"]


def test_the_routes_of_the_dashboard_are_found() -> None:
    assert len(CALLS) >= 12
    assert len(USER_CALLS) >= 5
    assert len(POLL_WRITES) >= 3


@pytest.mark.parametrize("id_", ["1", "no-number"])
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_route_requires_a_session(app: FastAPI, method: str, path: str, id_: str) -> None:
    made_up_session = TestClient(app, cookies={"session": "made-up"})

    for client in (made_up_session, TestClient(app)):
        response = client.request(method, path.replace("{id}", id_), json={"any": "thing"})
        assert (response.status_code, response.json()["message"]) == (401, "Please sign in.")


def call_all(client: TestClient, calls: list[tuple[str, str]]) -> set[tuple[int, str]]:
    """Make all calls. Return the distinct statuses and messages of the responses."""
    responses = [
        client.request(method, re.sub("{id}", "1", path), json={"any": "thing"}) for method, path in calls
    ]
    return {(response.status_code, response.json()["message"]) for response in responses}


NOT_ALLOWED = {(403, "Your account may not do this. Ask an admin for permission.")}


def test_a_viewer_can_not_write_or_see_accounts(viewer: TestClient, database: Database) -> None:
    make_poll(database)

    assert call_all(viewer, POLL_WRITES + USER_CALLS) == NOT_ALLOWED
    assert viewer.get("/api/admin/questions").status_code == 200
    assert viewer.get("/api/admin/choices").status_code == 200


def test_an_editor_can_write_polls_but_not_see_accounts(editor: TestClient) -> None:
    assert call_all(editor, USER_CALLS) == NOT_ALLOWED
    created = editor.post("/api/admin/questions", json={"question_text": "Why?"})
    assert created.status_code == 201
    assert editor.delete(f"/api/admin/questions/{created.json()['id']}").status_code == 200


def test_an_admin_can_write_polls_and_see_accounts(admin: TestClient) -> None:
    assert admin.post("/api/admin/questions", json={"question_text": "Why?"}).status_code == 201
    assert admin.get("/api/admin/users").status_code == 200


def test_responses_to_the_dashboard_are_not_cached(admin: TestClient) -> None:
    responses = [admin.get(f"/api/admin/{name}") for name in ("questions", "choices", "users")]

    assert [response.headers["Cache-Control"] for response in responses] == ["no-store"] * 3
