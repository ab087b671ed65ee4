"""A list over HTTP is what Python finds in the same rows: filtered, sorted by code point, and sliced."""

import json
import operator
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, NamedTuple
from unicodedata import category, normalize

from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from react_admin.columns import MAX_INTEGER
from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database

Row = dict[str, Any]

# The same examples everywhere; a failure prints the smallest that fails, and how to repeat it.
EXAMPLES = settings(
    derandomize=True,
    print_blob=True,
    deadline=None,
    # The table is filled and emptied by each example itself.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# Few characters, so that texts are often equal or part of another: each that LIKE and GLOB know, either case,
# letters beyond ASCII and beyond 16 bits, whose order is not that of UTF-16, and what a search makes equal.
LETTERS = st.sampled_from("aAbBz %_\\/'([*éÉe\u0301ß\u017fİΣςΐΪ\u0308会ｱ²ↂ\uffee😀")
# NUL can't be stored, and Python strips four separators that are no white space in Unicode. A code point that
# is unassigned here may be a letter to PostgreSQL's version of Unicode.
ANYTHING = st.characters(
    codec="utf-8", exclude_characters="\0\x1c\x1d\x1e\x1f", exclude_categories=["Cn", "Cs"]
)
TEXT = (
    st.text(LETTERS, max_size=3) | st.text(LETTERS, min_size=4, max_size=8) | st.text(ANYTHING, max_size=50)
)
WIDE, NARROW = st.integers(-MAX_INTEGER, MAX_INTEGER), st.integers(-(2**31), 2**31 - 1)
INTEGER = st.integers(-3, 3)
OFFSET = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Next to each other, and from everywhere that every offset has too.
INSTANT = st.builds(
    lambda microseconds: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(microseconds=microseconds), INTEGER
) | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - bounds have no zone

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.integers(1, 20) | st.integers(1, MAX_INTEGER),
    "name": TEXT,
    "latin": TEXT,
    "height": INTEGER | WIDE,
    "size": st.sampled_from(Size),
    "planted_at": st.builds(datetime.astimezone, INSTANT, OFFSET),
    "alive": st.booleans(),
}
ROW = st.fixed_dictionaries(
    {
        "name": TEXT,
        "latin": st.none() | TEXT,
        "height": st.none() | INTEGER | NARROW,
        "size": st.sampled_from(Size),
        "planted_at": st.none() | INSTANT,
        "alive": st.booleans(),
    }
)
# Stored in another order than that of their ids.
ROWS = st.dictionaries(st.integers(1, 20) | st.integers(1, 2**31 - 1), ROW, min_size=3, max_size=12).map(
    lambda rows: [{"id": id_, **row} for id_, row in rows.items()]
)
SORT = st.tuples(st.sampled_from([*VALUES]), st.sampled_from(["ASC", "DESC"]))
RANGE = st.tuples(st.integers(0, 14), st.integers(0, 14)).map(lambda bounds: (min(bounds), max(bounds)))

APART = re.compile(
    "[\u3005-\u3007\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\ufa0e-\ufa29\U00010000-\U0010ffff]"
)

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "_gt": operator.gt,
    "_gte": operator.ge,
    "_lt": operator.lt,
    "_lte": operator.le,
}


class List(NamedTuple):
    rows: list[Row]
    filter: dict[str, Any]
    sort: tuple[str, str]
    range: tuple[int, int]


FILTERED = st.lists(st.sampled_from([*VALUES]), max_size=2)
SEARCHED = st.just(["q"])


@st.composite
def lists(draw: st.DrawFn, asked_for: st.SearchStrategy[list[str]] = FILTERED | SEARCHED) -> List:
    rows = draw(ROWS)
    conditions = dict(draw(_condition(name, rows)) for name in draw(asked_for))
    return List(rows, conditions, draw(SORT), draw(RANGE))


@st.composite
def _condition(draw: st.DrawFn, name: str, rows: list[Row]) -> tuple[str, Any]:
    """A parameter of `filter` and its value: often one that a row has."""
    if name == "q":
        return "q", draw(_term([row["name"] for row in rows]))
    there = [row[name] for row in rows if row[name] is not None]
    value = st.sampled_from(there) | VALUES[name] if there else VALUES[name]
    suffix = draw(st.sampled_from(["", "_neq", *COMPARISONS]))
    if suffix in COMPARISONS:
        return name + suffix, draw(value)
    return name + suffix, draw(value | st.none() | st.lists(value | st.none(), max_size=4))


