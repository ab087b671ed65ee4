"""The figures as a table, and whether they are what was aimed for."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

from benchmarks.count import judge_count
from benchmarks.live.measure import SECONDS, Room
from benchmarks.printing import judge, print_rows


def print_table(rooms: Sequence[Room]) -> None:
    """Medians, and in brackets what 99 in 100 stay within."""
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
    """By number of watchers: what 99 in 100 results and votes are to stay within, in milliseconds."""
    for room in rooms:
        name, (result, vote) = _name(room), limits[room.watchers]
        since, moments = ("committed", room.commits) if room.commits else ("due", room.votes.due)
        _judge_p99(f"{name}: results since the vote was {since}", room.since(moments), result)
        _judge_p99(f"{name}: votes", room.votes.milliseconds, vote)
        refused = dict(room.votes.refused)
        judge(not refused, f"{name}: votes refused: {refused or 'none'}")
        judge_count(name, room.acknowledged, room.counted)
        ended = sum(final in room.counted for final in room.watched.finals)
        judge(ended == room.watchers, f"{name}: {ended:,} ended with the final tally")


def _judge_p99(text: str, times: Sequence[float], limit: float) -> None:
    p99 = quantiles(times, n=100)[-1]
    judge(p99 < limit, f"{text} p99 {p99:.0f} ms, of {limit:.0f}")


def _figure(times: Sequence[float]) -> str:
    return f"{median(times):.0f} ({quantiles(times, n=100)[-1]:.0f})"


def _name(room: Room) -> str:
    return f"{room.database}, {room.watchers:,} watchers"
