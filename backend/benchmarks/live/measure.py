"""Run a poll that many watch while others vote, and measure the latency of each result."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from time import monotonic, time

import sqlalchemy as sa

from app.engine import create_engine
from benchmarks import voters
from benchmarks.count import count
from benchmarks.live.watchers import Watched, Watching
from benchmarks.load import Load, at_rate
from benchmarks.polls import new_polls
from benchmarks.servers import polls_server

# Votes per second.
RATE = 500
# Duration in seconds, and that of the warm-up before it.
SECONDS = 20
WARM_UP = 2
# Votes that may wait for their responses at the same time.
CONNECTIONS = 512

# Watchers for whom the latency of each vote is computed, not only that of each result.
FOLLOWED = 20


@dataclass(frozen=True)
class Room:
    """The outcome of one run."""

    database: str
    watchers: int
    memory: float  # KB of the worker per watcher
    known: int  # ballots of the warm-up
    votes: Load
    commits: list[float]  # seconds of the monotonic clock; empty if the database does not record them
    watched: Watched
    counted: set[int]  # ballots at the end: one number if all ways to count them agree

    @property
    def acknowledged(self) -> int:
        return self.known + len(self.votes.answered)

    def since(self, moments: list[float]) -> list[float]:
        """Milliseconds from the newest vote in each result to the arrival of the result at each watcher.

        The nth ballot is assigned the nth of `moments`. If these are the times when votes were due, they are
        earlier than the commits. The last result is left out: no further vote follows, so its newest vote has
        waited for the next refresh. `until_seen` includes that wait for all votes.
        """
        ordered = sorted(moments)
        newest = ((ballots - self.known, seen) for _, ballots, seen in self.watched.sights)
        return [(seen - ordered[number - 1]) * 1000 for number, seen in newest if 0 < number < len(ordered)]

    def until_seen(self) -> list[float]:
        """Milliseconds from the acknowledgement of each vote to the first result that includes it."""
        ordered = sorted(self.votes.answered)
        tallies: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for watcher, ballots, seen in self.watched.sights:
            if watcher < FOLLOWED:
                tallies[watcher].append((ballots - self.known, seen))
        return [
            (seen - ordered[number]) * 1000
            for sights in tallies.values()
            for (last, _), (newest, seen) in pairwise(sights)
            for number in range(last, min(newest, len(ordered)))
        ]


def watch_and_vote(database: str, url: sa.URL, watchers: int) -> Room:
    """Run a new poll from its first vote until all streams have ended."""
    (poll,) = new_polls(url)
    with polls_server(url) as admin:
        ballots = voters.ballots(admin.port, [poll])
        known = at_rate(ballots, RATE, WARM_UP, CONNECTIONS)
        before = admin.memory()
        watching = Watching(admin.port, f"/api/polls/{poll.slug}/results/stream", watchers)
        memory = (admin.memory() - before) * 1024 / watchers
        print(f"   {watchers:,} watch", flush=True)
        votes = at_rate(ballots, RATE, SECONDS, CONNECTIONS)
        print(f"   {len(votes.answered):,} have voted", flush=True)
        commits = commit_times(url)[len(known.answered) :]
        admin.put(f"/api/admin/questions/{poll.id}", {"closes_at": datetime.now(UTC).isoformat()})
        watched = watching.end()
        return Room(database, watchers, memory, len(known.answered), votes, commits, watched, count(url))


def commit_times(url: sa.URL) -> list[float]:
    """The commit times of all ballots, sorted. Only PostgreSQL has them (track_commit_timestamp)."""
    if url.get_backend_name() == "sqlite":
        return []
    engine = create_engine(url)
    with engine.connect() as connection:
        times = connection.scalars(sa.text("SELECT pg_xact_commit_timestamp(xmin) FROM poll_ballot")).all()
    engine.dispose()
    clock = monotonic() - time()
    return sorted(moment.timestamp() + clock for moment in times)
