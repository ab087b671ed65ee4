"""Who is asked, and for what. Each server has a database of its own, and starts with it empty."""

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
from benchmarks.polls import new_polls
from benchmarks.servers import app_server, django_server, polls_server, uvicorn_server
from benchmarks.votes.pgbench import find_pgbench, update_one_row
from tests.postgres import create_database

MANY = 100

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
    """A row of the table: `ask` asks for so many seconds. `target` is how many times `beside` it is to be.

    What votes are acknowledged have to be in `database`, unless nobody keeps them.
    """

    name: str
    ask: Callable[[int], Round]
    beside: str = DJANGO
    target: float | None = None
    database: sa.URL | None = None
    rates: list[float] = field(default_factory=list)
    acknowledged: int = 0
    refused: Counter[int] = field(default_factory=Counter)

    def warm_up(self) -> None:
        self._ask(1)

    def measure(self, seconds: int) -> None:
        self.rates.append(self._ask(seconds))

    def _ask(self, seconds: int) -> float:
        answers = self.ask(seconds)
        self.acknowledged += answers.acknowledged
        self.refused += answers.refused
        return answers.per_second

    @property
    def per_second(self) -> float:
        return median(self.rates)


@dataclass(frozen=True)
class Box:
    """One of our servers: where it listens, what it writes to, and its polls, of which the first is hot."""

    name: str
    port: int
    database: sa.URL
    polls: list[Question]
    target: float | None  # times Django's votes

    @property
    def hot(self) -> Target:
        return voters.ballots(self.port, self.polls[:1])

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


def polls_boxes(stack: ExitStack, server: sa.URL, folder: Path, workers: int = 1) -> list[Box]:
    """Ours on both databases."""
    named, target = ("", 10) if workers == 1 else (f", {workers} workers", None)
    urls = {
        POSTGRESQL: create_database(server),
        SQLITE: sa.URL.create("sqlite", database=str(folder / f"{workers}.sqlite3")),
    }
    boxes = []
    for name, url in urls.items():
        polls = new_polls(url, MANY)
        port = stack.enter_context(polls_server(url, workers)).port
        boxes.append(Box(name + named, port, url, polls, target))
    return boxes


def django(stack: ExitStack, server: sa.URL, *, keep_connections: bool = False) -> list[Contender]:
    """The tutorial's votes and results; it connects to the database for each request, unless told not to."""
    url = create_database(server)
    (poll,) = new_polls(url)
    options = ("--threads=8", "--keep-alive=30")
    client = stack.enter_context(django_server(url, *options, keep_connections=keep_connections))
    votes = voters.django_votes(client.port, poll)
    results = voters.reads(client.port, f"/polls/{poll.id}/results/")
    named = ", connections kept" if keep_connections else ""
    return [
        Contender(DJANGO + named, _fast(votes), database=url),
        Contender(DJANGO_RESULTS + named, _fast(results), DJANGO_RESULTS),
    ]


def plain(stack: ExitStack, server: sa.URL) -> Contender:
    url = create_database(server)
    (poll,) = new_polls(url)
    port = stack.enter_context(uvicorn_server(url, "plain:app")).port
    return Contender(PLAIN, _fast(voters.plain_votes(port, poll)), database=url)


def without_database(stack: ExitStack, server: sa.URL) -> Contender:
    url = create_database(server)
    polls = new_polls(url)
    port = stack.enter_context(app_server(url, "benchmarks.votes.without_database:create_app")).port
    return Contender(WITHOUT_DATABASE, _fast(voters.ballots(port, polls)))


def pgbench(server: sa.URL) -> list[Contender]:
    """None where this machine has no pgbench."""
    program = find_pgbench()
    if program is None:
        print("   no pgbench here: PostgreSQL's client package of this machine has it", flush=True)
        return []
    url = create_database(server)
    (poll,) = new_polls(url)
    update = partial(update_one_row, program, url, poll.choices[0].id)
    return [Contender(PGBENCH, lambda seconds: Round(*update(seconds)), database=url)]


def _fast(target: Target) -> Callable[[int], Round]:
    def ask(seconds: int) -> Round:
        load = as_fast_as_answered(target, seconds)
        return Round(load.per_second, len(load.answered), load.refused)

    return ask
