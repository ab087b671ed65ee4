"""Every role against every call: calls from the OpenAPI document, rules from permission_rules.py.

A refusal comes before every other judgement of the request: the refused learn neither which records exist nor
what a valid request looks like.

A router of your own needs `route_class=PermissionFirst` for that, if its routes take a body.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.models import Role, User, UserSession
from app.config import Settings
from app.database import Database, now
from app.main import create_app
from app.middleware import MAX_BODY_SIZE
from tests.accounts.permission_rules import EVERYONE, RULES, WITH_CODE
from tests.factories import sign_in

DOCUMENT = create_app(Settings(database_url="sqlite:///never-opened.sqlite3")).openapi()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def documented_calls(document: dict[str, Any] = DOCUMENT) -> Iterator[str]:
    for path, operations in document["paths"].items():
        yield from (f"{method.upper()} {path}" for method in operations if method.upper() in METHODS)


def problems(calls: Iterator[str]) -> list[str]:
    """Problems of the rules, as sentences that say what to do."""
    found = {*calls}
    where = "RULES of tests/accounts/permission_rules.py"
    return [
        *(f"{call} has no rule. Add a line for it to {where}." for call in sorted(found - RULES.keys())),
        *(f"{call} is no call of the API. Remove it from {where}." for call in sorted(RULES.keys() - found)),
    ]


def test_every_call_has_a_rule() -> None:
    assert problems(documented_calls()) == []


def test_a_new_call_without_a_rule_fails(app: FastAPI) -> None:
    app.get("/api/admin/secrets")(lambda: "for all")
    app.openapi_schema = None
    document = app.openapi()
    app.openapi_schema = None

    assert problems(documented_calls(document)) == [
        "GET /api/admin/secrets has no rule. "
        "Add a line for it to RULES of tests/accounts/permission_rules.py."
    ]


# Requests that everyone else would get a 404, 413 or 422 for.
REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "an unknown record": ("1", {"json": {}}),
    "an invalid id": ("no-number", {"json": {}}),
    "unknown fields": ("1", {"json": {"any": "thing"}}),
    "no JSON": ("1", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
    "too much": (
        "1",
        {"content": b" " * (MAX_BODY_SIZE + 1), "headers": {"Content-Type": "application/json"}},
    ),
}


def statuses(client: TestClient, call: str) -> dict[str, int]:
    """The statuses of all requests, by their names in REQUESTS."""
    method, path = call.split()
    return {
        name: client.request(method, re.sub(r"{\w+}", id_, path), **request).status_code
        for name, (id_, request) in REQUESTS.items()
    }


Clients = dict[str, TestClient]


@pytest.fixture
def clients(database: Database, new_client: Callable[[], TestClient]) -> Clients:
    """A client for nobody, for each role, and for admins who may not do anything any more."""
    clients = {"nobody": new_client(), "made-up session": new_client()}
    clients["made-up session"].cookies.set("session", "made-up")
    clients |= {role.value: sign_in(database, new_client(), role) for role in Role}
    clients |= {
        name: sign_in(database, new_client(), Role.admin, name) for name in ("deactivated", "expired")
    }
    with database.begin() as session:
        # The session remains, unlike after a deactivation through the API, so that the check is what refuses.
        session.execute(sa.update(User).where(User.username == "deactivated").values(active=False))
        of_expired = UserSession.user_id == (
            sa.select(User.id).where(User.username == "expired").scalar_subquery()
        )
        session.execute(sa.update(UserSession).where(of_expired).values(expires_at=now(session)))
    return clients


# The database has no part in the rules. The refusals below run on both.
@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("call", RULES)
def test_each_role_may_make_the_calls_of_its_rules_and_no_others(clients: Clients, call: str) -> None:
    least = RULES[call]
    for name, client in clients.items():
        role = Role(name) if name in [*Role] else None
        got = statuses(client, call)
        if least == WITH_CODE:
            assert got == dict.fromkeys(REQUESTS, 401), name
        elif least is EVERYONE or (role and role.includes(Role(least))):
            assert not {401, 403} & {*got.values()}, (name, got)
        else:
            assert got == dict.fromkeys(REQUESTS, 403 if role else 401), name


def test_a_refusal_has_its_own_code(clients: Clients) -> None:
    for name, client in clients.items():
        response = client.post("/api/admin/users", content=b"{", headers={"Content-Type": "application/json"})
        code = {"admin": "invalid", "viewer": "not_allowed", "editor": "not_allowed"}.get(name, "signed_out")
        assert response.json()["code"] == code, name
