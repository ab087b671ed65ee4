"""The ballot box: waiting ballots are counted together in one transaction, and answered after its commit.

However many people vote on a poll at once, each process has one writer, which takes one lock per batch.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic

from fastapi.concurrency import run_in_threadpool

from app.database import DATABASE_AWAY, Database
from app.polls.models import Question
from app.request_batches import Batches
from app.results.snapshots import Moment, Snapshot, Snapshots
from app.voting.counting import count
from app.voting.errors import PaperChanged
from app.voting.rules import Ballot, Counted
from react_admin import ApiError

# Largest batch in one transaction, and longest queue of ballots: a few seconds of peak load.
BATCH_SIZE = 500
QUEUE_LENGTH = 5000

# Seconds that ballots wait for a database that is away, less than the voter's page waits. During an outage
# that is longer, each batch is tried once.
DEADLINE = 10
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 0.5


@dataclass(frozen=True)
class CastResult:
    """A ballot that counts, and a snapshot of its poll with the tallies of the whole batch."""

    is_new: bool
    snapshot: Snapshot


class BallotBox:
    """Counts the ballots of one process."""

    def __init__(self, database: Database, snapshots: Snapshots) -> None:
        self._database = database
        self._snapshots = snapshots
        self._away_since: float | None = None
        self._failed_at = 0.0
        self._ballots = Batches(self._count, batch_size=BATCH_SIZE, queue_length=QUEUE_LENGTH)

    async def cast(self, ballot: Ballot) -> CastResult:
        """Count a ballot once, and return after the commit.

        Raises PollNotFound, ReceiptTaken, PollClosed, CodeNeeded, OtherRoll, OtherVoter, PaperChanged,
        BadChoices or AlreadyVoted if the ballot is refused; then nothing was written. Raises Busy, or the
        database's error if it stays away; then the ballot may be sent again.
        """
        cast = await self._ballots.submit(ballot)
        self._snapshots.keep(cast.snapshot)
        return cast

    async def _count(self, ballots: Sequence[Ballot]) -> Sequence[CastResult | Exception]:
        try:
            moment, results = await self._commit(ballots)
        except DATABASE_AWAY:
            raise
        except Exception as error:
            # Unexpected, and perhaps caused by a single ballot: count each of them on its own.
            if len(ballots) == 1:
                return [error]
            return [result for ballot in ballots for result in await self._count([ballot])]
        return _with_snapshots(ballots, results, moment)

    async def _commit(self, ballots: Sequence[Ballot]) -> tuple[Moment, Sequence[Counted | ApiError]]:
        pause = FIRST_PAUSE
        if monotonic() - self._failed_at > DEADLINE:
            self._away_since = None  # that outage ended unnoticed; the next failure begins another
        while True:
            moment = Moment.of(self._database)
            try:
                results = await self._database.write(partial(count, ballots=ballots))
            except DATABASE_AWAY:
                # If the commit succeeded all the same, the next try finds the receipts.
                self._failed_at = monotonic()
                self._away_since = self._away_since or self._failed_at
                if self._failed_at + pause > self._away_since + DEADLINE:
                    raise
            else:
                self._away_since = None
                return moment, results
            # The remaining connections of the pool may lead to a server that no longer takes writes.
            await run_in_threadpool(self._database.engine.dispose)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _with_snapshots(
    ballots: Sequence[Ballot], results: Sequence[Counted | ApiError], moment: Moment
) -> list[CastResult | Exception]:
    """The results of a batch, with one snapshot per poll that they share."""
    snapshots: dict[str, Snapshot] = {}

    def snapshot_of(slug: str, question: Question) -> Snapshot:
        if slug not in snapshots:
            snapshots[slug] = Snapshot(question, moment)
        return snapshots[slug]

    with_snapshots: list[CastResult | Exception] = []
    for ballot, result in zip(ballots, results, strict=True):
        if isinstance(result, Counted):
            snapshot = snapshot_of(ballot.slug, result.question)
            with_snapshots.append(CastResult(result.is_new, snapshot))
            continue
        if isinstance(result, PaperChanged):
            result.set_current(snapshot_of(ballot.slug, result.question).poll)
        with_snapshots.append(result)
    return with_snapshots
