"""The accounts in the dashboard, and the permissions that the dashboard shows."""

from collections.abc import Callable
from unittest.mock import ANY

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts import service
from app.accounts.admin_api import users
from app.accounts.errors import LastAdmin
from app.accounts.models import Role, User, UserSession
from app.database import Database
from app.polls.admin_api import questions
from app.rolls.admin_api import rolls, voters
from tests.at_once import at_once
from tests.factories import PASSWORD, make_user, sign_in

USERS = "/api/admin/users"
NEW = {"username": "bob", "password": "long enough", "role": "editor"}
LAST_ADMIN = "This is the last active admin. Make another account an admin first."


def usernames(client: TestClient) -> list[str]:
    return [user["username"] for user in client.get(USERS).json()]


def roles(database: Database) -> list[Role]:
    with database.begin() as session:
        return list(session.scalars(sa.select(User.role).order_by(User.id)))


def test_a_password_can_be_set_but_is_in_no_response(admin: TestClient) -> None:
    created = admin.post(USERS, json=NEW)
    path = f"{USERS}/{created.json()['id']}"
    responses = [
        created,
        admin.get(path),
        admin.put(path, json={"password": "even longer"}),
        admin.get(USERS),
        admin.delete(path),
    ]

    record = {"id": created.json()["id"], "username": "bob", "role": "editor", "version": 1}
    record |= {"active": True, "last_sign_in": None}
    assert [response.status_code for response in responses] == [201, 200, 200, 200, 200]
    changed = record | {"version": 2}
    assert [response.json() for response in responses] == [record, record, changed, [ANY, changed], changed]
    assert not any(word in response.text for response in responses for word in ("argon2", "enough", "longer"))


def test_a_new_account_is_a_viewer_by_default(admin: TestClient) -> None:
    created = admin.post(USERS, json={"username": "bob", "password": "long enough"})

    assert created.json()["role"] == "viewer"


def test_a_record_can_be_sent_back_as_it_was_read(admin: TestClient, database: Database) -> None:
    bob = make_user(database, "bob")
    path = f"{USERS}/{bob.id}"

    assert admin.put(path, json=admin.get(path).json() | {"role": "viewer"}).json()["role"] == "viewer"


TOO_LONG = "This is too long: at most {} characters."


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"username": ""}, "username", "Required."),
        ({"username": " \t\n"}, "username", "Required."),
        ({"username": "a\0b"}, "username", "This contains a character that can't be stored."),
        ({"username": "x" * 151}, "username", TOO_LONG.format(150)),
        ({"username": "x" * 201}, "username", TOO_LONG.format(150)),
        ({"username": None}, "username", "Enter a text."),
        ({"password": "seven77"}, "password", "This is too short: at least 8 characters."),
        ({"password": "x" * 1001}, "password", TOO_LONG.format(1000)),
        ({"password": None}, "password", "Enter a text."),
        ({"role": "root"}, "role", "Choose one of 'viewer', 'editor' or 'admin'."),
        ({"role": None}, "role", "Choose one of 'viewer', 'editor' or 'admin'."),
        ({"password_hash": "x"}, "password_hash", "Unknown field."),
    ],
)
def test_an_invalid_value_is_a_422_at_its_field(
    admin: TestClient, database: Database, values: dict[str, object], field: str, text: str
) -> None:
    bob = make_user(database, "bob")

    created = admin.post(USERS, json=NEW | {"username": "eve"} | values)
    changed = admin.put(f"{USERS}/{bob.id}", json=values)

    assert (created.status_code, created.json()["errors"]) == (422, {field: text})
    assert (changed.status_code, changed.json()["errors"]) == (422, {field: text})
    assert usernames(admin) == ["admin", "bob"]


@pytest.mark.parametrize("other_values", [{}, {"password": "new password"}, {"role": "viewer"}])
def test_a_username_that_is_taken_is_a_409_at_its_field(
    admin: TestClient, database: Database, other_values: dict[str, str]
) -> None:
    bob = make_user(database, "bob")
    values = {"username": " admin ", **other_values}

    created = admin.post(USERS, json=NEW | values)
    changed = admin.put(f"{USERS}/{bob.id}", json=values)

    for response in (created, changed):
        assert response.status_code == 409
        assert response.json()["errors"] == {"username": "This username is taken."}
    assert usernames(admin) == ["admin", "bob"]
    assert roles(database) == [Role.admin, Role.editor]


