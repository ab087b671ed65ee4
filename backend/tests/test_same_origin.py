"""Unsafe requests from the pages of other sites are refused."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.config import Settings
from app.database import Database
from app.main import create_app
from tests.factories import make_poll

REFUSED = (
    "Refused: this page is at {origin}, but the server knows itself as {own}. Open it at its usual address. "
    "If you run this server, set PUBLIC_URL to the address that visitors open, or let the proxy pass on Host."
)


def refusal(origin: str, own: str) -> dict[str, Any]:
    message = REFUSED.format(origin=origin or "no address", own=own)
    return {"code": "foreign_origin", "message": message, "errors": {"root": {"serverError": message}}}


UNSAFE_CALLS = [
    ("POST", "/api/auth/login"),
    ("POST", "/api/auth/logout"),
    ("POST", "/api/polls/{slug}/ballots"),
    ("POST", "/api/admin/questions"),
    ("PUT", "/api/admin/questions/1"),
    ("DELETE", "/api/admin/users/1"),
]


HOST = "polls.test:8080"


@pytest.mark.parametrize(("method", "path"), UNSAFE_CALLS)
def test_an_unsafe_call_from_another_site_is_refused(admin: TestClient, method: str, path: str) -> None:
    response = admin.request(method, path, headers={"Origin": "http://elsewhere.test"}, json={})

    assert (response.status_code, response.json()) == (403, refusal("http://elsewhere.test", "testserver"))


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
def test_another_host_or_port_is_another_site(client: TestClient, origin: str) -> None:
    headers = {b"Host": HOST.encode(), b"Origin": origin.encode()}
    response = client.post("/api/auth/logout", headers=headers)

    assert (response.status_code, response.json()) == (403, refusal(origin.encode().decode("latin-1"), HOST))


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("polls.test:8080", "http://polls.test:8080"),
        ("polls.test", "https://polls.test"),
        ("polls.test:443", "https://polls.test"),
        ("polls.test:80", "http://polls.test"),
        ("Polls.Test", "http://polls.test"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("polls.test", None),
    ],
)
def test_calls_from_the_site_itself_and_from_programs_are_accepted(
    client: TestClient, host: str, origin: str | None
) -> None:
    headers = {"Host": host} | ({"Origin": origin} if origin else {})

    assert client.post("/api/auth/logout", headers=headers).status_code == 204


@pytest.fixture
def proxied_client(migrated: sa.URL) -> TestClient:
    """A client of a server behind a proxy that sends its own `Host` header."""
    app = create_app(
        Settings(
            database_url=migrated.render_as_string(hide_password=False), public_url="https://Polls.Test/vote/"
        )
    )
    return TestClient(app, base_url="http://backend:8000")


@pytest.mark.parametrize("origin", ["https://polls.test", "https://polls.test:443", "http://backend:8000"])
def test_calls_from_pages_at_the_public_url_are_accepted(proxied_client: TestClient, origin: str) -> None:
    assert proxied_client.post("/api/auth/logout", headers={"Origin": origin}).status_code == 204


@pytest.mark.parametrize(
    "origin",
    [
        "http://polls.test",
        "https://polls.test:8443",
        "https://www.polls.test",
        "https://polls.test.elsewhere.test",
        "https://elsewhere.test/polls.test",
        "https://polls.test@elsewhere.test",
        "http://backend",
        "null",
    ],
)
def test_an_origin_that_is_not_the_public_url_is_another_site(
    proxied_client: TestClient, origin: str
) -> None:
    response = proxied_client.post("/api/auth/logout", headers={"Origin": origin})

    assert (response.status_code, response.json()) == (403, refusal(origin, "https://polls.test"))


def test_a_safe_call_from_another_site_is_accepted(client: TestClient, database: Database) -> None:
    poll = make_poll(database)

    response = client.get(f"/api/polls/{poll.slug}", headers={"Origin": "http://elsewhere.test"})

    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers
