"""Passwords and tokens. Nothing that opens a door is stored as it is."""

import hashlib
import secrets

from pwdlib import PasswordHash

SESSION_COOKIE = "session"

_passwords = PasswordHash.recommended()

# Checked where there is no such account, so that the time of an answer does not tell which exist.
_NOBODY = _passwords.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    return _passwords.hash(password)


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether `password` is the one that was hashed; False where there is no hash, as slowly as ever."""
    return _passwords.verify(password, password_hash or _NOBODY) and password_hash is not None


def new_token() -> str:
    """256 random bits as base64url, for a cookie or a generated password."""
    return secrets.token_urlsafe(32)


def digest(*parts: str) -> bytes:
    """SHA-256, which is enough for what is random or public; passwords are hashed above."""
    return hashlib.sha256("\0".join(parts).encode()).digest()
