"""Print the figures as a table, and the targets that they meet or miss."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

import sqlalchemy as sa

from benchmarks.count import count, judge_count
from benchmarks.load import CONNECTIONS, Load
from benchmarks.printing import judge, print_rows
from benchmarks.votes.contenders import (
    POSTGRESQL,
    SQLITE,
    WITHOUT_DATABASE,
    Contender,
)

# Target for the votes per second, as a share of those without a database.
SHARE = 0.6

# Limit of the 99th percentile of a vote's duration, in milliseconds.
LIMIT = 50


def print_table(contenders: Sequence[Contender]) -> None:
    """Print for each contender the median, slowest and fastest of its rounds, and the ratio."""
    table = [[f"{CONNECTIONS} connections", "per second", "rounds", "x baseline"]]
    for contender in contenders:
        rounds = f"{min(contender.rates):,.0f} to {max(contender.rates):,.0f}"
        ratio = f"{_ratio(contenders, contender.name, contender.baseline):.1f}"
        table.append([contender.name, f"{contender.per_second:,.0f}", rounds, ratio])
    print_rows(table)


def print_targets(contenders: Sequence[Contender]) -> None:
    for contender in contenders:
        if contender.target:
            ratio = _ratio(contenders, contender.name, contender.baseline)
            text = f"{contender.name}: {ratio:.2f} times {contender.baseline} (target: {contender.target})"
            judge(ratio >= contender.target, text)
    for name in (POSTGRESQL, SQLITE):
        ratio = _ratio(contenders, name, WITHOUT_DATABASE)
        judge(ratio >= SHARE, f"{name}: {ratio:.2f} times {WITHOUT_DATABASE} (target: {SHARE})")


def _ratio(contenders: Sequence[Contender], name: str, baseline: str) -> float:
    per_second = {contender.name: contender.per_second for contender in contenders}
    return per_second[name] / per_second[baseline]


def print_latencies(loads: Mapping[str, Sequence[Load]], rate: int) -> None:
    """Judge the 99th percentile at a fixed `rate`, as the median of the rounds."""
    for name, rounds in loads.items():
        p50 = median(median(load.milliseconds) for load in rounds)
        p99s = [quantiles(load.milliseconds, n=100)[-1] for load in rounds]
        by_round = ", ".join(f"{p99:.1f}" for p99 in p99s)
        p99 = median(p99s)
        text = f"{name} at {rate} votes/s: p50 {p50:.1f} ms, p99 {p99:.1f} ms ({by_round}; limit: {LIMIT})"
        judge(p99 < LIMIT and not any(load.refused for load in rounds), text)


def print_refused(contenders: Sequence[Contender]) -> None:
    """Judge that every request got the expected status."""
    refused = {contender.name: dict(contender.refused) for contender in contenders if contender.refused}
    judge(not refused, f"requests with another status: {refused or 'none'}")


def print_counts(contenders: Sequence[Contender], acknowledged: Mapping[sa.URL, int]) -> None:
    """Judge that each database holds each acknowledged vote exactly once."""
    names = {contender.database: contender.name for contender in reversed(contenders)}
    for url, votes in acknowledged.items():
        judge_count(names[url], votes, count(url))
