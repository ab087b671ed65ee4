"""What holds for the whole API."""

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from tests.factories import make_poll

FOREIGN = {
    "message": "This was sent from another site. Open the page here and try again.",
    "errors": {"root": {"serverError": "This was sent from another site. Open the page here and try again."}},
}

UNSAFE = [
    ("POST", "/api/auth/login"),
    ("POST", "/api/auth/logout"),
    ("POST", "/api/polls/{slug}/ballots"),
    ("POST", "/api/admin/questions"),
    ("PUT", "/api/admin/questions/1"),
    ("DELETE", "/api/admin/users/1"),
]


HOST = "polls.test:8080"


@pytest.mark.parametrize(("method", "path"), UNSAFE)
def test_no_unsafe_call_from_another_site_is_let_through(admin: TestClient, method: str, path: str) -> None:
    answer = admin.request(method, path, headers={"Origin": "http://elsewhere.test"}, json={})

    assert (answer.status_code, answer.json()) == (403, FOREIGN)


@pytest.mark.parametrize(
    "origin",
    [
        "http://polls.test",
        "http://polls.test:81",
        f"http://{HOST}.elsewhere.test",
        f"http://me@{HOST}",
        HOST,
        "null",
        "",
        "http://[",
        "\xe9",
    ],
)
def test_what_is_not_the_very_host_and_port_is_another_site(client: TestClient, origin: str) -> None:
    headers = {b"Host": HOST.encode(), b"Origin": origin.encode("latin-1")}

    assert client.post("/api/auth/logout", headers=headers).json() == FOREIGN


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("polls.test:8080", "http://polls.test:8080"),
        ("polls.test", "https://polls.test"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("polls.test", None),
    ],
)
def test_its_own_pages_and_programs_may_call(client: TestClient, host: str, origin: str | None) -> None:
    headers = {"Host": host} | ({"Origin": origin} if origin else {})

    assert client.post("/api/auth/logout", headers=headers).status_code == 204


def test_a_safe_call_may_come_from_anywhere(client: TestClient, database: Database) -> None:
    poll = make_poll(database)

    answer = client.get(f"/api/polls/{poll.slug}", headers={"Origin": "http://elsewhere.test"})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