def test_only_one_of_several_concurrent_requests_gets_the_username(app: FastAPI, admin: TestClient) -> None:
    statuses = at_once(app, 6, lambda client, _: client.post(USERS, json=NEW), admin.cookies)

    assert sorted(statuses) == [201] + [409] * 5


def _change_password(admin: TestClient, path: str) -> int:
    return admin.put(path, json={"password": "new password"}).status_code


def _delete(admin: TestClient, path: str) -> int:
    return admin.delete(path).status_code


@pytest.mark.parametrize("change", [_change_password, _delete])
def test_a_new_password_or_a_deletion_signs_the_account_out(
    admin: TestClient, editor: TestClient, database: Database, change: Callable[[TestClient, str], int]
) -> None:
    path = f"{USERS}/{editor.get('/api/auth/me').json()['id']}"

    assert change(admin, path) == 200

    assert editor.get("/api/auth/me").status_code == 401
    assert admin.get("/api/auth/me").status_code == 200
    with database.begin() as session:
        assert len(session.scalars(sa.select(UserSession)).all()) == 1


def test_after_a_new_password_the_old_password_is_wrong(
    admin: TestClient, client: TestClient, database: Database
) -> None:
    bob = make_user(database, "bob")
    _change_password(admin, f"{USERS}/{bob.id}")

    statuses = [
        client.post("/api/auth/login", json={"username": "bob", "password": password}).status_code
        for password in (PASSWORD, "new password")
    ]

    assert statuses == [401, 200]


def test_a_change_without_a_password_keeps_the_sessions(admin: TestClient, editor: TestClient) -> None:
    path = f"{USERS}/{editor.get('/api/auth/me').json()['id']}"

    admin.put(path, json={"username": "renamed", "role": "viewer"})

    me = editor.get("/api/auth/me").json()
    assert (me["username"], me["role"]) == ("renamed", "viewer")


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_the_last_admin_can_not_be_demoted_or_deleted(
    admin: TestClient, database: Database, role: str
) -> None:
    path = f"{USERS}/{admin.get('/api/auth/me').json()['id']}"

    for response in (admin.put(path, json={"role": role, "username": "x"}), admin.delete(path)):
        assert (response.status_code, response.json()["message"]) == (409, LAST_ADMIN)
    assert admin.put(path, json={"role": "admin", "username": "root"}).status_code == 200
    assert (usernames(admin), roles(database)) == (["root"], [Role.admin])


def test_an_admin_who_is_not_the_last_can_be_deleted(admin: TestClient, database: Database) -> None:
    other = make_user(database, "other", Role.admin)

    assert admin.delete(f"{USERS}/{other.id}").status_code == 200
    assert roles(database) == [Role.admin]


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_two_concurrent_deletions_of_admins_do_not_deadlock(database: Database) -> None:
    """The order of locks that would deadlock, step by step. Neither transaction waits for the other."""
    users = [make_user(database, name, Role.admin) for name in "ab"]
    locked = [sa.select(User).where(User.id == user.id).with_for_update(key_share=True) for user in users]
    with database.begin() as first, database.begin() as second:
        users_in_sessions = (
            (first, first.scalars(locked[0]).one()),
            (second, second.scalars(locked[1]).one()),
        )
        for session, user in users_in_sessions:
            with pytest.raises(LastAdmin):
                service.delete_user(session, user)


def test_a_demoted_admin_loses_permissions_immediately(
    new_client: Callable[[], TestClient], admin: TestClient, database: Database
) -> None:
    other = sign_in(database, new_client(), Role.admin, "other")
    id_ = other.get("/api/auth/me").json()["id"]
    assert other.get(USERS).status_code == 200

    assert admin.put(f"{USERS}/{id_}", json={"role": "viewer"}).status_code == 200

    assert other.get(USERS).status_code == 403


