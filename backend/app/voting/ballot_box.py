"""Where ballots wait to be counted: all that do are one transaction, and are answered when it is committed.

However many people vote on one poll at once, each process has one writer, and takes one lock for each batch.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from time import monotonic

from fastapi.concurrency import run_in_threadpool

from app.batching import Batches
from app.database import Database
from app.errors import DATABASE_AWAY
from app.polls.models import Question, VoterCheck
from app.results.snapshots import Moment, Snapshots
from app.voting.counting import Counted, SentBallot, VoterKey, count, voted, voter_key

# So many ballots are one transaction at most, and so many wait at most: some seconds' worth of them.
AT_ONCE = 500
WAITING = 5000

# Seconds for which ballots wait while the database is away, less than a voter's page does. After that each
# batch is tried once.
DEADLINE = 10
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 0.5


class BallotBox:
    """Counts the ballots of one process, shows what comes of it, and knows who has voted."""

    def __init__(self, database: Database, snapshots: Snapshots) -> None:
        self._database = database
        self._snapshots = snapshots
        self._away_since: float | None = None
        self._failed_at = 0.0
        self._ballots = Batches(self._settle, at_once=AT_ONCE, waiting=WAITING)
        self._lookups = Batches(self._look_up, at_once=AT_ONCE, waiting=WAITING)

    async def cast(self, ballot: SentBallot) -> Counted:
        """Count a ballot, once, and return when it is committed.

        Raises PollNotFound, ReceiptTaken, PollClosed, PaperChanged, BadChoices or AlreadyVoted: then nothing
        was written.
        Raises TooMany, or the database's error where it stays away: then the ballot may be sent again.
        """
        counted = await self._ballots.ask(ballot)
        self._snapshots.keep(counted.snapshot)
        return counted

    async def has_voted(self, question: Question, voter: str) -> bool:
        """Whether this browser has voted; never, where a poll does not check."""
        if question.voter_check is VoterCheck.none:
            return False
        return await self._lookups.ask(voter_key(question, voter))

    async def _settle(self, ballots: Sequence[SentBallot]) -> Sequence[Counted | Exception]:
        try:
            return await self._commit(ballots)
        except DATABASE_AWAY:
            raise
        except Exception as error:
            # Nothing that is foreseen, and perhaps the fault of one of them: now each on its own.
            if len(ballots) == 1:
                return [error]
            return [answer for ballot in ballots for answer in await self._settle([ballot])]

    async def _commit(self, ballots: Sequence[SentBallot]) -> Sequence[Counted | Exception]:
        pause = FIRST_PAUSE
        if monotonic() - self._failed_at > DEADLINE:
            self._away_since = None  # nobody saw the end of that outage: the next failure is of another
        while True:
            moment = Moment.of(self._database)
            try:
                answers = await self._database.write(partial(count, sent=ballots, moment=moment))
            except DATABASE_AWAY:
                # What was committed all the same is known by its receipts.
                self._failed_at = monotonic()
                self._away_since = self._away_since or self._failed_at
                if self._failed_at + pause > self._away_since + DEADLINE:
                    raise
            else:
                self._away_since = None
                return answers
            # The connections that are left may lead to where nothing is written any more.
            await run_in_threadpool(self._database.engine.dispose)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _look_up(self, keys: Sequence[VoterKey]) -> Sequence[bool]:
        found = await self._database.read(partial(voted, keys=keys))
        return [key in found for key in keys]
