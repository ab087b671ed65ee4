"""Accounts are deactivated and activated again, and nobody locks themself or everyone out."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts import api, security
from app.accounts.models import Role, User, UserSession
from app.database import Database
from tests.at_once import at_once
from tests.factories import PASSWORD, make_user, sign_in

USERS = "/api/admin/users"
OWN = "This is your own account. Another admin can delete or deactivate it, or change its role."
LAST = "This is the last active admin. Make another account an admin first."


def path_of(client: TestClient) -> str:
    return f"{USERS}/{client.get('/api/auth/me').json()['id']}"


def active_admins(database: Database) -> list[str]:
    admins = sa.select(User.username).where(User.role == Role.admin, User.active).order_by(User.id)
    with database.begin() as session:
        return list(session.scalars(admins))


def test_a_deactivated_account_is_signed_out_at_once_everywhere(
    admin: TestClient, editor: TestClient, database: Database
) -> None:
    changed = admin.put(path_of(editor), json={"active": False})

    assert (changed.status_code, changed.json()["active"]) == (200, False)
    assert editor.get("/api/auth/me").status_code == 401
    with database.begin() as session:
        of_editor = sa.select(UserSession.id).where(UserSession.user_id == changed.json()["id"])
        assert session.scalars(of_editor).all() == []


def test_the_sign_in_of_a_deactivated_account_is_answered_like_a_wrong_password(
    admin: TestClient, database: Database, client: TestClient
) -> None:
    bob = make_user(database, "bob")
    admin.put(f"{USERS}/{bob.id}", json={"active": False})

    answers = [
        client.post("/api/auth/login", json={"username": username, "password": password})
        for username, password in (("bob", PASSWORD), ("bob", "wrong horse"), ("nobody", PASSWORD))
    ]

    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}
    assert not any("set-cookie" in answer.headers for answer in answers)
    assert answers[0].json()["code"] == "wrong_password"


def test_an_account_can_be_activated_again_and_keeps_its_password(
    admin: TestClient, database: Database, client: TestClient
) -> None:
    bob = make_user(database, "bob")
    for active in (False, True):
        assert admin.put(f"{USERS}/{bob.id}", json={"active": active}).status_code == 200

    signed_in = client.post("/api/auth/login", json={"username": "bob", "password": PASSWORD})

    assert signed_in.status_code == 200


def test_other_changes_of_an_account_keep_it_deactivated(admin: TestClient) -> None:
    created = admin.post(USERS, json={"username": "bob", "password": PASSWORD, "active": False}).json()

    changed = admin.put(f"{USERS}/{created['id']}", json={"role": "editor"}).json()

    assert (created["active"], changed["active"]) == (False, False)


def test_a_deactivation_during_a_sign_in_leaves_no_session(
    client: TestClient, admin: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = make_user(database, "bob")

    def verify_and_deactivate(*args: str) -> bool:
        is_right = verify(*args)
        assert admin.put(f"{USERS}/{bob.id}", json={"active": False}).status_code == 200
        return is_right

    verify = security.verify_password
    monkeypatch.setattr(api, "verify_password", verify_and_deactivate)

    assert client.post("/api/auth/login", json={"username": "bob", "password": PASSWORD}).status_code == 401
    with database.begin() as session:
        of_bob = sa.select(UserSession.id).where(UserSession.user_id == bob.id)
        assert session.scalars(of_bob).all() == []


def losses(path: str) -> list[tuple[str, str, dict[str, object] | None]]:
    """The calls that would take an account out of use, alone and in bulk."""
    users, _, id_ = path.rpartition("/")
    many = f'{users}?filter={{"id":[{id_}]}}'
    changes: list[dict[str, object]] = [{"active": False}, {"role": "viewer"}, {"role": "editor"}]
    return [
        *(("PUT", url, change) for url in (path, many) for change in changes),
        *(("DELETE", url, None) for url in (path, many)),
    ]


def test_nobody_deactivates_demotes_or_deletes_the_own_account(admin: TestClient, database: Database) -> None:
    make_user(database, "other", Role.admin)
    own = path_of(admin)

    for method, url, body in losses(own):
        refused = admin.request(method, url, json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "own_account"), (method, url, body)
        assert refused.json()["message"].endswith(OWN)
    assert active_admins(database) == ["admin", "other"]
    # The whole record can still be sent back, with a new name.
    assert admin.put(own, json=admin.get(own).json() | {"username": "root"}).status_code == 200


def test_the_last_active_admin_stays(admin: TestClient, database: Database) -> None:
    other = make_user(database, "other", Role.admin)
    assert admin.put(f"{USERS}/{other.id}", json={"active": False}).status_code == 200

    for method, url, body in losses(path_of(admin)):
        refused = admin.request(method, url, json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "last_admin"), (method, url, body)
        assert refused.json()["message"].endswith(LAST)
    assert active_admins(database) == ["admin"]
    # A deactivated admin does not count, and so can go.
    assert admin.put(f"{USERS}/{other.id}", json={"role": "viewer"}).status_code == 200
    assert admin.delete(f"{USERS}/{other.id}").status_code == 200


@pytest.mark.parametrize("body", [{"active": False}, {"role": "editor"}, None])
def test_admins_who_remove_each_other_at_once_leave_one(
    app: FastAPI,
    admin: TestClient,
    database: Database,
    new_client: Callable[[], TestClient],
    body: dict[str, object] | None,
) -> None:
    other = sign_in(database, new_client(), Role.admin, "other")
    calls = [(admin, path_of(other)), (other, path_of(admin))]

    statuses = at_once(
        app,
        2,
        lambda client, number: client.request(
            "DELETE" if body is None else "PUT",
            calls[number][1],
            json=body,
            headers={"Cookie": f"session={calls[number][0].cookies['session']}"},
        ),
    )

    assert set(statuses) <= {200, 401, 403, 409}
    assert len(active_admins(database)) >= 1
