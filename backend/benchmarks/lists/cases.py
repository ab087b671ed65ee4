"""The kinds of requests. Each request has another offset and other words."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.lists.questions import PAGE, SEED, START, Query, Questions

# Pages at the beginning of a list, from which the requests for searched and filtered lists are drawn.
FIRST_PAGES = 20


@dataclass(frozen=True)
class Case:
    name: str
    queries: list[Query]


def cases(questions: Questions, times: int) -> list[Case]:
    """Draw `times` requests of each kind. They are the same in every run."""
    draw = random.Random(SEED)  # noqa: S311 - test data, not secrets
    pages = len(questions) // PAGE
    few, beyond_ascii, many = questions.words()
    pairs = questions.pairs()

    def offset(first: int, last: int) -> int:
        return PAGE * draw.randrange(first, last)

    def a_day() -> Query:
        day = timedelta(seconds=min(86_400, len(questions) // 2))
        since = START + timedelta(seconds=draw.randrange(len(questions) - day // timedelta(seconds=1)))
        return Query(offset(0, FIRST_PAGES), days=(since, since + day))

    kinds: dict[str, Callable[[], Query]] = {
        "first pages": lambda: Query(offset(0, FIRST_PAGES)),
        "middle pages": lambda: Query(offset(pages * 9 // 20, pages * 11 // 20)),
        "last pages": lambda: Query(offset(pages - FIRST_PAGES, pages)),
        "q, finds few": lambda: Query(search=draw.choice(few)),
        "q, finds many": lambda: Query(offset(0, FIRST_PAGES), search=draw.choice(many)),
        "q, 1-2 letters": lambda: Query(search=draw.choice(few)[: draw.choice((1, 2))]),
        "q, letters beyond ASCII": lambda: Query(search=draw.choice(beyond_ascii).upper()),
        "q, two CJK characters": lambda: Query(search=draw.choice(pairs)),
        "one day": a_day,
    }
    return [Case(name, [make() for _ in range(times)]) for name, make in kinds.items()]
