"""Property tests: a list over HTTP has the rows that a reference implementation in Python selects.

The reference filters, sorts by code point and slices rows that Hypothesis generates.
"""

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

from react_admin.model_columns import MAX_INTEGER
from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database

Row = dict[str, Any]

# The same examples on every machine. A failure prints the smallest failing example and how to repeat it.
EXAMPLES = settings(
    derandomize=True,
    print_blob=True,
    deadline=None,
    # Each example fills and empties the table itself.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# Few characters, so that texts are often equal or contain each other: the wildcards of LIKE and GLOB, both
# cases, letters beyond ASCII, characters beyond 16 bits (which UTF-16 sorts differently), and characters that
# a search folds together.
LETTERS = st.sampled_from("aAbBz %_\\/'([*éÉe\u0301ß\u017fİΣςΐΪ\u0308会ｱ²ↂ\uffee😀")
# Excluded are NUL, which can't be stored; four separators that Python strips although Unicode does not count
# them as white space; and unassigned code points, which PostgreSQL's version of Unicode may know as letters.
ANY_CHARACTER = st.characters(
    codec="utf-8", exclude_characters="\0\x1c\x1d\x1e\x1f", exclude_categories=["Cn", "Cs"]
)
TEXT = (
    st.text(LETTERS, max_size=3)
    | st.text(LETTERS, min_size=4, max_size=8)
    | st.text(ANY_CHARACTER, max_size=50)
)
WIDE, NARROW = st.integers(-MAX_INTEGER, MAX_INTEGER), st.integers(-(2**31), 2**31 - 1)
INTEGER = st.integers(-3, 3)
OFFSET = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Times a few microseconds apart, and any times that are valid with every offset.
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
# Rows are not stored in the order of their ids.
ROWS = st.dictionaries(st.integers(1, 20) | st.integers(1, 2**31 - 1), ROW, min_size=3, max_size=12).map(
    lambda rows: [{"id": id_, **row} for id_, row in rows.items()]
)
SORT = st.tuples(st.sampled_from([*VALUES]), st.sampled_from(["ASC", "DESC"]))
RANGE = st.tuples(st.integers(0, 14), st.integers(0, 14)).map(lambda bounds: (min(bounds), max(bounds)))

WHOLE_WORD_CHARACTERS = re.compile(
    "[\u3005-\u3007\u3041-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\ufa0e-\ufa29\U00010000-\U0010ffff]"
)

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "_gt": operator.gt,
    "_gte": operator.ge,
    "_lt": operator.lt,
    "_lte": operator.le,
}


class ListExample(NamedTuple):
    rows: list[Row]
    filter: dict[str, Any]
    sort: tuple[str, str]
    range: tuple[int, int]


FILTERED = st.lists(st.sampled_from([*VALUES]), max_size=2)
SEARCHED = st.just(["q"])


@st.composite
def list_examples(
    draw: st.DrawFn, parameters: st.SearchStrategy[list[str]] = FILTERED | SEARCHED
) -> ListExample:
    rows = draw(ROWS)
    conditions = dict(draw(_condition(name, rows)) for name in draw(parameters))
    return ListExample(rows, conditions, draw(SORT), draw(RANGE))


@st.composite
def _condition(draw: st.DrawFn, name: str, rows: list[Row]) -> tuple[str, Any]:
    """A parameter of `filter` and its value, which is often the value of a row."""
    if name == "q":
        return "q", draw(_term([row["name"] for row in rows]))
    values = [row[name] for row in rows if row[name] is not None]
    value = st.sampled_from(values) | VALUES[name] if values else VALUES[name]
    suffix = draw(st.sampled_from(["", "_neq", *COMPARISONS]))
    if suffix in COMPARISONS:
        return name + suffix, draw(value)
    return name + suffix, draw(value | st.none() | st.lists(value | st.none(), max_size=4))


@st.composite
def _term(draw: st.DrawFn, texts: list[str]) -> str:
    """A search term, often a part of a text in another case, with a wildcard or with spaces around it."""
    text = draw(st.sampled_from(texts) | TEXT)
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    part = text[start:end]
    wild = part[:1] + draw(st.sampled_from("%_\\")) + part[2:]
    return draw(st.sampled_from([part, part.swapcase(), wild, f" {part} "]))


# The reference implementation.


