"""Slugs: the public names of polls."""

import re
import secrets
from collections.abc import Iterable

# 31 characters that are hard to confuse when a link is read aloud or copied by hand. Ten of them are 49
# random bits, too many to guess.
SLUG_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
SLUG_LENGTH = 10

SLUG = re.compile(f"[{SLUG_ALPHABET}]{{{SLUG_LENGTH}}}")


def new_slug() -> str:
    return "".join(secrets.choice(SLUG_ALPHABET) for _ in range(SLUG_LENGTH))


def valid_slugs(slugs: Iterable[str]) -> list[str]:
    """The texts that have the form of a slug. Others, which the database may refuse, are left out."""
    return [slug for slug in slugs if SLUG.fullmatch(slug)]
