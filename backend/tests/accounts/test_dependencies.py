"""Who may do what, asked of every route of the dashboard that there is."""

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


def calls() -> Iterator[tuple[str, str]]:
    for path, operations in DOCUMENT["paths"].items():
        if path.startswith("/api/admin"):
            yield from ((method.upper(), path) for method in operations)


CALLS = list(calls())
USER_CALLS = [call for call in CALLS if call[1].startswith("/api/admin/users")]
POLL_WRITES = [call for call in CALLS if call not in USER_CALLS and call[0] != "GET"]


def test_the_dashboard_has_its_routes() -> None:
    assert len(CALLS) >= 12
    assert len(USER_CALLS) >= 5
    assert len(POLL_WRITES) >= 3


@pytest.mark.parametrize("id_", ["1", "no-number"])
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_nothing_answers_without_a_session(app: FastAPI, method: str, path: str, id_: str) -> None:
    client = TestClient(app, cookies={"session": "made-up"})

    for asked in (client, TestClient(app)):
        answer = asked.request(method, path.replace("{id}", id_), json={"any": "thing"})
        assert (answer.status_code, answer.json()["message"]) == (401, "Please sign in.")


def refused(client: TestClient, calls: list[tuple[str, str]]) -> set[tuple[int, str]]:
    answers = [
        client.request(method, re.sub("{id}", "1", path), json={"any": "thing"}) for method, path in calls
    ]
    return {(answer.status_code, answer.json()["message"]) for answer in answers}


NOT_ALLOWED = {(403, "Your account may not do this. Ask an admin for permission.")}


def test_a_viewer_writes_nothing_and_sees_no_accounts(viewer: TestClient, database: Database) -> None:
    make_poll(database)

    assert refused(viewer, POLL_WRITES + USER_CALLS) == NOT_ALLOWED
    assert viewer.get("/api/admin/questions").status_code == 200
    assert viewer.get("/api/admin/choices").status_code == 200


def test_an_editor_writes_polls_and_sees_no_accounts(editor: TestClient) -> None:
    assert refused(editor, USER_CALLS) == NOT_ALLOWED
    made = editor.post("/api/admin/questions", json={"question_text": "Why?"})
    assert made.status_code == 201
    assert editor.delete(f"/api/admin/questions/{made.json()['id']}").status_code == 200


def test_an_admin_does_both(admin: TestClient) -> None:
    assert admin.post("/api/admin/questions", json={"question_text": "Why?"}).status_code == 201
    assert admin.get("/api/admin/users").status_code == 200


def test_what_the_dashboard_reads_is_kept_nowhere(admin: TestClient) -> None:
    answers = [admin.get(f"/api/admin/{name}") for name in ("questions", "choices", "users")]

    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * 3
