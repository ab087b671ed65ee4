"""SQL as tokens: names, literals, punctuation, blanks."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

OPENING, CLOSING = "()"
TOKEN = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[\w$]+|\s+|.""",
    re.DOTALL,
)


def tokens(sql: str) -> list[str]:
    return TOKEN.findall(sql)


def is_blank(token: str) -> bool:
    return token.isspace() or token.startswith(("--", "/*"))


def words(sql: str) -> list[str]:
    """The tokens that mean something."""
    return [token for token in tokens(sql) if not is_blank(token)]


def identifier(token: str) -> str:
    """A name as it compares: without quotes, and in one case, as SQLite ignores it."""
    closing = {'"': '"', "`": "`", "[": "]"}.get(token[:1])
    if closing:
        token = token[1:-1].replace(closing * 2, closing)
    return token.lower()


def names(sql: str) -> set[str]:
    """Each name in an expression, and each keyword."""
    return {identifier(word) for word in words(sql) if not word.startswith("'")}


def depths(parts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each token with the number of parentheses around it; a parenthesis counts as outside of itself."""
    depth = 0
    for token in parts:
        depth -= token == CLOSING
        yield token, depth
        depth += token == OPENING


def in_parentheses(sql: str) -> str:
    """The text in the first pair of parentheses."""
    found = list(depths(tokens(sql)))
    start = next(at for at, (token, _) in enumerate(found) if token == OPENING)
    return "".join(token for token, _ in takewhile(lambda one: one != (CLOSING, 0), found[start + 1 :]))
