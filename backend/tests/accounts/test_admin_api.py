"""Accounts in the dashboard."""

from collections.abc import Callable
from unittest.mock import ANY

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts import service
from app.accounts.errors import LastAdmin
from app.accounts.models import Role, User, UserSession
from app.database import Database
from tests.at_once import at_once
from tests.factories import PASSWORD, make_user, sign_in

USERS = "/api/admin/users"
NEW = {"username": "bob", "password": "long enough", "role": "editor"}
LAST_ADMIN = "This is the last admin. Make another account an admin first."


def usernames(client: TestClient) -> list[str]:
    return [user["username"] for user in client.get(USERS).json()]


def roles(database: Database) -> list[Role]:
    with database.begin() as session:
        return list(session.scalars(sa.select(User.role).order_by(User.id)))


def test_a_password_is_written_and_in_no_answer(admin: TestClient) -> None:
    made = admin.post(USERS, json=NEW)
    path = f"{USERS}/{made.json()['id']}"
    answers = [
        made,
        admin.get(path),
        admin.put(path, json={"password": "even longer"}),
        admin.get(USERS),
        admin.delete(path),
    ]

    record = {"id": made.json()["id"], "username": "bob", "role": "editor", "version": 1}
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200, 200]
    changed = record | {"version": 2}
    assert [answer.json() for answer in answers] == [record, record, changed, [ANY, changed], changed]
    assert not any(word in answer.text for answer in answers for word in ("argon2", "enough", "longer"))


def test_a_new_account_reads_until_it_is_told_otherwise(admin: TestClient) -> None:
    made = admin.post(USERS, json={"username": "bob", "password": "long enough"})

    assert made.json()["role"] == "viewer"


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
def test_what_is_no_account_is_a_422_at_its_field(
    admin: TestClient, database: Database, values: dict[str, object], field: str, text: str
) -> None:
    bob = make_user(database, "bob")

    made = admin.post(USERS, json=NEW | {"username": "eve"} | values)
    changed = admin.put(f"{USERS}/{bob.id}", json=values)

    assert (made.status_code, made.json()["errors"]) == (422, {field: text})
    assert (changed.status_code, changed.json()["errors"]) == (422, {field: text})
    assert usernames(admin) == ["admin", "bob"]


@pytest.mark.parametrize("also", [{}, {"password": "new password"}, {"role": "viewer"}])
def test_a_username_that_is_taken_is_a_409_at_its_field(
    admin: TestClient, database: Database, also: dict[str, str]
) -> None:
    bob = make_user(database, "bob")
    taken = {"username": " admin ", **also}

    made = admin.post(USERS, json=NEW | taken)
    changed = admin.put(f"{USERS}/{bob.id}", json=taken)

    for answer in (made, changed):
        assert answer.status_code == 409
        assert answer.json()["errors"] == {"username": "This username is taken."}
    assert usernames(admin) == ["admin", "bob"]
    assert roles(database) == [Role.admin, Role.editor]


def test_of_two_at_once_one_gets_the_username(app: FastAPI, admin: TestClient) -> None:
    statuses = at_once(app, 6, lambda client, _: client.post(USERS, json=NEW), admin.cookies)

    assert sorted(statuses) == [201] + [409] * 5


def _new_password(admin: TestClient, path: str) -> int:
    return admin.put(path, json={"password": "new password"}).status_code


def _delete(admin: TestClient, path: str) -> int:
    return admin.delete(path).status_code


@pytest.mark.parametrize("end", [_new_password, _delete])
def test_a_new_password_and_a_deletion_sign_the_account_out(
    admin: TestClient, editor: TestClient, database: Database, end: Callable[[TestClient, str], int]
) -> None:
    path = f"{USERS}/{editor.get('/api/auth/me').json()['id']}"

    assert end(admin, path) == 200

    assert editor.get("/api/auth/me").status_code == 401
    assert admin.get("/api/auth/me").status_code == 200
    with database.begin() as session:
        assert len(session.scalars(sa.select(UserSession)).all()) == 1


def test_after_a_new_password_the_old_one_is_wrong(
    admin: TestClient, client: TestClient, database: Database
) -> None:
    bob = make_user(database, "bob")
    _new_password(admin, f"{USERS}/{bob.id}")

    statuses = [
        client.post("/api/auth/login", json={"username": "bob", "password": password}).status_code
        for password in (PASSWORD, "new password")
    ]

    assert statuses == [401, 200]


def test_a_change_without_a_password_leaves_the_session(admin: TestClient, editor: TestClient) -> None:
    path = f"{USERS}/{editor.get('/api/auth/me').json()['id']}"

    admin.put(path, json={"username": "renamed", "role": "viewer"})

    me = editor.get("/api/auth/me").json()
    assert (me["username"], me["role"]) == ("renamed", "viewer")


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_the_last_admin_stays_one(admin: TestClient, database: Database, role: str) -> None:
    path = f"{USERS}/{admin.get('/api/auth/me').json()['id']}"

    for answer in (admin.put(path, json={"role": role, "username": "x"}), admin.delete(path)):
        assert (answer.status_code, answer.json()["message"]) == (409, LAST_ADMIN)
    assert admin.put(path, json={"role": "admin", "username": "root"}).status_code == 200
    assert (usernames(admin), roles(database)) == (["root"], [Role.admin])


