"""The sign-in API of the dashboard."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts import api, security, service, throttling
from app.accounts.models import SignInAttempts, User, UserSession
from app.accounts.schemas import UserUpdate
from app.database import Database, now
from tests.at_once import at_once
from tests.factories import PASSWORD, make_user

LOGIN = "/api/auth/login"
WRONG = {
    "code": "wrong_password",
    "message": "That username and password don't match.",
    "errors": {"root": {"serverError": "That username and password don't match."}},
}


def log_in(client: TestClient, username: str = "ann", password: str = PASSWORD) -> httpx2.Response:
    return client.post(LOGIN, json={"username": username, "password": password})


def count(database: Database, model: type) -> int:
    with database.begin() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(model)).one()


def test_signing_in_returns_the_account_and_sets_the_cookie(client: TestClient, database: Database) -> None:
    ann = make_user(database, "ann")

    response = log_in(client)

    assert response.status_code == 200
    assert response.json() == {"id": ann.id, "username": "ann", "role": "editor", "fullName": "ann"}
    cookie, *attributes = response.headers["set-cookie"].split("; ")
    assert len(cookie.removeprefix("session=")) == 43
    assert sorted(attributes) == ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=lax"]
    assert client.get("/api/auth/me").json() == response.json()


def test_behind_https_the_cookie_is_secure(app: FastAPI, database: Database) -> None:
    make_user(database, "ann")

    response = log_in(TestClient(app, base_url="https://testserver"))

    assert "; Secure" in response.headers["set-cookie"]


@pytest.mark.parametrize(
    "typed", ["ann", "ANN", "\uff21\uff4e\uff4e", "a\u200bnn", " ann\u00a0", "\U0001d41ann"]
)
def test_signing_in_accepts_names_that_look_like_the_username(
    client: TestClient, database: Database, typed: str
) -> None:
    make_user(database, "ann")

    response = log_in(client, typed)

    assert (response.status_code, response.json()["username"]) == (200, "ann")


def test_names_that_look_alike_share_the_limit_of_attempts(client: TestClient, database: Database) -> None:
    make_user(database, "ann")

    statuses = [
        log_in(client, "aNn\u200b" if number % 2 else "ANN", "wrong horse").status_code
        for number in range(11)
    ]

    assert statuses == [401] * 10 + [429]


def test_the_database_stores_a_digest_of_the_token(client: TestClient, database: Database) -> None:
    make_user(database, "ann")
    token = log_in(client).cookies["session"]

    with database.begin() as session:
        digest = session.scalars(sa.select(UserSession.token_digest)).one()

    assert len(digest) == 32
    assert token.encode() not in digest


@pytest.mark.parametrize(
    ("username", "password"), [("ann", "wrong horse"), ("nobody", PASSWORD), ("ann", ""), ("anne", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_user_get_the_same_response(
    client: TestClient, database: Database, username: str, password: str
) -> None:
    make_user(database, "ann")

    response = log_in(client, username, password)

    assert (response.status_code, response.json()) == (401, WRONG)
    assert "set-cookie" not in response.headers
    assert count(database, UserSession) == 0


@pytest.mark.parametrize("password", ["päßwörter 🗳️", "x" * 1000, "        ", "nul\0nul\0"])
def test_a_password_may_contain_any_characters(admin: TestClient, client: TestClient, password: str) -> None:
    created = admin.post("/api/admin/users", json={"username": "bob", "password": password})

    assert created.status_code == 201
    assert log_in(client, "bob", password).status_code == 200
    assert log_in(client, "bob", password[:-1]).status_code == 401


def test_signing_out_revokes_the_session_on_the_server(client: TestClient, database: Database) -> None:
    make_user(database, "ann")
    token = log_in(client).cookies["session"]

    response = client.post("/api/auth/logout")

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["set-cookie"].startswith('session=""; ')
    client.cookies.set("session", token)
    assert client.get("/api/auth/me").status_code == 401


def test_signing_out_leaves_other_browsers_signed_in(
    new_client: Callable[[], TestClient], database: Database
) -> None:
    make_user(database, "ann")
    browser, other_browser = new_client(), new_client()
    log_in(browser)
    log_in(other_browser)

    browser.post("/api/auth/logout")

    assert browser.get("/api/auth/me").status_code == 401
    assert other_browser.get("/api/auth/me").status_code == 200


def test_signing_out_without_a_session_succeeds(client: TestClient) -> None:
    assert client.post("/api/auth/logout").status_code == 204


@pytest.mark.parametrize("token", ["", "x", "\xe9", "a" * 5000])
def test_an_invalid_token_is_a_401(client: TestClient, token: str) -> None:
    response = client.get("/api/auth/me", headers={b"Cookie": f"session={token}".encode("latin-1")})

    assert response.status_code == 401
    assert response.json()["message"] == "Please sign in."


def test_a_session_expires_and_the_next_sign_in_deletes_it(client: TestClient, database: Database) -> None:
    make_user(database, "ann")
    log_in(client)
    with database.begin() as session:
        moment = now(session)
        expires_at = session.scalars(sa.select(UserSession.expires_at)).one()
        session.execute(sa.update(UserSession).values(expires_at=moment))

    assert timedelta(days=13, hours=23) < expires_at - moment < timedelta(days=14, minutes=1)
    assert client.get("/api/auth/me").status_code == 401
    assert log_in(client).status_code == 200
    assert count(database, UserSession) == 1


def test_the_eleventh_attempt_is_refused_for_a_while(client: TestClient, database: Database) -> None:
    make_user(database, "ann")

    statuses = [log_in(client, password="wrong horse").status_code for _ in range(10)]
    response = log_in(client)

    assert statuses == [401] * 10
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 301
    assert response.json()["errors"] == {"root": {"serverError": response.json()["message"]}}


@pytest.fixture
def ten_attempts(database: Database) -> None:
    """Ten attempts for ann from TestClient's address. The next is over the limit."""
    make_user(database, "ann")
    make_user(database, "bob")
    with database.begin() as session:
        for _ in range(10):
            throttling.count_attempt(session, "ann", "testclient")


