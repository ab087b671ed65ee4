"""The contenders and their requests. Each server has its own database, which is empty at first."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from app.polls.models import Question
from benchmarks import voters
from benchmarks.load import Target, as_fast_as_answered
from benchmarks.polls import new_poll_of_roll, new_polls
from benchmarks.servers import app_server, django_server, polls_server, uvicorn_server
from benchmarks.votes.pgbench import find_pgbench, update_one_row
from tests.postgres import create_database

# Polls of the contenders that spread their votes.
MANY = 100

# People on the roll of a contender, more than can vote in all rounds.
PEOPLE = 80_000

# Ratio of the votes per second with a roll to those with one vote per browser. PostgreSQL mixes the rows.
ROLL_TARGETS = {"postgresql": 0.6, "sqlite": 0.8}

DJANGO = "Django tutorial, F() + 1"
DJANGO_RESULTS = "Django tutorial's results as JSON"
PLAIN = "FastAPI, UPDATE in a thread"
PGBENCH = "pgbench, the bare UPDATE of one row"
WITHOUT_DATABASE = "Polls, the database left out"
POSTGRESQL = "Polls, PostgreSQL"
SQLITE = "Polls, SQLite"


@dataclass(frozen=True)
class Round:
    per_second: float
    acknowledged: int
    refused: Counter[int] = field(default_factory=Counter)


@dataclass
class Contender:
    """A row of the table."""

    name: str
    run: Callable[[int], Round]  # sends requests for a number of seconds
    baseline: str = DJANGO  # name of the contender that this one is compared with
    target: float | None = None  # ratio to the baseline that it has to reach
    database: sa.URL | None = None  # must hold all acknowledged votes; None if no votes are stored
    rates: list[float] = field(default_factory=list)
    acknowledged: int = 0
    refused: Counter[int] = field(default_factory=Counter)

    def warm_up(self) -> None:
        self._run(1)

    def measure(self, seconds: int) -> None:
        self.rates.append(self._run(seconds))

    def _run(self, seconds: int) -> float:
        outcome = self.run(seconds)
        self.acknowledged += outcome.acknowledged
        self.refused += outcome.refused
        return outcome.per_second

    @property
    def per_second(self) -> float:
        return median(self.rates)


@dataclass(frozen=True)
class PollsServer:
    """A server of Polls."""

    name: str
    port: int
    database: sa.URL
    polls: list[Question]  # the first is the one that everyone votes on
    target: float | None  # ratio to Django's votes

    @property
    def hot(self) -> Target:
        return voters.ballots(self.port, self.polls[:1])

    def roll_votes(self) -> Contender:
        poll, passes = new_poll_of_roll(self.database, PEOPLE)
        target = ROLL_TARGETS[self.database.get_backend_name()]
        run = _fast(voters.roll_ballots(self.port, poll, passes))
        return Contender(f"{self.name}, a roll", run, self.name, target, self.database)

    def votes(self) -> list[Contender]:
        many = voters.ballots(self.port, self.polls)
        return [
            Contender(self.name, _fast(self.hot), target=self.target, database=self.database),
            Contender(f"{self.name}, {MANY} polls at once", _fast(many), database=self.database),
        ]

    def reads(self) -> list[Contender]:
        hot = f"/api/polls/{self.polls[0].slug}"
        return [
            Contender(
                f"{self.name}, GET {name}", _fast(voters.reads(self.port, path)), DJANGO_RESULTS, target
            )
            for name, path, target in (
                ("/{slug}/results", f"{hot}/results", 8),
                ("/{slug}", hot, 8),
                ("/{slug}/me", f"{hot}/me", 4),
            )
        ]


def polls_servers(stack: ExitStack, postgresql: sa.URL, folder: Path, workers: int = 1) -> list[PollsServer]:
    """Start Polls on both databases."""
    suffix, target = ("", 10) if workers == 1 else (f", {workers} workers", None)
    urls = {
        POSTGRESQL: create_database(postgresql),
        SQLITE: sa.URL.create("sqlite", database=str(folder / f"{workers}.sqlite3")),
    }
    servers = []
    for name, url in urls.items():
        polls = new_polls(url, MANY)
        port = stack.enter_context(polls_server(url, workers)).port
        servers.append(PollsServer(name + suffix, port, url, polls, target))
    return servers


def django(stack: ExitStack, postgresql: sa.URL, *, keep_connections: bool = False) -> list[Contender]:
    """Start the tutorial. Return contenders for its votes and for its results."""
    url = create_database(postgresql)
    (poll,) = new_polls(url)
    options = ("--threads=8", "--keep-alive=30")
    client = stack.enter_context(django_server(url, *options, keep_connections=keep_connections))
    votes = voters.django_votes(client.port, poll)
    results = voters.reads(client.port, f"/polls/{poll.id}/results/")
    suffix = ", connections kept" if keep_connections else ""
    return [
        Contender(DJANGO + suffix, _fast(votes), database=url),
        Contender(DJANGO_RESULTS + suffix, _fast(results), DJANGO_RESULTS),
    ]


def plain(stack: ExitStack, postgresql: sa.URL) -> Contender:
    url = create_database(postgresql)
    (poll,) = new_polls(url)
    port = stack.enter_context(uvicorn_server(url, "plain:app")).port
    return Contender(PLAIN, _fast(voters.plain_votes(port, poll)), database=url)


def without_database(stack: ExitStack, postgresql: sa.URL) -> Contender:
    url = create_database(postgresql)
    polls = new_polls(url)
    port = stack.enter_context(app_server(url, "benchmarks.votes.without_database:create_app")).port
    return Contender(WITHOUT_DATABASE, _fast(voters.ballots(port, polls)))


def pgbench(postgresql: sa.URL) -> list[Contender]:
    """A contender for pgbench. The list is empty if it is not installed."""
    program = find_pgbench()
    if program is None:
        print("   pgbench is missing and left out. PostgreSQL's client package contains it.", flush=True)
        return []
    url = create_database(postgresql)
    (poll,) = new_polls(url)
    update = partial(update_one_row, program, url, poll.choices[0].id)
    return [Contender(PGBENCH, lambda seconds: Round(*update(seconds)), database=url)]


def _fast(target: Target) -> Callable[[int], Round]:
    def run(seconds: int) -> Round:
        load = as_fast_as_answered(target, seconds)
        return Round(load.per_second, len(load.answered), load.refused)

    return run
