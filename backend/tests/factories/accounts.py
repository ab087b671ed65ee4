"""Accounts, and clients that are signed in to them."""

from functools import cache

from fastapi.testclient import TestClient

from app.accounts.models import Role, User
from app.accounts.security import SESSION_COOKIE, hash_password
from app.accounts.sessions import open_session
from app.database import Database

PASSWORD = "correct horse"

# Hashing is slow on purpose, so all tests share one hash.
_hash = cache(hash_password)


def make_user(database: Database, username: str, role: Role = Role.editor) -> User:
    """Create an account whose password is `PASSWORD`."""
    with database.begin() as session:
        user = User(username=username, password_hash=_hash(PASSWORD), role=role)
        session.add(user)
    return user


def sign_in(database: Database, client: TestClient, role: Role, username: str | None = None) -> TestClient:
    """Sign `client` in to a new account, which has its role as its username by default, and return it."""
    user = make_user(database, username or role.value, role)
    with database.begin() as session:
        token = open_session(session, user, "")
    client.cookies.set(SESSION_COOKIE, token)
    return client