@pytest.mark.usefixtures("ten_attempts")
def test_the_limit_does_not_affect_other_accounts_or_addresses(app: FastAPI, client: TestClient) -> None:
    elsewhere = TestClient(app, client=("192.0.2.7", 4000))

    assert log_in(client).status_code == 429
    assert log_in(client, "bob").status_code == 200
    assert log_in(elsewhere).status_code == 200
    assert log_in(client).status_code == 429


@pytest.mark.usefixtures("ten_attempts")
def test_the_limit_ends(client: TestClient, database: Database) -> None:
    assert log_in(client).status_code == 429
    with database.begin() as session:
        session.execute(sa.update(SignInAttempts).values(ends_at=now(session)))

    assert log_in(client, password="wrong horse").status_code == 401
    with database.begin() as session:
        assert session.scalars(sa.select(SignInAttempts.attempts)).all() == [1]


def test_a_successful_sign_in_resets_the_count(client: TestClient, database: Database) -> None:
    make_user(database, "ann")
    with database.begin() as session:
        for _ in range(9):
            throttling.count_attempt(session, "ann", "testclient")

    assert log_in(client).status_code == 200
    assert count(database, SignInAttempts) == 0


def test_concurrent_attempts_are_all_counted(app: FastAPI) -> None:
    body = {"username": "nobody", "password": "guess"}

    statuses = at_once(app, 16, lambda client, _: client.post(LOGIN, json=body))

    assert sorted(statuses) == [401] * 10 + [429] * 6


def _change_password(database: Database) -> None:
    with database.begin() as session:
        user = session.scalars(sa.select(User)).one()
        service.update_user(session, user, UserUpdate.model_validate({"password": "new password"}))


def _delete(database: Database) -> None:
    with database.begin() as session:
        session.execute(sa.delete(User))


@pytest.mark.parametrize("change", [_change_password, _delete])
def test_an_account_that_changes_during_the_sign_in_gets_no_session(
    client: TestClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Database], None],
) -> None:
    make_user(database, "ann")

    def verify_and_change(*args: Any) -> bool:
        is_correct = verify(*args)
        change(database)
        return is_correct

    verify = security.verify_password
    monkeypatch.setattr(api, "verify_password", verify_and_change)

    assert (log_in(client).status_code, count(database, UserSession)) == (401, 0)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"username": "ann"}, {"password": "Required."}),
        (
            {"username": " ", "password": "x"},
            {"username": "Required."},
        ),
        (
            {"username": "ann", "password": "x" * 1001},
            {"password": "This is too long: at most 1000 characters."},
        ),
        ({"username": "ann", "password": None}, {"password": "Enter a text."}),
        ({"username": "ann", "password": "x", "remember": True}, {"remember": "Unknown field."}),
    ],
)
def test_an_invalid_sign_in_is_a_422(client: TestClient, body: object, errors: object) -> None:
    response = client.post(LOGIN, json=body)

    assert (response.status_code, response.json()["errors"]) == (422, errors)
