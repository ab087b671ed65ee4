"""The server as a real process: the first account, trusted proxies, and garbage collection."""

import re
from collections.abc import Callable

import httpx2
import pytest
import sqlalchemy as sa

from app import migrations
from app.accounts.models import User
from app.accounts.security import verify_password
from app.database import Database
from app.history.models import Change
from app.main import COLLECT_AFTER
from tests.factories import PASSWORD, make_user
from tests.serving import await_answer, free_port, serving, start, stop

GENERATED = re.compile(r"The password of admin is ([\w-]{43})\n")


@pytest.fixture
def migrated_database(new_database: Callable[[], sa.URL]) -> sa.URL:
    url = new_database()
    migrations.upgrade(url)
    return url


def users(url: sa.URL) -> list[User]:
    with Database(url).begin() as session:
        return list(session.scalars(sa.select(User)))


def test_servers_that_start_together_create_one_account_and_print_its_password_once(
    migrated_database: sa.URL,
) -> None:
    ports = [free_port(), free_port()]
    processes = [start(migrated_database, port) for port in ports]
    for process, port in zip(processes, ports, strict=True):
        await_answer(process, port)
    printed = [stop(process) for process in processes]

    (password,) = GENERATED.findall("".join(printed))
    (admin,) = users(migrated_database)
    assert (admin.username, admin.role) == ("admin", "admin")
    assert verify_password(password, admin.password_hash)
    with Database(migrated_database).begin() as session:
        (created,) = session.scalars(sa.select(Change))
    assert (created.actor, created.actor_id, created.action) == ("server", None, "create")
    (output,) = (text for text in printed if password in text)
    assert output.endswith(
        f"\n  The password of admin is {password}\n"
        "  It is not shown again. To set a new one: make set-password, or polls set-password admin\n\n"
    )


def test_a_configured_first_password_is_used_and_not_printed(migrated_database: sa.URL) -> None:
    port = free_port()
    process = start(migrated_database, port, ADMIN_PASSWORD=PASSWORD)
    await_answer(process, port)
    credentials = {"username": "admin", "password": PASSWORD}
    response = httpx2.post(f"http://127.0.0.1:{port}/api/auth/login", json=credentials)
    printed = stop(process)

    assert (response.status_code, response.json()["role"]) == (200, "admin")
    assert f"http://localhost:{port}\n" in printed
    assert PASSWORD not in printed
    assert "The password" not in printed


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
def test_no_account_is_created_if_there_is_one(migrated_database: sa.URL) -> None:
    make_user(Database(migrated_database), "ann")
    port = free_port()
    process = start(migrated_database, port, ADMIN_PASSWORD="another one")
    await_answer(process, port)

    assert "The password" not in stop(process)
    assert [user.username for user in users(migrated_database)] == ["ann"]


@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize(("trusted", "is_secure"), [("127.0.0.1", True), ("192.0.2.1", False)])
def test_only_a_trusted_proxy_makes_the_cookie_secure(
    migrated_database: sa.URL, trusted: str, is_secure: bool
) -> None:
    make_user(Database(migrated_database), "ann")
    with serving(migrated_database, FORWARDED_ALLOW_IPS=trusted) as address:
        response = httpx2.post(
            f"{address}/api/auth/login",
            json={"username": "ann", "password": PASSWORD},
            headers={"X-Forwarded-Proto": "https"},
        )

    assert response.status_code == 200
    assert ("; Secure" in response.headers["Set-Cookie"]) == is_secure


def test_a_full_garbage_collection_is_not_too_rare() -> None:
    young, old, oldest = COLLECT_AFTER
    assert young * old * oldest <= 500_000
