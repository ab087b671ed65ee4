"""Users change their own password, with the current one."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts import api, security, throttling
from app.accounts.models import SignInAttempts, User
from app.database import Database
from tests.factories import PASSWORD, make_user

PATH = "/api/auth/password"
NEW = "even longer horse"


@pytest.fixture
def ann(database: Database, new_client: Callable[[], TestClient]) -> TestClient:
    make_user(database, "ann")
    return sign_in(new_client())


def sign_in(client: TestClient, password: str = PASSWORD) -> TestClient:
    response = client.post("/api/auth/login", json={"username": "ann", "password": password})
    assert response.status_code == 200
    return client


def change(client: TestClient, current: str = PASSWORD, new: str = NEW) -> int:
    return client.post(PATH, json={"current_password": current, "new_password": new}).status_code


def test_a_new_password_keeps_this_session_and_ends_all_others(
    ann: TestClient, new_client: Callable[[], TestClient]
) -> None:
    phone = sign_in(new_client())

    assert change(ann) == 204

    assert [browser.get("/api/auth/me").status_code for browser in (ann, phone)] == [200, 401]
    sign_in(phone, NEW)
    old = new_client().post("/api/auth/login", json={"username": "ann", "password": PASSWORD})
    assert old.status_code == 401


def test_a_wrong_current_password_is_a_422_at_its_field(ann: TestClient) -> None:
    response = ann.post(PATH, json={"current_password": "wrong horse", "new_password": NEW})

    assert (response.status_code, response.json()) == (
        422,
        {
            "code": "wrong_current_password",
            "message": "This is not your current password.",
            "errors": {"current_password": "This is not your current password."},
        },
    )
    assert change(ann) == 204


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"current_password": "Required.", "new_password": "Required."}),
        (
            {"current_password": PASSWORD, "new_password": "seven77"},
            {"new_password": "This is too short: at least 8 characters."},
        ),
    ],
)
def test_an_invalid_change_is_a_422(ann: TestClient, body: object, errors: object) -> None:
    response = ann.post(PATH, json=body)

    assert (response.status_code, response.json()["errors"]) == (422, errors)


def test_guesses_are_limited_together_with_sign_ins(ann: TestClient, client: TestClient) -> None:
    guesses = [change(ann, "wrong horse") for _ in range(9)]
    wrong = {"username": "ann", "password": "wrong horse"}
    sign_ins = [client.post("/api/auth/login", json=wrong).status_code for _ in range(2)]
    response = ann.post(PATH, json={"current_password": PASSWORD, "new_password": NEW})

    assert (guesses, sign_ins) == ([422] * 9, [401, 429])
    assert (response.status_code, response.json()["code"]) == (429, "too_many_attempts")
    assert 0 < int(response.headers["Retry-After"]) <= 301
    assert ann.get("/api/auth/me").status_code == 200


def test_a_change_resets_the_count(ann: TestClient, database: Database) -> None:
    with database.begin() as session:
        for _ in range(throttling.SIGN_INS.attempts - 1):
            throttling.count_attempt(session, "ann", "testclient")

    assert change(ann) == 204
    with database.begin() as session:
        assert session.scalars(sa.select(SignInAttempts.attempts)).all() == []


def test_a_password_that_an_admin_sets_meanwhile_is_kept(
    ann: TestClient, admin: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = ann.get("/api/auth/me").json()["id"]

    def verify_and_change(*args: str) -> bool:
        is_right = verify(*args)
        assert admin.put(f"/api/admin/users/{id_}", json={"password": "from the admin"}).status_code == 200
        return is_right

    verify = security.verify_password
    monkeypatch.setattr(api, "verify_password", verify_and_change)

    assert change(ann) == 422
    with database.begin() as session:
        of_ann = sa.select(User.password_hash).where(User.username == "ann")
        assert verify("from the admin", session.scalars(of_ann).one())


def test_a_session_that_ended_can_not_change_the_password(app: FastAPI, ann: TestClient) -> None:
    ended = TestClient(app, cookies=dict(ann.cookies))
    ann.post("/api/auth/logout")

    assert change(ended) == 401
