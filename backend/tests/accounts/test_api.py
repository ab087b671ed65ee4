"""Signing in and out, as the dashboard does it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts import api, security, service
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


def test_signing_in_answers_who_it_is_and_sets_the_cookie(client: TestClient, database: Database) -> None:
    ann = make_user(database, "ann")

    answer = log_in(client)

    assert answer.status_code == 200
    assert answer.json() == {"id": ann.id, "username": "ann", "role": "editor", "fullName": "ann"}
    first, *attributes = answer.headers["set-cookie"].split("; ")
    assert len(first.removeprefix("session=")) == 43
    assert sorted(attributes) == ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=lax"]
    assert client.get("/api/auth/me").json() == answer.json()


def test_behind_https_the_cookie_is_secure(app: FastAPI, database: Database) -> None:
    make_user(database, "ann")

    answer = log_in(TestClient(app, base_url="https://testserver"))

    assert "; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "typed", ["ann", "ANN", "\uff21\uff4e\uff4e", "a\u200bnn", " ann\u00a0", "\U0001d41ann"]
)
def test_names_that_look_alike_are_one_account(client: TestClient, database: Database, typed: str) -> None:
    make_user(database, "ann")

    answer = log_in(client, typed)

    assert (answer.status_code, answer.json()["username"]) == (200, "ann")


def test_variants_of_a_name_share_their_attempts(client: TestClient, database: Database) -> None:
    make_user(database, "ann")

    statuses = [log_in(client, "aNn\u200b" if n % 2 else "ANN", "wrong horse").status_code for n in range(11)]

    assert statuses == [401] * 10 + [429]


def test_the_database_holds_no_token(client: TestClient, database: Database) -> None:
    make_user(database, "ann")
    token = log_in(client).cookies["session"]

    with database.begin() as session:
        digest = session.scalars(sa.select(UserSession.token_digest)).one()

    assert len(digest) == 32
    assert token.encode() not in digest


@pytest.mark.parametrize(
    ("username", "password"), [("ann", "wrong horse"), ("nobody", PASSWORD), ("ann", ""), ("anne", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_user_answer_alike(
    client: TestClient, database: Database, username: str, password: str
) -> None:
    make_user(database, "ann")

    answer = log_in(client, username, password)

    assert (answer.status_code, answer.json()) == (401, WRONG)
    assert "set-cookie" not in answer.headers
    assert count(database, UserSession) == 0


@pytest.mark.parametrize("password", ["päßwörter 🗳️", "x" * 1000, "        ", "nul\0nul\0"])
def test_any_text_can_be_a_password(admin: TestClient, client: TestClient, password: str) -> None:
    made = admin.post("/api/admin/users", json={"username": "bob", "password": password})

    assert made.status_code == 201
    assert log_in(client, "bob", password).status_code == 200
    assert log_in(client, "bob", password[:-1]).status_code == 401


def test_signing_out_revokes_the_session_on_the_server(client: TestClient, database: Database) -> None:
    make_user(database, "ann")
    token = log_in(client).cookies["session"]

    answer = client.post("/api/auth/logout")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["set-cookie"].startswith('session=""; ')
    client.cookies.set("session", token)
    assert client.get("/api/auth/me").status_code == 401


def test_signing_out_leaves_other_browsers_signed_in(
    new_client: Callable[[], TestClient], database: Database
) -> None:
    make_user(database, "ann")
    here, there = new_client(), new_client()
    log_in(here)
    log_in(there)

    here.post("/api/auth/logout")

    assert here.get("/api/auth/me").status_code == 401
    assert there.get("/api/auth/me").status_code == 200


def test_signing_out_without_a_session_is_no_error(client: TestClient) -> None:
    assert client.post("/api/auth/logout").status_code == 204


@pytest.mark.parametrize("token", ["", "x", "\xe9", "a" * 5000])
def test_a_token_that_is_none_is_a_401(client: TestClient, token: str) -> None:
    answer = client.get("/api/auth/me", headers={b"Cookie": f"session={token}".encode("latin-1")})

    assert answer.status_code == 401
    assert answer.json()["message"] == "Please sign in."


def test_a_session_ends_and_the_next_sign_in_sweeps_it(client: TestClient, database: Database) -> None:
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


def test_the_eleventh_attempt_has_to_wait(client: TestClient, database: Database) -> None:
    make_user(database, "ann")

    statuses = [log_in(client, password="wrong horse").status_code for _ in range(10)]
    answer = log_in(client)

    assert statuses == [401] * 10
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 301
    assert answer.json()["errors"] == {"root": {"serverError": answer.json()["message"]}}


@pytest.fixture
def ten_attempts(database: Database) -> None:
    """Ann's, from where TestClient says that it is, and about to be over the limit."""
    make_user(database, "ann")
    make_user(database, "bob")
    with database.begin() as session:
        for _ in range(10):
            service.count_attempt(session, "ann", "testclient")


@pytest.mark.usefixtures("ten_attempts")
def test_other_accounts_and_other_addresses_need_not_wait(app: FastAPI, client: TestClient) -> None:
    elsewhere = TestClient(app, client=("192.0.2.7", 4000))

    assert log_in(client).status_code == 429
    assert log_in(client, "bob").status_code == 200
    assert log_in(elsewhere).status_code == 200
    assert log_in(client).status_code == 429


@pytest.mark.usefixtures("ten_attempts")
def test_the_wait_ends(client: TestClient, database: Database) -> None:
    assert log_in(client).status_code == 429
    with database.begin() as session:
        session.execute(sa.update(SignInAttempts).values(ends_at=now(session)))

    assert log_in(client, password="wrong horse").status_code == 401
    with database.begin() as session:
        assert session.scalars(sa.select(SignInAttempts.attempts)).all() == [1]


def test_a_success_clears_the_count(client: TestClient, database: Database) -> None:
    make_user(database, "ann")
    with database.begin() as session:
        for _ in range(9):
            service.count_attempt(session, "ann", "testclient")

    assert log_in(client).status_code == 200
    assert count(database, SignInAttempts) == 0


def test_attempts_at_once_are_all_counted(app: FastAPI) -> None:
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
def test_a_password_that_ended_while_it_was_checked_opens_nothing(
    client: TestClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Database], None],
) -> None:
    make_user(database, "ann")

    def verify_meanwhile(*given: Any) -> bool:
        is_right = verify(*given)
        change(database)
        return is_right

    verify = security.verify_password
    monkeypatch.setattr(api, "verify_password", verify_meanwhile)

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
def test_what_is_no_sign_in_is_a_422(client: TestClient, body: object, errors: object) -> None:
    answer = client.post(LOGIN, json=body)

    assert (answer.status_code, answer.json()["errors"]) == (422, errors)
