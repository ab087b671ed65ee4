"""Fast password hashes. Hashing takes 0.15 s on purpose, and the tests sign in hundreds of times.

`python -m tests.fast_passwords` migrates the database and serves Polls with them, for the browser tests.
"""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts import security
from app.cli import migrate, serve


def use_fast_passwords() -> None:
    fast = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    security._passwords, security._NOBODY = fast, fast.hash("nobody's")


if __name__ == "__main__":
    use_fast_passwords()
    migrate()
    serve()
