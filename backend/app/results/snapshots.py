"""A poll as it was a moment ago. All requests of a process share it, however many ask.

What is shown of a poll goes out as bytes that are made once for each snapshot.
"""

import asyncio
from dataclasses import dataclass
from functools import cached_property, partial
from time import monotonic

from app.database import Database
from app.polls import service
from app.polls.models import Question, ResultsVisibility, Status
from app.polls.schemas import PollRead, Results
from app.results.visibility import may_see, visible_results

# Seconds for which a snapshot is shown at most, counted from the beginning of its query; or while that runs.
MAX_AGE = 0.25


@dataclass(frozen=True)
class Moment:
    """When a snapshot was begun, and after how many edits of this process."""

    at: float
    edits: int

    @classmethod
    def of(cls, database: Database) -> "Moment":
        return cls(monotonic(), database.edits)

    def is_now(self, database: Database) -> bool:
        """Not for long, and no longer than until the next edit: what it hides is hidden at once."""
        return self.edits == database.edits and monotonic() - self.at < MAX_AGE


@dataclass(frozen=True)
class Snapshot:
    """`question`, with its choices and without a session, as it was at a `moment`."""

    question: Question
    moment: Moment

    @property
    def is_closed(self) -> bool:
        return self.question.status is Status.closed

    @cached_property
    def paper(self) -> str:
        return self.question.paper

    @cached_property
    def poll(self) -> bytes:
        """PollRead as JSON."""
        results = visible_results(self.question, voted=False)
        poll = PollRead.model_validate(self.question).model_copy(update={"results": results})
        return poll.model_dump_json().encode()

    @cached_property
    def results(self) -> bytes:
        """Results as JSON, whoever may see them."""
        return Results.model_validate(self.question).model_dump_json().encode()

    @property
    def looks(self) -> tuple[bytes, Status, ResultsVisibility]:
        """What decides what anyone is shown of the result."""
        return self.results, self.question.status, self.question.results_visibility

    @cached_property
    def event(self) -> bytes:
        """Results as a server-sent event."""
        return b"event: results\ndata: " + self.results + b"\n\n"

    def visible_results(self, *, voted: bool) -> bytes:
        """Results as JSON, or `null` where a voter who has, or has not, `voted` may not see them."""
        return self.results if may_see(self.question, voted=voted) else b"null"


class Snapshots:
    """The snapshots that one process shares."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shared: dict[str, tuple[Moment, asyncio.Future[Snapshot]]] = {}

    async def get(self, slug: str) -> Snapshot:
        """A poll as it is now or was MAX_AGE ago, of one query for all who ask. Raises PollNotFound."""
        moment, reading = self._shared.get(slug, (None, None))
        if not moment or not reading or not self._can_be_shared(moment, reading):
            moment = Moment.of(self._database)
            reading = asyncio.ensure_future(self._read(slug, moment))
            self._share(slug, moment, reading)
        return await asyncio.shield(reading)

    def keep(self, snapshot: Snapshot) -> None:
        """Show a snapshot that was taken on another occasion."""
        slug = snapshot.question.slug
        moment, _ = self._shared.get(slug, (None, None))
        if moment is None or moment.at < snapshot.moment.at:
            reading = asyncio.get_running_loop().create_future()
            reading.set_result(snapshot)
            self._share(slug, snapshot.moment, reading)

    def _can_be_shared(self, moment: Moment, reading: asyncio.Future[Snapshot]) -> bool:
        """A query that is slow is shared for as long as it runs."""
        is_running = not reading.done() and moment.edits == self._database.edits
        return not reading.cancelled() and (is_running or moment.is_now(self._database))

    def _share(self, slug: str, moment: Moment, reading: asyncio.Future[Snapshot]) -> None:
        if slug not in self._shared:  # make room
            self._shared = {
                other: shared for other, shared in self._shared.items() if shared[0].is_now(self._database)
            }
        self._shared[slug] = (moment, reading)

    async def _read(self, slug: str, moment: Moment) -> Snapshot:
        question = await self._database.read(partial(service.published_poll, slug=slug))
        if question.status is Status.closed and question.sealed_at is None:
            question = await self._database.write(partial(service.closed_poll, slug=slug))
        return Snapshot(question, moment)