def expected(example: ListExample) -> list[Row]:
    """The rows on all pages of a list, in its order."""
    rows = [
        row for row in example.rows if all(_matches(row, *condition) for condition in example.filter.items())
    ]
    field, direction = example.sort
    rows.sort(key=lambda row: row["id"])
    # The sort is stable in both directions: equal rows stay in the order of their ids.
    rows.sort(key=lambda row: (1,) if row[field] is None else (0, row[field]), reverse=direction == "DESC")
    return rows


def _matches(row: Row, parameter: str, operand: Any) -> bool:
    if parameter == "q":
        return _matches_search(row, _fold(operand.strip()))
    field = next(field for field in VALUES if parameter.startswith(field))
    value, suffix = row[field], parameter.removeprefix(field)
    if suffix in COMPARISONS:
        return value is not None and COMPARISONS[suffix](value, operand)
    return (value in (operand if isinstance(operand, list) else [operand])) is (suffix == "")


def _matches_search(row: Row, term: str) -> bool:
    texts = [_fold(text) for text in (row["name"], row["latin"]) if text is not None]
    if not term or len(term) >= 3 or not all(map(_is_in_word, term)):
        return any(term in text for text in texts)
    return any(
        text.startswith(term, start) and (start == 0 or not _is_in_word(text[start - 1]))
        for text in texts
        for start in range(len(text))
    )


def _fold(text: str) -> str:
    text = normalize("NFKC", text).lower().replace("i\u0307", "i").upper().lower().replace("ς", "\u03c3")
    return text.replace("\u03b9\u0308", "ϊ").replace("\u03c5\u0308", "ϋ")


def _is_in_word(character: str) -> bool:
    """True for a letter or digit of an alphabet. No word starts between two such characters."""
    kind = category(character)
    return (kind.startswith("L") or kind == "Nd") and not WHOLE_WORD_CHARACTERS.match(character)


# The lists over HTTP.


@contextmanager
def stored_rows(database: Database, rows: list[Row]) -> Iterator[None]:
    with database.begin() as session:
        session.execute(insert(Plant), rows)
    try:
        yield
    finally:
        with database.begin() as session:
            session.execute(delete(Plant))


def get_plants(client: TestClient, **query: Any) -> Response:
    params = {name: json.dumps(value, default=datetime.isoformat) for name, value in query.items()}
    response = client.get("/plants", params=params)
    assert response.status_code == 200, response.text
    return response


def ids_of(response: Response) -> list[int]:
    return [record["id"] for record in response.json()]


@settings(EXAMPLES, max_examples=120)
@given(example=list_examples(FILTERED))
def test_a_list_has_the_rows_of_the_reference(
    database: Database, client: TestClient, example: ListExample
) -> None:
    assert_list_is_expected(database, client, example)


@settings(EXAMPLES, max_examples=60)
@given(example=list_examples(SEARCHED))
def test_a_search_has_the_rows_of_the_reference(
    database: Database, client: TestClient, example: ListExample
) -> None:
    assert_list_is_expected(database, client, example)


def assert_list_is_expected(database: Database, client: TestClient, example: ListExample) -> None:
    note(str(example))
    first, last = example.range
    all_ids = [row["id"] for row in expected(example)]
    page = all_ids[first : last + 1]

    with stored_rows(database, example.rows):
        response = get_plants(client, filter=example.filter, sort=example.sort, range=example.range)

    rows = f"{first}-{first + len(page) - 1}" if page else "*"
    assert ids_of(response) == page
    assert response.headers["content-range"] == f"plants {rows}/{len(all_ids)}"
    assert response.headers["content-range-total"] == "exact"


@settings(EXAMPLES, max_examples=30)
@given(example=list_examples(), size=st.integers(1, 5))
def test_every_row_is_on_exactly_one_page(
    database: Database, client: TestClient, example: ListExample, size: int
) -> None:
    note(str(example))

    with stored_rows(database, example.rows):
        paged_ids = [*read_all_pages(client, example, size)]

    assert paged_ids == [row["id"] for row in expected(example)]


def read_all_pages(client: TestClient, example: ListExample, size: int) -> Iterator[int]:
    """The ids on all pages. There is a further page if the total says so."""
    first, total = 0, 1
    while first < total:
        page = [first, first + size - 1]
        response = get_plants(client, filter=example.filter, sort=example.sort, range=page)
        yield from ids_of(response)
        first, total = first + size, int(response.headers["content-range"].rpartition("/")[2])
