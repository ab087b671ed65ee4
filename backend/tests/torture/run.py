"""One run of the stress test. Kills and restarts are timed by acknowledged ballots, not by the clock."""

import asyncio
import subprocess
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import migrations
from app.database import Database
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting.models import Vote
from tests.factories import make_poll
from tests.postgres import Server
from tests.serving import await_answer, free_port, start, stop
from tests.torture.crowd import AT_ONCE, Crowd, Voter, make_voters

# "kill" kills the backend. The others are the modes of PostgreSQL's restart.
Failure = Literal["kill", "fast", "immediate"]

# Seconds per failure until a run that hangs is stopped.
TIMEOUT = 30


@dataclass(frozen=True)
class Outcome:
    """The final content of the database, compared with the acknowledged ballots.

    `missing` counts acknowledged ballots that are not stored as they were cast, `double` surplus receipts and
    participations, and `wrong` tallies that differ from a recount.
    """

    votes: int
    retries: int
    kills: int
    restarts: int
    missing: int
    double: int
    wrong: int


class Backend:
    """A `polls serve` that can be killed and started again at the same address."""

    def __init__(self, url: sa.URL, log: Path) -> None:
        self._url, self._log, self._port = url, log, free_port()
        self._process: subprocess.Popen[str] | None = None
        self.address = f"http://127.0.0.1:{self._port}"
        self.is_up = asyncio.Event()

    async def start(self) -> None:
        # The output goes to a file: a pipe that nobody reads fills up and blocks the server.
        with self._log.open("a") as log:
            self._process = start(self._url, self._port, log)
        await asyncio.to_thread(await_answer, self._process, self._port)
        self.is_up.set()

    async def kill(self) -> None:
        assert self._process
        self.is_up.clear()
        self._process.kill()
        await asyncio.to_thread(self._process.wait)

    async def stop(self) -> None:
        if self._process and self._process.poll() is None:
            await asyncio.to_thread(stop, self._process)


async def torture(
    url: sa.URL,
    log: Path,
    seed: int,
    kills: int,
    restarts: int = 0,
    server: Server | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Vote on new polls in the empty database at `url`, and kill the backend `kills` times meanwhile.

    The PostgreSQL `server` is restarted `restarts` times. Every other restart is a crash.
    """
    random = Random(seed)  # noqa: S311 - repeatable
    polls = await asyncio.to_thread(_make_polls, url)
    failures: list[Failure] = ["kill"] * kills
    failures += [("fast", "immediate")[number % 2] for number in range(restarts)]
    random.shuffle(failures)
    gaps = [random.randint(AT_ONCE, 3 * AT_ONCE) for _ in failures]  # in voters
    voters = make_voters(random, polls, sum(gaps) + 2 * AT_ONCE)
    backend = Backend(url, log)
    crowd = Crowd(backend.address, backend.is_up, voters)

    async def cause_failures() -> None:
        voted = 0
        for number, (failure, gap) in enumerate(zip(failures, gaps, strict=True), 1):
            for _ in range(gap):
                await crowd.acknowledged.acquire()
            voted += gap
            report(f"{number} of {len(failures)}, after {voted:,} of {len(voters):,} ballots: {failure}")
            if failure == "kill":
                await backend.kill()
                await backend.start()
            else:
                assert server
                await asyncio.to_thread(server.restart, failure)

    await backend.start()
    try:
        async with asyncio.timeout(TIMEOUT * (len(failures) + 1)), asyncio.TaskGroup() as tasks:
            tasks.create_task(cause_failures())
            tasks.create_task(crowd.vote())
    finally:
        await backend.stop()
    missing, double, wrong = await asyncio.to_thread(_compare, url, voters)
    return Outcome(len(voters), crowd.retries, kills, restarts, missing, double, wrong)


def _make_polls(url: sa.URL) -> list[Question]:
    migrations.upgrade(url)
    database = Database(url)
    polls = [make_poll(database, voting="multiple") for _ in range(3)]
    database.engine.dispose()
    return polls


def _compare(url: sa.URL, voters: Sequence[Voter]) -> tuple[int, int, int]:
    database = Database(url)
    with database.begin() as session:
        counted = _read_votes(session)
        wrong = _count_wrong(session)
        ballots = session.scalars(sa.select(sa.func.count()).select_from(Participation)).one()
    database.engine.dispose()
    cast = {(voter.ballot.poll.id, voter.ballot.receipt): voter.ballot.choices for voter in voters}
    missing = sum(counted.get(key) != choices for key, choices in cast.items())
    return missing, len(counted.keys() - cast.keys()) + abs(ballots - len(cast)), wrong


def _read_votes(session: Session) -> dict[tuple[int, uuid.UUID], list[int]]:
    """The choices of each ballot, by poll and receipt."""
    choices = defaultdict(list)
    for vote in session.scalars(sa.select(Vote).order_by(Vote.choice_id)):
        choices[vote.question_id, vote.receipt].append(vote.choice_id)
    return choices


def _count_wrong(session: Session) -> int:
    """Count the tallies that differ from the number of votes, receipts or participations."""
    votes = sa.select(sa.func.count()).where(Vote.choice_id == Choice.id).scalar_subquery()
    voters = sa.select(sa.func.count()).where(Participation.question_id == Question.id).scalar_subquery()
    receipts = sa.select(sa.func.count(Vote.receipt.distinct())).where(Vote.question_id == Question.id)
    tallies = [
        sa.select(Choice.tally, votes),
        sa.select(Question.ballots, voters),
        sa.select(Question.ballots, receipts.scalar_subquery()),
    ]
    return sum(tally != recount for query in tallies for tally, recount in session.execute(query))
