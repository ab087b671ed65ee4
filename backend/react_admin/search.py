"""Full-text search with `q`: how texts and terms are folded, and the SQL that compares them.

Folding makes texts equal that differ in case or in Unicode's compatibility forms. PostgreSQL has the function
`folded` from `postgresql.sql`; SQLite calls Python's. docs/decisions/texts.md has the reasons.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Any
from unicodedata import category, normalize

from sqlalchemy import Boolean, ColumnElement, String, false, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

# Shorter terms match at the beginning of a word only: a trigram index can't find them within one.
SHORTEST_INFIX = 3

# Chinese characters, kana, bopomofo and Korean syllables: each is searched as a word of its own.
CJK = re.compile(
    "[\u3005-\u3007\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\ufa0e-\ufa29]"
)

# ASCII characters other than letters and digits. No other character separates the words of a folded text.
SEPARATORS = r"[\x01-/:-@[-`{-\x7f]"

# Greek letters with more than one lower case: the final sigma, and those whose upper case is decomposed.
GREEK = {"\u03c2": "\u03c3", "\u03b9\u0308": "\u03ca", "\u03c5\u0308": "\u03cb"}


def folded(text: str) -> str:
    """`text` as a search compares it.

    Spaces surround each character that `apart_pattern` sets apart. A word begins at the start of the text or
    after an ASCII character that is neither a letter nor a digit. PostgreSQL's `folded` must give the same
    result, so a change here needs a migration.
    """
    text = normalize("NFKC", text).lower().replace("i\u0307", "i").upper().lower()
    for variant, letter in GREEK.items():
        text = text.replace(variant, letter)
    return text if text.isascii() else " ".join(apart_pattern().split(text))


def begins_word(text: str, start: str) -> bool:
    """True if a word of `text` starts with `start`, which consists of folded letters and digits."""
    return re.search(f"(?:^|{SEPARATORS}){start}", folded(text)) is not None


@cache
def apart_pattern() -> re.Pattern[str]:
    """The characters that `folded` sets apart: beyond ASCII, all but the letters and digits of alphabets.

    PostgreSQL takes the pattern too. It includes everything beyond U+FFFF: emoji, Chinese characters, and the
    letters of some rare scripts, in which a search finds one or two letters anywhere.
    """
    runs = ([*run] for is_apart, run in groupby(range(0x80, 0x10000), _is_apart) if is_apart)
    ranges = "".join(f"\\u{run[0]:04x}-\\u{run[-1]:04x}" for run in runs)
    return re.compile(rf"([{ranges}\U00010000-\U0010ffff])")


def _is_apart(code: int) -> bool:
    kind = category(chr(code))
    return CJK.match(chr(code)) is not None or not (kind.startswith("L") or kind == "Nd")


def search_parameters(term: str) -> dict[str, str]:
    """The parameters of the condition that finds `term`.

    - `word`: letters or digits that a word begins with.
    - `part`: a LIKE pattern of the whole term.
    - `thinned`: a LIKE pattern of a long word's characteristic trigrams, which an index can look up.
    """
    term = folded(term)
    if len(term) < SHORTEST_INFIX and term.isalnum():
        return {"word": term}
    text = re.sub("[/%_]", r"/\g<0>", term)
    if not term.isalnum() or (thinned := _thinned(term)) == term:
        return {"part": f"%{text}%"}
    return {"part": f"%{text}%", "thinned": f"%{thinned}%"}


def search_condition(column: Any, parameters: Mapping[str, Any]) -> ColumnElement[bool]:
    """The condition on a text column for the `parameters` of a term."""
    if "word" in parameters:
        return sql_begins_word(column, parameters["word"])
    text = sql_folded(column)
    found = text.like(parameters["part"], escape="/")
    if "thinned" not in parameters:
        return found
    # Inside coalesce() the full pattern is a filter only, so that the index looks up just the thinned one.
    return text.like(parameters["thinned"]) & func.coalesce(found, false())


def _thinned(word: str) -> str:
    """Up to three trigrams of `word` with single-character wildcards between them.

    PostgreSQL looks up every trigram of a pattern, and long words have more than it takes to find them.
    """
    if len(word) < 7:
        return word
    third = f"_{word[8:11]}" if len(word) >= 11 else word[7:8]
    return f"{word[:3]}_{word[4:7]}{third}"


class sql_folded(GenericFunction[str]):  # noqa: N801 - reads as an SQL function
    name = "folded"
    type = String()
    inherit_cache = True


class sql_begins_word(GenericFunction[bool]):  # noqa: N801 - reads as an SQL function
    name = "begins_word"
    type = Boolean()
    inherit_cache = True


@compiles(sql_begins_word, "postgresql")
def _begins_word_postgresql(element: sql_begins_word, compiler: Any, **options: Any) -> str:
    # pg_trgm expands this short list of separators and looks up the trigrams of the beginning of a word.
    text, start = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(folded({text}) ~ ('(^|{SEPARATORS})' || {start}))"


@compiles(sql_folded, "sqlite")
def _folded_sqlite(element: sql_folded, compiler: Any, **options: Any) -> str:
    # Calls Python only for texts beyond ASCII. LIKE ignores the case of ASCII letters by itself.
    text = compiler.process(element.clauses, **options)
    return f"CASE WHEN {_beyond_ascii(text)} THEN folded({text}) ELSE {text} END"


@compiles(sql_begins_word, "sqlite")
def _begins_word_sqlite(element: sql_begins_word, compiler: Any, **options: Any) -> str:
    # LIKE finds most words, which follow a space, faster than Python does. CASE stops at the first match.
    text, start = (compiler.process(clause, **options) for clause in element.clauses)
    return (
        f"CASE WHEN {_beyond_ascii(text)} THEN begins_word({text}, {start})"
        f" WHEN {text} LIKE {start} || '%' OR {text} LIKE '% ' || {start} || '%' THEN 1"
        f" WHEN {text} LIKE '%' || {start} || '%' THEN begins_word({text}, {start}) ELSE 0 END"
    )


def _beyond_ascii(text: str) -> str:
    return f"length({text}) < length(CAST({text} AS BLOB))"
