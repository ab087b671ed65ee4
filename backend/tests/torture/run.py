"""A run: blows fall after so many acknowledged votes, never after so much time."""

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

# What befalls the backend, or PostgreSQL.
Blow = Literal["kill", "fast", "immediate"]

# Seconds for each blow. What hangs is to fail.
PATIENCE = 30


@dataclass(frozen=True)
class Outcome:
    """What the database holds in the end, compared with what was acknowledged.

    `missing` ballots were acknowledged and are not there as they were cast; `double` ones are there
    besides; `wrong` tallies are not what a recount finds.
    """

    votes: int
    retries: int
    kills: int
    restarts: int
    missing: int
    double: int
    wrong: int


class Backend:
    """A `polls serve` that is killed, and started again at the same address."""

    def __init__(self, url: sa.URL, log: Path) -> None:
        self._url, self._log, self._port = url, log, free_port()
        self._process: subprocess.Popen[str] | None = None
        self.address = f"http://127.0.0.1:{self._port}"
        self.is_up = asyncio.Event()

    async def start(self) -> None:
        # To a file, because nobody reads a pipe, which is full some day.
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
    tell: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Have voters vote on new polls in the empty database at `url`, and kill the backend meanwhile.

    `restarts` are those of the PostgreSQL `server`: every other time in order, and else as a crash.
    """
    random = Random(seed)  # noqa: S311 - repeatable
    polls = await asyncio.to_thread(_make_polls, url)
    blows: list[Blow] = ["kill"] * kills
    blows += [("fast", "immediate")[number % 2] for number in range(restarts)]
    random.shuffle(blows)
    gaps = [random.randint(AT_ONCE, 3 * AT_ONCE) for _ in blows]
    voters = make_voters(random, polls, sum(gaps) + 2 * AT_ONCE)
    backend = Backend(url, log)
    crowd = Crowd(backend.address, backend.is_up, voters)

    async def strike() -> None:
        voted = 0
        for number, (blow, gap) in enumerate(zip(blows, gaps, strict=True), 1):
            for _ in range(gap):
                await crowd.acknowledged.acquire()
            voted += gap
            tell(f"{number} of {len(blows)}, after {voted:,} of {len(voters):,} votes: {blow}")
            if blow == "kill":
                await backend.kill()
                await backend.start()
            else:
                assert server
                await asyncio.to_thread(server.restart, blow)

    await backend.start()
    try:
        async with asyncio.timeout(PATIENCE * (len(blows) + 1)), asyncio.TaskGroup() as tasks:
            tasks.create_task(strike())
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
    """The choices of each ballot, by its poll and receipt."""
    counted = defaultdict(list)
    for vote in session.scalars(sa.select(Vote).order_by(Vote.choice_id)):
        counted[vote.question_id, vote.receipt].append(vote.choice_id)
    return counted


def _count_wrong(session: Session) -> int:
    """How many tallies are not what the votes, the receipts and those who voted add up to."""
    votes = sa.select(sa.func.count()).where(Vote.choice_id == Choice.id).scalar_subquery()
    voters = sa.select(sa.func.count()).where(Participation.question_id == Question.id).scalar_subquery()
    receipts = sa.select(sa.func.count(Vote.receipt.distinct())).where(Vote.question_id == Question.id)
    tallies = [
        sa.select(Choice.votes, votes),
        sa.select(Question.ballots, voters),
        sa.select(Question.ballots, receipts.scalar_subquery()),
    ]
    return sum(tally != recount for each in tallies for tally, recount in session.execute(each))
