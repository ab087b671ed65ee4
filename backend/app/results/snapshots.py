"""Snapshots of polls, shared by all requests of a process.

The JSON of a poll and of its result is encoded once per snapshot. Hot reads return these bytes and skip
FastAPI's response serialisation.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from app.database import Database
from app.polls import service
from app.polls.errors import PollNotFound
from app.polls.models import Question, ResultsVisibility
from app.polls.status import Status
from app.results.schemas import PollRead, Results, WatchedChoice, WatchedPoll
from app.results.visibility import may_see, staff_may_see
from app.voters.service import add_turnout

# Seconds that a snapshot is served, from the start of its query. A query that takes longer is shared while it
# runs. The stream of results looks as often (`live.py`), so that each look finds a newer snapshot.
MAX_AGE = 0.25


@dataclass(frozen=True)
class Moment:
    """When a snapshot was begun: a monotonic time in seconds, and the edits in this process so far."""

    at: float
    edits: int

    @classmethod
    def of(cls, database: Database) -> "Moment":
        return cls(monotonic(), database.edits)

    def is_now(self, database: Database) -> bool:
        """True until the next edit, and for at most MAX_AGE.

        An edit that hides a result therefore hides it at once.
        """
        return self.edits == database.edits and monotonic() - self.at < MAX_AGE


def shown_poll(question: Question, *, shows_turnout: bool = False) -> PollRead:
    """A poll as everyone sees it. The choices and corrections of `question` are loaded."""
    is_visible = may_see(question, voted=False)
    results = Results.model_validate(question) if is_visible else None
    poll = PollRead.model_validate(question)
    return poll.model_copy(update={"results": results, "turnout": poll.turnout if shows_turnout else None})


@dataclass(frozen=True)
class Snapshot:
    """`question`, detached from any session and with its choices, as it was at a `moment`."""

    question: Question
    moment: Moment
    # True if everyone sees the turnout of the poll while it is open.
    shows_turnout: bool = False

    @property
    def is_closed(self) -> bool:
        return self.question.status is Status.closed

    @cached_property
    def poll_json(self) -> bytes:
        """`PollRead` as JSON."""
        poll = shown_poll(self.question, shows_turnout=self.shows_turnout)
        return poll.model_dump_json().encode()

    @cached_property
    def poll(self) -> Any:
        """`PollRead` as parsed JSON, for a response that contains it."""
        return json.loads(self.poll_json)

    @cached_property
    def results_json(self) -> bytes:
        """`Results` as JSON, whoever may see them."""
        return Results.model_validate(self.question).model_dump_json().encode()

    def visible_results_json(self, *, voted: bool) -> bytes:
        """`Results` as JSON, or `null` for a voter who may not see them."""
        return self.results_json if may_see(self.question, voted=voted) else b"null"

    @cached_property
    def event(self) -> bytes:
        """`Results` as a server-sent event."""
        return b"event: results\ndata: " + self.results_json + b"\n\n"

    @cached_property
    def staff_event(self) -> bytes:
        """`WatchedPoll` as a server-sent event."""
        question, is_shown = self.question, staff_may_see(self.question)
        choices = [
            WatchedChoice(id=choice.id, votes=choice.tally if is_shown else None)
            for choice in question.choices
        ]
        results = Results.model_validate(question)
        poll = WatchedPoll(
            ballots=question.ballots,
            status=question.status,
            choices=choices,
            turnout=results.turnout,
            quorum=results.quorum,
        )
        return b"event: poll\ndata: " + poll.model_dump_json().encode() + b"\n\n"

    @property
    def appearance(self) -> tuple[bytes, Status, ResultsVisibility]:
        """Everything that decides what a watcher is shown. Snapshots with the same appearance look alike."""
        return self.results_json, self.question.status, self.question.results_visibility


class Snapshots:
    """The newest snapshot of each poll that was asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shared: dict[str, tuple[Moment, asyncio.Future[Snapshot]]] = {}

    async def get(self, slug: str) -> Snapshot:
        """A published poll as it is now, or was at most MAX_AGE ago. Concurrent calls share a query.

        Raises PollNotFound.
        """
        snapshot = await self.find(slug)
        if not snapshot.question.is_published:
            raise PollNotFound
        return snapshot

    async def find(self, slug: str) -> Snapshot:
        """As `get`, but also a poll that is not published, which only staff may see."""
        moment, reading = self._shared.get(slug, (None, None))
        if not moment or not reading or not self._can_be_shared(moment, reading):
            moment = Moment.of(self._database)
            reading = asyncio.ensure_future(self._read(slug, moment))
            self._share(slug, moment, reading)
        return await asyncio.shield(reading)

    def keep(self, snapshot: Snapshot) -> None:
        """Serve a snapshot that was made elsewhere, unless there is a newer one, or it lacks the turnout."""
        if snapshot.question.is_of_roll:
            return
        slug = snapshot.question.slug
        moment, _ = self._shared.get(slug, (None, None))
        if moment is None or moment.at < snapshot.moment.at:
            reading = asyncio.get_running_loop().create_future()
            reading.set_result(snapshot)
            self._share(slug, snapshot.moment, reading)

    def _can_be_shared(self, moment: Moment, reading: asyncio.Future[Snapshot]) -> bool:
        """True for a current snapshot, and for a slow query as long as it runs."""
        is_running = not reading.done() and moment.edits == self._database.edits
        return not reading.cancelled() and (is_running or moment.is_now(self._database))

    def _share(self, slug: str, moment: Moment, reading: asyncio.Future[Snapshot]) -> None:
        if slug not in self._shared:  # drop expired snapshots, so that the dictionary does not grow
            self._shared = {
                other: shared for other, shared in self._shared.items() if shared[0].is_now(self._database)
            }
        self._shared[slug] = (moment, reading)

    async def _read(self, slug: str, moment: Moment) -> Snapshot:
        question, is_public = await self._database.read(
            partial(_with_turnout, find=service.find_poll, slug=slug)
        )
        if question.status is Status.closed and question.sealed_at is None:
            question, is_public = await self._database.write(
                partial(_with_turnout, find=service.closed_poll, slug=slug)
            )
        return Snapshot(question, moment, is_public)


def _with_turnout(
    session: Session, find: Callable[[Session, str], Question], slug: str
) -> tuple[Question, bool]:
    """A poll that knows how many can vote, and whether everyone sees this while it is open."""
    question = find(session, slug)
    return question, add_turnout(session, question)
