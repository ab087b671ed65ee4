"""The figures as a table, and whether they are what was aimed for."""

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

# Of the votes per second without a database.
OF_BEST = 0.6

# Milliseconds.
LIMIT = 50


def print_table(contenders: Sequence[Contender]) -> None:
    """By contender: the median of its rounds, the slowest and the fastest of them, and how often Django's."""
    table = [[f"{CONNECTIONS} connections", "per second", "rounds", "x Django"]]
    for contender in contenders:
        rounds = f"{min(contender.rates):,.0f} to {max(contender.rates):,.0f}"
        ratio = f"{_ratio(contenders, contender.name, contender.beside):.1f}"
        table.append([contender.name, f"{contender.per_second:,.0f}", rounds, ratio])
    print_rows(table)


def print_targets(contenders: Sequence[Contender]) -> None:
    for contender in contenders:
        if contender.target:
            ratio = _ratio(contenders, contender.name, contender.beside)
            text = f"{contender.name}: {ratio:.1f} times {contender.beside}, of {contender.target}"
            judge(ratio >= contender.target, text)
    for name in (POSTGRESQL, SQLITE):
        ratio = _ratio(contenders, name, WITHOUT_DATABASE)
        judge(ratio >= OF_BEST, f"{name}: {ratio:.2f} times {WITHOUT_DATABASE}, of {OF_BEST}")


def _ratio(contenders: Sequence[Contender], name: str, beside: str) -> float:
    per_second = {contender.name: contender.per_second for contender in contenders}
    return per_second[name] / per_second[beside]


def print_latencies(loads: Mapping[str, Sequence[Load]], rate: int) -> None:
    """Whether votes at a `rate` are answered in time, but for one in a hundred, in the median round."""
    for name, rounds in loads.items():
        p50 = median(median(load.milliseconds) for load in rounds)
        p99s = [quantiles(load.milliseconds, n=100)[-1] for load in rounds]
        each = ", ".join(f"{p99:.1f}" for p99 in p99s)
        p99 = median(p99s)
        text = f"{name} at {rate} votes/s: p50 {p50:.1f} ms, p99 {p99:.1f} ms ({each}), of {LIMIT}"
        judge(p99 < LIMIT and not any(load.refused for load in rounds), text)


def print_refused(contenders: Sequence[Contender]) -> None:
    """Whether every request got the status that was to come."""
    refused = {contender.name: dict(contender.refused) for contender in contenders if contender.refused}
    judge(not refused, f"requests answered otherwise: {refused or 'none'}")


def print_counts(contenders: Sequence[Contender], acknowledged: Mapping[sa.URL, int]) -> None:
    """Whether each database holds the votes that were acknowledged, each once."""
    names = {contender.database: contender.name for contender in reversed(contenders)}
    for url, votes in acknowledged.items():
        judge_count(names[url], votes, count(url))
