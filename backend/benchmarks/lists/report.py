"""The figures as a table, and whether they are what was aimed for."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

from benchmarks.lists.contenders import Contender
from benchmarks.lists.measure import NOTHING, Times
from benchmarks.printing import judge, print_rows

# How much the memory of a worker that does not grow may differ from one moment to another.
STEADY = 1.05


def print_table(times: Times, contenders: Sequence[Contender]) -> None:
    """By case: the median, in brackets what nine in ten stay within, and how many times ours that is."""
    ours, *others = (contender.name for contender in contenders)
    table = [["median (9 in 10), ms", ours, *others]]
    for case in dict.fromkeys(case for case, _ in times):
        mine, *theirs = (times.get((case, name)) for name in (ours, *others))
        table.append([case, _figure(mine), *(_figure(taken, mine) for taken in theirs)])
    print_rows(table)


def _figure(times: list[float] | None, ours: list[float] | None = None) -> str:
    if not times:
        return ""
    ratio = f" = {median(times) / median(ours):.1f} x" if ours else ""
    return f"{median(times):.1f} ({quantiles(times, n=10)[-1]:.1f}){ratio}"


def print_targets(times: Times, ours: str, django: str) -> None:
    """What is aimed for on PostgreSQL, at a million questions."""
    medians = medians_of(times, ours)
    empty, middle = medians.pop(NOTHING), medians.pop("middle pages")
    for case, target in {"first pages": 15, "last pages": 15, "q, finds few": 60, "middle pages": 5}.items():
        ratio = median(times[case, django]) / median(times[case, ours])
        judge(ratio >= target, f"{case}: {ratio:.1f} times as fast as {django}, of {target}")
    judge(middle <= 60, f"middle pages: {middle:.1f} ms, of 60")
    print_limits(medians, searches=30, others=20)
    print(f"         where an empty request takes 3 ms: it takes {empty:.1f}")


def print_limits(medians: Mapping[str, float], *, searches: float, others: float) -> None:
    """Judge the slowest search and the slowest other case by these limits, in milliseconds."""
    for kind, limit, is_search in (("searches", searches, True), ("all else", others, False)):
        slowest = max(
            (case for case in medians if case.startswith("q,") is is_search), key=medians.__getitem__
        )
        judge(medians[slowest] <= limit, f"{kind}: at most {medians[slowest]:.1f} ms ({slowest}), of {limit}")


def print_growth(sizes: Sequence[float]) -> None:
    """Whether the worker's memory, in MB, is at the end what it was after the warm-up."""
    judge(sizes[-1] <= sizes[0] * STEADY, f"memory: from {sizes[0]:.1f} to {sizes[-1]:.1f} MB")


def medians_of(times: Times, name: str) -> dict[str, float]:
    return {case: median(taken) for (case, who), taken in times.items() if who == name}
