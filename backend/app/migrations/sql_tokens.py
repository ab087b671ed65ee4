"""Split SQL into tokens: names, literals, punctuation and blanks."""

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
    """The tokens without white space and comments."""
    return [token for token in tokens(sql) if not is_blank(token)]


def identifier(token: str) -> str:
    """The name without quotes and in lower case, for comparisons. SQLite ignores the case of names."""
    closing = {'"': '"', "`": "`", "[": "]"}.get(token[:1])
    if closing:
        token = token[1:-1].replace(closing * 2, closing)
    return token.lower()


def names(sql: str) -> set[str]:
    """All names and keywords of an expression."""
    return {identifier(word) for word in words(sql) if not word.startswith("'")}


def depths(sql_tokens: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Pair each token with the number of parentheses around it.

    A parenthesis is not inside itself: `(` and its `)` have the same depth.
    """
    depth = 0
    for token in sql_tokens:
        depth -= token == CLOSING
        yield token, depth
        depth += token == OPENING


def in_parentheses(sql: str) -> str:
    """The text in the first pair of parentheses."""
    pairs = list(depths(tokens(sql)))
    start = next(index for index, (token, _) in enumerate(pairs) if token == OPENING)
    return "".join(token for token, _ in takewhile(lambda pair: pair != (CLOSING, 0), pairs[start + 1 :]))
