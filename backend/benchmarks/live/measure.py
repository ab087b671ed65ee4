"""A poll that many watch while others vote, and how long each result was on its way."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from time import monotonic, time

import sqlalchemy as sa

from app.database import create_engine
from benchmarks import voters
from benchmarks.count import count
from benchmarks.live.watchers import Watched, Watching
from benchmarks.load import Load, at_rate
from benchmarks.polls import new_polls
from benchmarks.servers import polls_server

# Votes per second, the seconds for which they come, and how many of them may wait for their answers at once.
RATE = 500
SECONDS = 20
WARM_UP = 2
CONNECTIONS = 512

# Watchers whose screens are followed vote by vote.
FOLLOWED = 20


@dataclass(frozen=True)
class Room:
    """What was answered and seen while `watchers` watched. Each takes `memory` KB of the worker."""

    database: str
    watchers: int
    memory: float
    known: int  # ballots from before, of the warm-up
    votes: Load
    commits: list[float]  # in seconds, by the monotonic clock; empty where the database does not know
    watched: Watched
    counted: set[int]  # ballots at the end, one number where all ways to count them agree

    @property
    def acknowledged(self) -> int:
        return self.known + len(self.votes.answered)

    def since(self, moments: list[float]) -> list[float]:
        """Milliseconds from the moment of the newest vote in each result to its arrival at each watcher.

        The nth ballot is taken to have the nth of `moments`: where these are when votes were due, that is
        earlier than its commit. The last result is left out: no votes come in any more, and the newest has
        waited for the next look, which `until_seen` tells for all.
        """
        ordered = sorted(moments)
        newest = ((ballots - self.known, seen) for _, ballots, seen in self.watched.sights)
        return [(seen - ordered[number - 1]) * 1000 for number, seen in newest if 0 < number < len(ordered)]

    def until_seen(self) -> list[float]:
        """Milliseconds from each vote's acknowledgement to the screen, with its wait for the next result."""
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
    """A poll of its own from its first vote to the end of all streams."""
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
    """When each ballot was committed, in order, on a PostgreSQL that keeps it (track_commit_timestamp)."""
    if url.get_backend_name() == "sqlite":
        return []
    engine = create_engine(url)
    with engine.connect() as connection:
        times = connection.scalars(sa.text("SELECT pg_xact_commit_timestamp(xmin) FROM poll_ballot")).all()
    engine.dispose()
    clock = monotonic() - time()
    return sorted(moment.timestamp() + clock for moment in times)
