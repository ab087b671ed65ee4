"""Live results as server-sent events.

While anyone watches, the watched polls are looked at a few times a second. A changed result is encoded once,
and all its watchers get the same bytes. The time that sending takes sets the pause until the next look, so
that the event loop stays mostly free for voters.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from app.polls.errors import PollNotFound
from app.polls.models import Question
from app.request_batches import Busy
from app.results.channel import Channel
from app.results.snapshots import MAX_AGE, Snapshot, Snapshots
from app.results.visibility import may_see

logger = logging.getLogger(__name__)

# Seconds between two looks. A shorter pause would find the same snapshot again.
LEAST_PAUSE = MAX_AGE
LONGEST_PAUSE = 2.0

# Largest share of the event loop's time that sending may take, and most watchers of a process.
SHARE = 1 / 4
MOST_WATCHERS = 10_000

# A browser that lost the connection opens it again after this time, in milliseconds.
RETRY = b"retry: 2000\n\n"
COMMENT = b":\n\n"
END = b"event: end\ndata: {}\n\n"

# Returns whether the watcher has voted on a poll.
HasVoted = Callable[[Question], Awaitable[bool]]

# Returns whether the watcher is still signed in to an account that may watch.
IsAllowed = Callable[[], Awaitable[bool]]


def pause_after(cost: float) -> float:
    """Seconds until the next look, if sending after the last one took `cost` seconds."""
    return min(max(LEAST_PAUSE, cost / SHARE - cost), LONGEST_PAUSE)


class Live:
    """The streams of one process."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._channels: dict[str, Channel] = {}
        self._looking: asyncio.Task[None] | None = None
        self._has_ended = False

    def watch(self, snapshot: Snapshot, has_voted: HasVoted) -> AsyncIterator[bytes]:
        """The events of an open poll for a voter, for as long as the voter may see its result.

        Raises Busy if there are too many watchers.
        """
        self._refuse_too_many()
        return self._events(snapshot, has_voted)

    def watch_as_staff(self, snapshot: Snapshot, is_allowed: IsAllowed) -> AsyncIterator[bytes]:
        """The events of a poll in any state for staff, until the poll is deleted.

        `is_allowed` is asked before each of them. Raises Busy if there are too many watchers.
        """
        self._refuse_too_many()
        return self._staff_events(snapshot, is_allowed)

    def end(self) -> None:
        """End all streams, now and in future. A server that shuts down waits for them otherwise."""
        self._has_ended = True
        for channel in self._channels.values():
            channel.end()

    async def _events(self, shown: Snapshot, has_voted: HasVoted) -> AsyncIterator[bytes]:
        channel = self._join(shown)
        voted = not may_see(shown.question, voted=False)  # else they would not have been let in
        try:
            yield RETRY + shown.event
            joined = monotonic()
            while not shown.is_closed:
                newest = channel.snapshot
                if newest.moment.at <= shown.moment.at:
                    await channel.wait_for_event()
                    if channel.has_ended:
                        return
                    if channel.snapshot.moment.at <= shown.moment.at:
                        yield COMMENT
                elif not newest.question.is_published:
                    return
                elif not may_see(newest.question, voted=voted):
                    if not await _sees_as_voter(newest.question, has_voted):
                        return
                    voted = True  # they voted after they joined; the newest snapshot is judged again
                elif monotonic() - joined < LEAST_PAUSE and not newest.is_closed:
                    # They joined just before a look: skip it, so that events stay LEAST_PAUSE apart.
                    await channel.wait_for_look()
                    if channel.has_ended:
                        return
                else:
                    shown = newest
                    yield shown.event
            yield END
        finally:
            channel.watchers -= 1

    async def _staff_events(self, shown: Snapshot, is_allowed: IsAllowed) -> AsyncIterator[bytes]:
        channel = self._join(shown)
        try:
            yield RETRY + shown.staff_event
            while True:
                if channel.snapshot.moment.at <= shown.moment.at:
                    await channel.wait_for_event()
                if channel.has_ended or not await is_allowed():
                    return
                if channel.snapshot.moment.at <= shown.moment.at:
                    yield COMMENT
                else:
                    shown = channel.snapshot
                    yield shown.staff_event
        finally:
            channel.watchers -= 1

    def _refuse_too_many(self) -> None:
        if sum(channel.watchers for channel in self._channels.values()) >= MOST_WATCHERS:
            raise Busy

    def _join(self, snapshot: Snapshot) -> Channel:
        channel = self._channels.setdefault(snapshot.question.slug, Channel(snapshot))
        channel.watchers += 1
        channel.has_ended = channel.has_ended or self._has_ended
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())
        return channel

    async def _keep_looking(self) -> None:
        while self._channels:
            cost = sum(channel.cost for channel in self._channels.values())
            await asyncio.sleep(pause_after(cost))
            await asyncio.gather(*(self._look(slug) for slug in [*self._channels]))

    async def _look(self, slug: str) -> None:
        channel = self._channels[slug]
        try:
            snapshot = await self._snapshots.find(slug)
        except PollNotFound:
            channel.end()
        except SQLAlchemyError:
            return  # the database is away, and may come back
        except Exception:
            logger.exception("could not read the result of %s", slug)
            return
        else:
            await channel.show(snapshot)
        if channel.has_ended or not channel.watchers:
            del self._channels[slug]


async def _sees_as_voter(question: Question, has_voted: HasVoted) -> bool:
    """True if the watcher may see the result because they have voted. Looked up only where it matters."""
    try:
        return may_see(question, voted=True) and await has_voted(question)
    except (Busy, SQLAlchemyError):
        return False  # the browser reconnects, and is then told why
