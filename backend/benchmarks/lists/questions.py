"""Generated questions, the same in every run, and the rows that a correct list shows for a query."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

from app.polls.slugs import SLUG_LENGTH
from app.text_rules import DISTINCT

SEED = 20261122
PAGE = 25

# The date of the first question. The others follow at intervals of one second.
START = datetime(2026, 1, 1, tzinfo=UTC)

# Onsets, vowels and codas of syllables.
PARTS = [
    part.split(" ")
    for part in (
        " b c d f g h j k l m n p r s t v w z br ch cl dr fl gr pl pr sh sp st th tr",
        "a e i o u ai ea ee oo ou",
        "   l m n r s t nd ng st",
    )
]
VOCABULARY = 60_000
WORDS = range(5, 11)

# Every tenth question has umlauts, and every hundredth is Chinese.
UMLAUTS = str.maketrans("aou", "äöü")
CHARACTERS = range(0x4E00, 0x4E00 + 2000)
LENGTHS = range(8, 16)

# Matches of the words that find few questions, which is less than a page.
FEW = range(5, 21)
# Share of the questions that the words match that find many.
MANY = (0.05, 0.15)


@dataclass(frozen=True)
class Query:
    """A page of the list, newest first. `search` and `days` filter it by text and by date."""

    offset: int = 0
    search: str | None = None
    days: tuple[datetime, datetime] | None = None


class Questions:
    """`count` questions. The frequencies of their words follow Zipf's law, as in a natural language."""

    def __init__(self, count: int) -> None:
        draw = random.Random(SEED)  # noqa: S311 - test data, not secrets
        vocabulary = _vocabulary(draw)
        weights = [*accumulate(1 / rank for rank in range(1, VOCABULARY + 1))]
        self._texts = [
            " ".join(draw.choices(vocabulary, cum_weights=weights, k=draw.choice(WORDS)))
            for _ in range(count)
        ]
        self._texts[5::10] = [text.translate(UMLAUTS) for text in self._texts[5::10]]
        self._texts[::100] = [_chinese(draw) for _ in self._texts[::100]]
        self._slugs = ["".join(draw.choices(DISTINCT, k=SLUG_LENGTH)) for _ in range(count)]

    def __len__(self) -> int:
        return len(self._texts)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows of `poll_question` in the order of their ids, which start at 1."""
        for index, (text, slug) in enumerate(zip(self._texts, self._slugs, strict=True)):
            yield {
                "slug": slug,
                "question_text": f"{text.capitalize()}?",
                "pub_date": START + timedelta(seconds=index),
                **_rules(index),
                "ballots": 0,
                "version": 1,
            }

    def ids(self, query: Query) -> list[int]:
        """The ids on the page that answers `query`."""
        first, last = 0, len(self)
        if query.days:
            first, last = ((day - START) // timedelta(seconds=1) for day in query.days)
        search = query.search and query.search.lower()
        ids = (index + 1 for index in reversed(range(first, last)) if self._matches(index, search))
        return [*islice(ids, query.offset, query.offset + PAGE)]

    def _matches(self, index: int, search: str | None) -> bool:
        if search is None:
            return True
        # One or two ASCII letters match only the beginning of a word.
        if search.isascii() and len(search) <= 2:
            return f" {search}" in f" {self._texts[index]}"
        return search in self._texts[index]

    def words(self) -> tuple[list[str], list[str], list[str]]:
        """The words that find few questions, in ASCII and with umlauts, and the words that find many."""
        counts = Counter(word for text in self._texts for word in set(text.split()))
        # Only long words, because a short one is also a part of other words.
        rare = [(word, count) for word, count in counts.items() if count <= FEW[-1] and len(word) >= 8]
        few = [word for word, count in rare if count in FEW and word.isascii()]
        beyond_ascii = [word for word, _ in rare if set(word) & set("äöü")]
        low, high = (share * len(self) for share in MANY)
        many = [word for word, count in counts.items() if low <= count <= high and len(word) >= 3]
        return few, beyond_ascii, many

    def pairs(self) -> list[str]:
        """Two characters from the middle of each Chinese question."""
        return [text[3:5] for text in self._texts[::100]]


def _rules(index: int) -> dict[str, Any]:
    """Frequent, rare and missing values of the fields that are counted beside the list."""
    return {
        "voting": "multiple" if index % 10 == 3 else "single",
        "voter_check": "none" if index % 50_000 == 2 else "browser",
        "results_visibility": "after_close" if index % 1000 == 1 else "always",
        "listed": index % 7 != 0,
    }


def _chinese(draw: random.Random) -> str:
    return "".join(map(chr, draw.choices(CHARACTERS, k=draw.choice(LENGTHS))))


def _vocabulary(draw: random.Random) -> list[str]:
    """Pronounceable words. The frequent ones are short."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = 1 if len(words) < 100 else draw.choice((2, 3))
        parts = [draw.choice(part) for _ in range(syllables) for part in PARTS]
        words["".join(parts)] = None
    return [*words]