@st.composite
def _term(draw: st.DrawFn, texts: list[str]) -> str:
    """What is searched: often a part of a text, in another case, with a wildcard or with space around."""
    text = draw(st.sampled_from(texts) | TEXT)
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    part = text[start:end]
    wild = part[:1] + draw(st.sampled_from("%_\\")) + part[2:]
    return draw(st.sampled_from([part, part.swapcase(), wild, f" {part} "]))


# What Python finds.


def expected(asked: List) -> list[Row]:
    """All rows that are asked for, in their order."""
    found = [row for row in asked.rows if all(_meets(row, *condition) for condition in asked.filter.items())]
    field, direction = asked.sort
    found.sort(key=lambda row: row["id"])
    # Stable in both directions: equal rows stay in the order of their ids.
    found.sort(key=lambda row: (1,) if row[field] is None else (0, row[field]), reverse=direction == "DESC")
    return found


def _meets(row: Row, parameter: str, asked: Any) -> bool:
    if parameter == "q":
        return _found(row, _same(asked.strip()))
    field = next(field for field in VALUES if parameter.startswith(field))
    value, suffix = row[field], parameter.removeprefix(field)
    if suffix in COMPARISONS:
        return value is not None and COMPARISONS[suffix](value, asked)
    return (value in (asked if isinstance(asked, list) else [asked])) is (suffix == "")


def _found(row: Row, term: str) -> bool:
    texts = [_same(text) for text in (row["name"], row["latin"]) if text is not None]
    if not term or len(term) >= 3 or not all(map(_in_word, term)):
        return any(term in text for text in texts)
    return any(
        text.startswith(term, start) and (start == 0 or not _in_word(text[start - 1]))
        for text in texts
        for start in range(len(text))
    )


def _same(text: str) -> str:
    text = normalize("NFKC", text).lower().replace("i\u0307", "i").upper().lower().replace("ς", "\u03c3")
    return text.replace("\u03b9\u0308", "ϊ").replace("\u03c5\u0308", "ϋ")


def _in_word(character: str) -> bool:
    """True for a letter or digit of an alphabet. No word starts between two of these."""
    kind = category(character)
    return (kind.startswith("L") or kind == "Nd") and not APART.match(character)


# What the API answers.


@contextmanager
def stored(database: Database, rows: list[Row]) -> Iterator[None]:
    with database.begin() as session:
        session.execute(insert(Plant), rows)
    try:
        yield
    finally:
        with database.begin() as session:
            session.execute(delete(Plant))


def ask(client: TestClient, **query: Any) -> Response:
    params = {name: json.dumps(value, default=datetime.isoformat) for name, value in query.items()}
    response = client.get("/plants", params=params)
    assert response.status_code == 200, response.text
    return response


def ids(response: Response) -> list[int]:
    return [record["id"] for record in response.json()]


@settings(EXAMPLES, max_examples=120)
@given(asked=lists(FILTERED))
def test_a_list_is_what_python_finds(database: Database, client: TestClient, asked: List) -> None:
    assert_as_expected(database, client, asked)


@settings(EXAMPLES, max_examples=60)
@given(asked=lists(SEARCHED))
def test_a_search_is_what_python_finds(database: Database, client: TestClient, asked: List) -> None:
    assert_as_expected(database, client, asked)


def assert_as_expected(database: Database, client: TestClient, asked: List) -> None:
    note(str(asked))
    first, last = asked.range
    found = [row["id"] for row in expected(asked)]
    page = found[first : last + 1]

    with stored(database, asked.rows):
        response = ask(client, filter=asked.filter, sort=asked.sort, range=asked.range)

    rows = f"{first}-{first + len(page) - 1}" if page else "*"
    assert ids(response) == page
    assert response.headers["content-range"] == f"plants {rows}/{len(found)}"
    assert response.headers["content-range-total"] == "exact"


@settings(EXAMPLES, max_examples=30)
@given(asked=lists(), size=st.integers(1, 5))
def test_every_row_is_on_one_page(database: Database, client: TestClient, asked: List, size: int) -> None:
    note(str(asked))

    with stored(database, asked.rows):
        paged = [*page_on(client, asked, size)]

    assert paged == [row["id"] for row in expected(asked)]


def page_on(client: TestClient, asked: List, size: int) -> Iterator[int]:
    """The ids on all pages, for as long as the total says that there is a further one."""
    first, total = 0, 1
    while first < total:
        page = [first, first + size - 1]
        response = ask(client, filter=asked.filter, sort=asked.sort, range=page)
        yield from ids(response)
        first, total = first + size, int(response.headers["content-range"].rpartition("/")[2])
