"""Accounts, signed in or not."""

from functools import cache

from fastapi.testclient import TestClient

from app.accounts import service
from app.accounts.models import Role, User
from app.accounts.security import SESSION_COOKIE, hash_password
from app.database import Database

PASSWORD = "correct horse"

# Hashing is slow on purpose; one hash serves all tests.
_hash = cache(hash_password)


def make_user(database: Database, username: str, role: Role = Role.editor) -> User:
    """An account with `PASSWORD`."""
    with database.begin() as session:
        user = User(username=username, password_hash=_hash(PASSWORD), role=role)
        session.add(user)
    return user


def sign_in(database: Database, client: TestClient, role: Role) -> TestClient:
    """`client`, signed in to a new account that is named like its role."""
    user = make_user(database, role.value, role)
    with database.begin() as session:
        token = service.open_session(session, user, "")
    client.cookies.set(SESSION_COOKIE, token)
    return client
