"""Addresses of the voter's page, as they arrive in links that people pass on."""

import re
from unicodedata import category, normalize

POLL = re.compile(r"polls/([^/]+)(/present|/embed)?[^a-z0-9]*", re.IGNORECASE)
CODE = re.compile(r"vote[^a-z0-9]*", re.IGNORECASE)
SLUG = re.compile(r"[a-z0-9]+")


def plain_path(path: str) -> str | None:
    """The path of a poll's page or of the page for a code that a link means, or None for another page.

    Messages and QR codes add capitals, a slash, and the quote, bracket or full stop next to a link. `path` is
    decoded, without the slash at its beginning.
    """
    path = "".join(character for character in normalize("NFKC", path) if category(character) != "Cf")
    if CODE.fullmatch(path):
        return "/vote"
    poll = POLL.fullmatch(path)
    slug = SLUG.search(poll[1].lower()) if poll else None
    return f"/polls/{slug[0]}{(poll[2] or '').lower()}" if poll and slug else None
