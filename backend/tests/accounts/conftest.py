"""Hashing is slow on purpose, and these tests hash by the hundred."""

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts import security


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(security, "_passwords", quick)
    monkeypatch.setattr(security, "_NOBODY", quick.hash("nobody's"))