def test_an_admin_who_is_not_the_last_can_go(admin: TestClient, database: Database) -> None:
    other = make_user(database, "other", Role.admin)

    assert admin.delete(f"{USERS}/{other.id}").status_code == 200
    assert roles(database) == [Role.admin]


@pytest.mark.parametrize("admins", [2, 3])
def test_admins_who_remove_each_other_at_once_leave_one(
    app: FastAPI, admin: TestClient, database: Database, admins: int
) -> None:
    ids = [make_user(database, f"other{number}", Role.admin).id for number in range(1, admins)]
    ids.append(admin.get("/api/auth/me").json()["id"])

    statuses = at_once(
        app, admins, lambda client, n: client.put(f"{USERS}/{ids[n]}", json={"role": "editor"}), admin.cookies
    )

    assert set(statuses) <= {200, 403, 409}
    assert roles(database).count(Role.admin) >= 1


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_two_removals_that_hold_each_other_up_both_end_at_once(database: Database) -> None:
    """The worst order of events where rows are locked, step by step: neither waits for the other."""
    users = [make_user(database, name, Role.admin) for name in "ab"]
    locked = [sa.select(User).where(User.id == user.id).with_for_update(key_share=True) for user in users]
    with database.begin() as one, database.begin() as other:
        first, second = one.scalars(locked[0]).one(), other.scalars(locked[1]).one()
        for session, user in ((one, first), (other, second)):
            with pytest.raises(LastAdmin):
                service.delete_user(session, user)


def test_a_session_of_a_demoted_admin_may_less_at_once(
    new_client: Callable[[], TestClient], admin: TestClient, database: Database
) -> None:
    make_user(database, "other", Role.admin)
    me = admin.get("/api/auth/me").json()["id"]
    viewer = sign_in(database, new_client(), Role.viewer)

    admin.put(f"{USERS}/{me}", json={"role": "viewer"})

    assert [client.get(USERS).status_code for client in (admin, viewer)] == [403, 403]


def test_what_an_account_may_do_is_told(
    viewer: TestClient, editor: TestClient, admin: TestClient, client: TestClient
) -> None:
    reads, writes = ["list", "show"], ["list", "show", "create", "edit", "delete"]
    for caller, expected in (
        (viewer, {"questions": reads, "choices": reads}),
        (editor, {"questions": writes, "choices": reads}),
        (admin, {"questions": writes, "choices": reads, "users": writes}),
    ):
        told = caller.get("/api/admin").json()
        assert {one["resource"]: one["actions"] for one in told} == expected
    assert client.get("/api/admin").status_code == 401


def test_the_fields_that_a_list_sorts_by_are_told(admin: TestClient) -> None:
    told = {one["resource"]: one["sortable"] for one in admin.get("/api/admin").json()}
    assert told["users"] == ["id", "username", "role", "version"]
    assert "choices" not in told["questions"]
    for resource, fields in told.items():
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


def test_what_is_told_is_what_is_allowed(
    viewer: TestClient, editor: TestClient, admin: TestClient, client: TestClient
) -> None:
    for caller in (viewer, editor, admin):
        told = {one["resource"]: one["actions"] for one in caller.get("/api/admin").json()}
        for resource in ("questions", "users"):
            for action, (method, path, body) in CALLS.items():
                url = f"/api/admin/{resource}{path}"
                refused = caller.request(method, url, json=body).status_code == 403
                assert refused is (action not in told.get(resource, [])), (resource, action)
                assert client.request(method, url, json=body).status_code == 401


@pytest.mark.parametrize("name", ["BOB", "b\u200bob", "\uff22ob", "bob\u00ad", "\U0001d41bob"])
def test_no_two_accounts_have_names_that_look_alike(admin: TestClient, database: Database, name: str) -> None:
    make_user(database, "bob")
    ann = make_user(database, "ann")
    taken = {"username": "This username is taken."}

    made = admin.post(USERS, json=NEW | {"username": name})
    renamed = admin.put(f"{USERS}/{ann.id}", json={"username": name})

    for answer in (made, renamed):
        assert (answer.status_code, answer.json()["errors"]) == (409, taken)


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
def test_a_name_that_nobody_can_read_is_refused(admin: TestClient, name: str, error: str) -> None:
    answer = admin.post(USERS, json=NEW | {"username": name})

    assert (answer.status_code, answer.json()["errors"]) == (422, {"username": error})


def test_an_old_name_stays_until_it_is_changed(admin: TestClient, database: Database) -> None:
    old = make_user(database, "bob\u202e")
    path = f"{USERS}/{old.id}"

    changed = admin.put(path, json=admin.get(path).json() | {"role": "viewer"})
    assert (changed.status_code, changed.json()["username"]) == (200, "bob\u202e")
    assert admin.put(path, json={"username": "bobby\u202e"}).status_code == 422
