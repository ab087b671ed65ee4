"""Slugs: the public names of polls."""

import re
import secrets
from collections.abc import Iterable

from app.text_rules import DISTINCT

# Ten of these characters are 49 random bits, too many to guess.
SLUG_LENGTH = 10

SLUG = re.compile(f"[{DISTINCT}]{{{SLUG_LENGTH}}}")


def new_slug() -> str:
    return "".join(secrets.choice(DISTINCT) for _ in range(SLUG_LENGTH))


def valid_slugs(slugs: Iterable[str]) -> list[str]:
    """The texts that have the form of a slug. Others, which the database may refuse, are left out."""
    return [slug for slug in slugs if SLUG.fullmatch(slug)]
