"""Print the figures as a table, and the targets that they meet or miss."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

from benchmarks.lists.contenders import Contender
from benchmarks.lists.measure import EMPTY, Times
from benchmarks.printing import judge, print_rows

# Largest memory at the end, as a multiple of that after the warm-up. Memory fluctuates even without growth.
MAX_RATIO = 1.05


def print_table(times: Times, contenders: Sequence[Contender]) -> None:
    """Print for each case the median, the 90th percentile in brackets, and the ratio to Polls."""
    polls, *peers = (contender.name for contender in contenders)
    table = [["median (9 in 10), ms", polls, *peers]]
    for case in dict.fromkeys(case for case, _ in times):
        ours, *theirs = (times.get((case, name)) for name in (polls, *peers))
        table.append([case, _figure(ours), *(_figure(peer_times, ours) for peer_times in theirs)])
    print_rows(table)


def _figure(times: list[float] | None, ours: list[float] | None = None) -> str:
    if not times:
        return ""
    ratio = f" = {median(times) / median(ours):.1f} x" if ours else ""
    return f"{median(times):.1f} ({quantiles(times, n=10)[-1]:.1f}){ratio}"


def print_targets(times: Times, ours: str, django: str) -> None:
    """Judge the targets for PostgreSQL with a million questions."""
    medians = medians_of(times, ours)
    empty, middle = medians.pop(EMPTY), medians.pop("middle pages")
    for case, target in {"first pages": 15, "last pages": 15, "q, finds few": 60, "middle pages": 5}.items():
        ratio = median(times[case, django]) / median(times[case, ours])
        judge(ratio >= target, f"{case}: {ratio:.1f} times as fast as {django} (target: {target})")
    judge(middle <= 60, f"middle pages: {middle:.1f} ms (limit: 60)")
    print_limits(medians, searches=30, others=20)
    print(f"         (for a machine where an empty request takes 3 ms; here it takes {empty:.1f} ms)")


def print_facet_targets(times: Times, ours: str, django: str) -> None:
    """Judge the counts beside the list. Django's page has the list, the counts and the dates."""
    for case, milliseconds in medians_of(times, ours).items():
        ratio = median(times[case, django]) / milliseconds
        judge(ratio >= 10, f"{case}: {ratio:.1f} times as fast as {django} (target: 10)")


def print_limits(medians: Mapping[str, float], *, searches: float, others: float) -> None:
    """Judge the slowest search and the slowest other case by these limits, in milliseconds."""
    for kind, limit, is_search in (("searches", searches, True), ("all other cases", others, False)):
        slowest = max(
            (case for case in medians if case.startswith("q,") is is_search), key=medians.__getitem__
        )
        text = f"{kind}: at most {medians[slowest]:.1f} ms ({slowest}; limit: {limit})"
        judge(medians[slowest] <= limit, text)


def print_growth(sizes: Sequence[float]) -> None:
    """Judge the growth of the worker's memory, in MB, since the warm-up."""
    judge(sizes[-1] <= sizes[0] * MAX_RATIO, f"memory: from {sizes[0]:.1f} to {sizes[-1]:.1f} MB")


def medians_of(times: Times, name: str) -> dict[str, float]:
    return {
        case: median(milliseconds) for (case, contender), milliseconds in times.items() if contender == name
    }