def test_each_role_sees_its_own_permissions(
    viewer: TestClient, editor: TestClient, admin: TestClient, client: TestClient
) -> None:
    reads, history = ["list", "show"], ["history"]
    writes = [*reads, "create", "edit", "delete"]
    bulk = ["publish", "close", "reopen", "archive", "unarchive"]
    always: dict[str, tuple[list[str], list[str]]] = {"choices": (reads, []), "changes": (reads, [])}
    polls = ([*writes, "import", *history], bulk)
    people = {
        "rolls": (writes + history, ["forget"]),
        "mailings": ([*reads, "create", *history], ["stop"]),
        "voters": ([*writes, "import", *history], ["revoke"]),
    }
    for role_client, expected in (
        (viewer, {"questions": (reads + history, []), "rolls": (reads + history, []), **always}),
        (editor, {"questions": polls, **people, **always}),
        (
            admin,
            {
                "questions": polls,
                **people,
                **always,
                "users": (writes + history, ["activate", "deactivate"]),
                "sessions": (["list", "delete"], []),
            },
        ),
    ):
        permissions = role_client.get("/api/admin").json()
        assert {entry["resource"]: (entry["actions"], entry["bulk"]) for entry in permissions} == {
            name: ([*actions, *bulk], bulk) for name, (actions, bulk) in expected.items()
        }
    assert client.get("/api/admin").status_code == 401


def test_each_list_can_be_sorted_by_its_sortable_fields(admin: TestClient) -> None:
    sortable = {entry["resource"]: entry["sortable"] for entry in admin.get("/api/admin").json()}
    assert sortable["users"] == ["id", "username", "role", "active", "last_sign_in", "version"]
    assert "choices" not in sortable["questions"]
    for resource, fields in sortable.items():
        for field in fields:
            response = admin.get(f"/api/admin/{resource}", params={"sort": f'["{field}","ASC"]'})
            assert response.status_code == 200, (resource, field)


CALLS: dict[str, tuple[str, str, dict[str, str] | None]] = {
    "list": ("GET", "", None),
    "show": ("GET", "/1", None),
    "create": ("POST", "", {}),
    "edit": ("PUT", "/1", {}),
    "delete": ("DELETE", "/1", None),
}


def test_the_shown_permissions_are_those_that_are_enforced(
    viewer: TestClient, editor: TestClient, admin: TestClient, client: TestClient
) -> None:
    for role_client in (viewer, editor, admin):
        shown = {entry["resource"]: entry["actions"] for entry in role_client.get("/api/admin").json()}
        for resource in (questions, rolls, voters, users):
            bulk = {action.name: ("POST", f":{action.name}?filter={{}}", None) for action in resource.actions}
            for action, (method, path, body) in (CALLS | bulk).items():
                url = f"/api/admin/{resource.name}{path}"
                refused = role_client.request(method, url, json=body).status_code == 403
                assert refused is (action not in shown.get(resource.name, [])), (resource.name, action)
                assert client.request(method, url, json=body).status_code == 401


@pytest.mark.parametrize("name", ["BOB", "b\u200bob", "\uff22ob", "bob\u00ad", "\U0001d41bob"])
def test_a_username_that_looks_like_another_is_refused(
    admin: TestClient, database: Database, name: str
) -> None:
    make_user(database, "bob")
    ann = make_user(database, "ann")
    taken = {"username": "This username is taken."}

    created = admin.post(USERS, json=NEW | {"username": name})
    renamed = admin.put(f"{USERS}/{ann.id}", json={"username": name})

    for response in (created, renamed):
        assert (response.status_code, response.json()["errors"]) == (409, taken)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("\u200b", "This has no visible character."),
        ("\u3164 ", "This has no visible character."),
        (
            "nimda\u202e",
            "This has a character that reverses the text around it (U+202A to 202E, or U+2066 to 2069).",
        ),
        ("\ufdfa" * 9, "This is too long: at most 150 characters, with ligatures written out."),
    ],
)
def test_an_unreadable_username_is_refused(admin: TestClient, name: str, error: str) -> None:
    response = admin.post(USERS, json=NEW | {"username": name})

    assert (response.status_code, response.json()["errors"]) == (422, {"username": error})


def test_an_old_invalid_username_is_accepted_until_it_is_changed(
    admin: TestClient, database: Database
) -> None:
    old = make_user(database, "bob\u202e")
    path = f"{USERS}/{old.id}"

    changed = admin.put(path, json=admin.get(path).json() | {"role": "viewer"})
    assert (changed.status_code, changed.json()["username"]) == (200, "bob\u202e")
    assert admin.put(path, json={"username": "bobby\u202e"}).status_code == 422


def test_responses_to_the_dashboard_are_not_cached(admin: TestClient) -> None:
    paths = ("/api/admin", "/api/admin/questions", "/api/admin/users", "/api/auth/me", "/api/auth/sessions")

    assert [admin.get(path).headers["Cache-Control"] for path in paths] == ["no-store"] * 5
