"""Print the figures as a table, and the targets that they meet or miss."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

from benchmarks.count import judge_count
from benchmarks.live.measure import SECONDS, Room
from benchmarks.printing import judge, print_rows


def print_table(rooms: Sequence[Room]) -> None:
    """Print medians, with 99th percentiles in brackets."""
    table = [["p50 (p99), ms", "since commit", "since due", "until seen", "a vote", "results/s", "memory"]]
    for room in rooms:
        table.append(
            [
                _name(room),
                _figure(room.since(room.commits)) if room.commits else "",
                _figure(room.since(room.votes.due)),
                _figure(room.until_seen()),
                _figure(room.votes.milliseconds),
                f"{len(room.watched.sights) / room.watchers / SECONDS:.1f}",
                f"{room.memory:.0f} KB",
            ]
        )
    print_rows(table)


def print_targets(rooms: Sequence[Room], limits: Mapping[int, tuple[float, float]]) -> None:
    """Judge the 99th percentiles. `limits` has those of (results, votes), by number of watchers."""
    for room in rooms:
        name, (result_limit, vote_limit) = _name(room), limits[room.watchers]
        since, moments = ("committed", room.commits) if room.commits else ("due", room.votes.due)
        _judge_p99(f"{name}: results since the vote was {since}", room.since(moments), result_limit)
        _judge_p99(f"{name}: votes", room.votes.milliseconds, vote_limit)
        refused = dict(room.votes.refused)
        judge(not refused, f"{name}: refused votes by status: {refused or 'none'}")
        judge_count(name, room.acknowledged, room.counted)
        ended = sum(final in room.counted for final in room.watched.finals)
        judge(ended == room.watchers, f"{name}: {ended:,} watchers got the final tally and the end")


def _judge_p99(text: str, times: Sequence[float], limit: float) -> None:
    p99 = quantiles(times, n=100)[-1]
    judge(p99 < limit, f"{text}: p99 {p99:.0f} ms (limit: {limit:.0f})")


def _figure(times: Sequence[float]) -> str:
    return f"{median(times):.0f} ({quantiles(times, n=100)[-1]:.0f})"


def _name(room: Room) -> str:
    return f"{room.database}, {room.watchers:,} watchers"
