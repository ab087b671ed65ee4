"""Codes: how they are derived, stored and read.

A code has 12 characters of the slugs' alphabet, which are 59 bits. It is derived from the key of its person,
the generation and SECRET_KEY, so nothing has to store it. Its digest is keyed too: someone who stole the
table would find a plain digest of 59 bits within minutes.
"""

import hmac
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256

from sqlalchemy.orm import Session

from app.database import Database
from app.rolls.errors import CodesLost
from app.text_rules import DISTINCT, without_separators

# Characters that people read into a code, which has none of them.
CONFUSED = "01ilo"

LENGTH = 12
GROUP = 4

# Most characters of a typed code, with everything that may be between the letters.
MAX_TYPED = 200

# The key of `Session.info`.
CODES = "codes"


class Codes:
    """Derives codes with the secret key of the installation, which is read when it is needed first."""

    def __init__(self, read_key: Callable[[], bytes]) -> None:
        self._read_key = read_key

    @cached_property
    def _key(self) -> bytes:
        return self._read_key()

    def sign(self, purpose: str, *parts: bytes) -> bytes:
        """The HMAC of the parts, which have a fixed length. Another purpose has other values."""
        return hmac.digest(self._key, b"\0".join((purpose.encode(), *parts)), sha256)

    def code(self, key: bytes, generation: int) -> str:
        """The code of a person, as it is shown."""
        number = int.from_bytes(self.sign("code", key, generation.to_bytes(8)))
        letters = ""
        for _ in range(LENGTH):
            number, index = divmod(number, len(DISTINCT))
            letters += DISTINCT[index]
        return shown(letters)

    def handed_out(self, key: bytes, generation: int, digest: bytes) -> str:
        """The code of a person, if it has the digest that is stored. Raises CodesLost."""
        code = self.code(key, generation)
        if not hmac.compare_digest(self.digest(code), digest):
            raise CodesLost
        return code

    def digest(self, code: str) -> bytes:
        """The keyed digest that is stored in place of a code."""
        return self.sign("digest", code.encode())


def shown(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def parse(typed: str) -> str:
    """The code that someone typed or pasted: in any case and width, with any dashes and spaces.

    Raises ValueError with advice.
    """
    letters = without_separators(typed)
    if any(letter in CONFUSED for letter in letters):
        raise ValueError("Codes never contain 0, O, 1, I or L.")
    if any(letter not in DISTINCT for letter in letters):
        raise ValueError("A code has letters and digits only.")
    if len(letters) != LENGTH:
        raise ValueError(f"A code has {LENGTH} letters and digits.")
    return shown(letters)


def share_codes(database: Database, codes: Codes) -> None:
    """Let the sessions of `database` find the codes."""
    database.share(CODES, codes)


def codes_of(session: Session) -> Codes:
    codes: Codes = session.info[CODES]
    return codes
