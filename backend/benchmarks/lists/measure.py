"""Request the same pages from all contenders, time the responses and check the rows in them."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, islice
from time import perf_counter

from benchmarks.client import Client
from benchmarks.lists.cases import Case, cases
from benchmarks.lists.contenders import Contender
from benchmarks.lists.questions import Questions

ROUNDS = 30
WARM_UP = 3

EMPTY = "an empty request"

MEMORY_CALLS = 10_000
MEMORY_WARM_UP = 1_000
MEMORY_STEP = 2_000

# Milliseconds by case and contender.
Times = dict[tuple[str, str], list[float]]


class WrongRows(Exception):
    """A contender shows rows that the query does not match."""


def measure(contenders: Sequence[Contender], questions: Questions) -> Times:
    """Time all cases of all contenders round by round, so that noise of the machine affects all alike."""
    times: Times = defaultdict(list)
    all_cases = cases(questions, WARM_UP + ROUNDS)
    for number in range(WARM_UP + ROUNDS):
        # Another contender is first in each round, because the later ones find the database's cache warm.
        turn = number % len(contenders)
        measured = _round([*contenders[turn:], *contenders[:turn]], all_cases, questions, number)
        if number >= WARM_UP:
            for key, milliseconds in measured.items():
                times[key].append(milliseconds)
        print(f"   round {number + 1} of {WARM_UP + ROUNDS}", flush=True)
    return times


def _round(
    contenders: Sequence[Contender], all_cases: Sequence[Case], questions: Questions, number: int
) -> dict[tuple[str, str], float]:
    measured = {}
    for contender in contenders:
        if contender.empty_path:
            measured[EMPTY, contender.name] = timed(contender.client, contender.empty_path)[0]
    for case in all_cases:
        query = case.queries[number]
        expected = questions.ids(query)
        for contender in contenders:
            if path := contender.path(query):
                measured[case.name, contender.name], page = timed(contender.client, path)
                if (shown := contender.ids(page)) != expected:
                    raise WrongRows(f"{contender.name}, {path}: {shown} instead of {expected}")
    return measured


def timed(client: Client, path: str) -> tuple[float, bytes]:
    """The milliseconds that a request took, and the response."""
    started = perf_counter()
    page = client.get(path)
    return (perf_counter() - started) * 1000, page


def measure_memory(contender: Contender, questions: Questions) -> list[float]:
    """The worker's memory in MB after a warm-up and then after every `MEMORY_STEP` calls, all cases mixed."""
    kinds = cases(questions, MEMORY_CALLS)
    mixed = chain.from_iterable(zip(*(case.queries for case in kinds), strict=True))
    sizes = []
    for calls, query in enumerate(islice(mixed, MEMORY_WARM_UP + MEMORY_CALLS), 1 - MEMORY_WARM_UP):
        if path := contender.path(query):
            contender.client.get(path)
        if calls >= 0 and calls % MEMORY_STEP == 0:
            sizes.append(contender.client.memory())
            print(f"   {calls:6,} calls: {sizes[-1]:.1f} MB", flush=True)
    return sizes
