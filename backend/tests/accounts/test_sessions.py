"""The sessions of an account: listed with when and where, and revoked, by their owner or by an admin."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.models import Role, UserSession
from app.accounts.sessions import NOTED_EVERY
from app.accounts.user_agents import browser_of
from app.database import Database, now
from tests.at_once import at_once
from tests.factories import PASSWORD, make_user, sign_in
from tests.statements import statements

OWN, ADMIN = "/api/auth/sessions", "/api/admin/sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"

NewBrowser = Callable[..., TestClient]


@pytest.fixture
def new_browser(app: FastAPI, database: Database) -> NewBrowser:
    """A function that signs ann in, in a browser of its own."""
    make_user(database, "ann")

    def new(address: str = "192.0.2.7", user_agent: str = FIREFOX) -> TestClient:
        browser = TestClient(app, client=(address, 4000), headers={"User-Agent": user_agent})
        credentials = {"username": "ann", "password": PASSWORD}
        assert browser.post("/api/auth/login", json=credentials).status_code == 200
        return browser

    return new


def set_last_use(database: Database, ago: timedelta) -> None:
    with database.begin() as session:
        session.execute(sa.update(UserSession).values(last_used_at=now(session) - ago))


def last_uses(database: Database) -> list[timedelta]:
    """The stored time since the last use of each session."""
    with database.begin() as session:
        moment = now(session)
        return [moment - time for time in session.scalars(sa.select(UserSession.last_used_at))]


def test_an_account_sees_when_and_where_it_is_signed_in(new_browser: NewBrowser, database: Database) -> None:
    laptop, phone = new_browser(), new_browser("2001:db8::1%eth0", "curl/8.5.0")
    with database.begin() as session:
        moment = now(session)

    listed = laptop.get(OWN).json()

    assert [(entry["browser"], entry["address"], entry["current"]) for entry in listed] == [
        ("curl", "2001:db8::1%eth0", False),
        ("Firefox, Linux", "192.0.2.7", True),
    ]
    assert [entry["current"] for entry in phone.get(OWN).json()] == [True, False]
    assert {*listed[0]} == {"id", "created_at", "last_used_at", "address", "browser", "current"}
    assert all(entry["created_at"] == entry["last_used_at"] < moment.isoformat() for entry in listed)


def test_a_session_of_another_account_is_neither_listed_nor_revoked(
    new_browser: NewBrowser, admin: TestClient
) -> None:
    ann = new_browser()
    of_admin = admin.get(OWN).json()[0]["id"]

    assert len(ann.get(OWN).json()) == 1
    assert ann.delete(f"{OWN}/{of_admin}").status_code == 404
    assert ann.delete(f"{OWN}/0").status_code in (404, 422)
    assert ann.delete(OWN).status_code == 204
    assert admin.get(OWN).status_code == 200


def test_a_session_can_be_revoked_and_ends_at_once(new_browser: NewBrowser) -> None:
    laptop, phone, tablet = new_browser(), new_browser(), new_browser()
    of_tablet, of_phone, of_laptop = (entry["id"] for entry in laptop.get(OWN).json())

    assert laptop.delete(f"{OWN}/{of_phone}").status_code == 204

    assert [browser.get("/api/auth/me").status_code for browser in (laptop, phone, tablet)] == [200, 401, 200]
    assert [entry["id"] for entry in laptop.get(OWN).json()] == [of_tablet, of_laptop]


def test_all_other_sessions_can_be_revoked_with_one_call(new_browser: NewBrowser, admin: TestClient) -> None:
    laptop, phone, tablet = new_browser(), new_browser(), new_browser()

    assert laptop.delete(OWN).status_code == 204

    browsers = (laptop, phone, tablet, admin)
    assert [browser.get("/api/auth/me").status_code for browser in browsers] == [200, 401, 401, 200]


def test_an_admin_sees_and_revokes_the_sessions_of_an_account(
    new_browser: NewBrowser, admin: TestClient
) -> None:
    laptop, phone = new_browser(), new_browser()
    ann = laptop.get("/api/auth/me").json()["id"]
    of_ann = {"filter": f'{{"user_id":{ann}}}'}

    listed = admin.get(ADMIN, params=of_ann).json()

    assert {*listed[0]} == {"id", "user_id", "created_at", "last_used_at", "address", "browser"}
    assert [entry["id"] for entry in listed] == sorted(entry["id"] for entry in laptop.get(OWN).json())
    assert admin.delete(f"{ADMIN}/{listed[0]['id']}").status_code == 200
    assert [browser.get("/api/auth/me").status_code for browser in (laptop, phone)] == [401, 200]
    assert admin.delete(ADMIN, params={"filter": f'{{"id":[{listed[1]["id"]}]}}'}).status_code == 200
    assert phone.get("/api/auth/me").status_code == 401


def test_a_use_is_noted_at_most_every_five_minutes(new_browser: NewBrowser, database: Database) -> None:
    browser = new_browser()
    set_last_use(database, NOTED_EVERY - timedelta(seconds=30))
    with statements(database) as run:
        browser.get("/api/admin/questions")
    assert [statement for statement in run if not statement.startswith("SELECT")] == []
    assert last_uses(database)[0] > timedelta(minutes=4)

    set_last_use(database, NOTED_EVERY)
    for path in ("/api/admin/questions", "/api/admin/questions"):
        assert browser.get(path).status_code == 200
    assert last_uses(database)[0] < timedelta(minutes=1)


@pytest.mark.parametrize("path", ["/api/auth/me", "/api/admin", "/api/admin/questions/1"])
def test_every_call_of_the_dashboard_is_a_use(new_browser: NewBrowser, database: Database, path: str) -> None:
    browser = new_browser()
    set_last_use(database, timedelta(hours=1))

    browser.get(path)

    assert last_uses(database)[0] < timedelta(minutes=1)


def test_a_refused_call_is_no_use(new_browser: NewBrowser, database: Database, client: TestClient) -> None:
    new_browser()
    set_last_use(database, timedelta(hours=1))
    client.cookies.set("session", "made-up")

    assert client.get("/api/admin/questions").status_code == 401

    assert last_uses(database)[0] > timedelta(minutes=59)


def test_concurrent_calls_note_their_use(app: FastAPI, new_browser: NewBrowser, database: Database) -> None:
    browser = new_browser()
    set_last_use(database, timedelta(hours=1))

    assert at_once(app, 8, lambda client, _: client.get("/api/auth/me"), browser.cookies) == [200] * 8
    assert last_uses(database)[0] < timedelta(minutes=1)


def test_an_ended_session_is_not_listed_and_soon_deleted_with_its_address(
    new_browser: NewBrowser, database: Database
) -> None:
    browser, _ = new_browser(), new_browser("198.51.100.9")
    with database.begin() as session:
        of_other = UserSession.address == "198.51.100.9"
        session.execute(sa.update(UserSession).where(of_other).values(expires_at=now(session)))
    assert len(browser.get(OWN).json()) == 1

    set_last_use(database, NOTED_EVERY)
    browser.get("/api/auth/me")

    with database.begin() as session:
        assert session.scalars(sa.select(UserSession.address)).all() == ["192.0.2.7"]


def test_the_last_sign_in_of_an_account_is_shown(
    new_browser: NewBrowser, admin: TestClient, database: Database
) -> None:
    make_user(database, "bob", Role.viewer)
    new_browser()
    with database.begin() as session:
        moment = now(session).isoformat()

    sort = {"sort": '["last_sign_in","DESC"]'}
    users = {user["username"]: user for user in admin.get("/api/admin/users", params=sort).json()}

    assert users["bob"]["last_sign_in"] is None
    assert users["ann"]["last_sign_in"] < moment
    assert users["ann"]["version"] == 1


def test_factories_open_sessions_without_a_browser(database: Database, client: TestClient) -> None:
    viewer = sign_in(database, client, Role.viewer)

    assert [(entry["address"], entry["browser"]) for entry in viewer.get(OWN).json()] == [("", "")]


@pytest.mark.parametrize(
    ("user_agent", "browser"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) CriOS/140.0 Safari/604.1", "Chrome, iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18.0 Safari/605.1.15", "Safari, macOS"),
        ("python-httpx2/1.0", "python-httpx2"),
        ("x" * 500, "x" * 60),
        ("(?)", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_without_its_version(user_agent: str, browser: str) -> None:
    assert browser_of(user_agent) == browser
