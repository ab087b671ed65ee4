"""Passwords and tokens. Only hashes and digests of them are stored."""

import hashlib
import secrets

from pwdlib import PasswordHash

SESSION_COOKIE = "session"

_passwords = PasswordHash.recommended()

# Verified if there is no such account, so that the response time does not reveal which accounts exist.
_NOBODY = _passwords.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    return _passwords.hash(password)


def verify_password(password: str, password_hash: str | None) -> bool:
    """True if `password` matches the hash. Without a hash it is False, after the same time."""
    return _passwords.verify(password, password_hash or _NOBODY) and password_hash is not None


def new_token() -> str:
    """256 random bits as base64url, for a cookie or a generated password."""
    return secrets.token_urlsafe(32)


def digest(*parts: str | bytes) -> bytes:
    """SHA-256 of the parts, for values that are random or public. Passwords need `hash_password`."""
    encoded = (part.encode() if isinstance(part, str) else part for part in parts)
    return hashlib.sha256(b"\0".join(encoded)).digest()
