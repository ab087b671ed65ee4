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
from app.results.snapshots import MAX_AGE, Snapshot, Snapshots
from app.results.visibility import may_see

logger = logging.getLogger(__name__)

# Seconds between two looks. A shorter pause would find the same snapshot again.
LEAST_PAUSE = MAX_AGE
LONGEST_PAUSE = 2.0

# Largest share of the event loop's time that sending may take, and most watchers of a process.
SHARE = 1 / 4
MOST_WATCHERS = 10_000

# Watchers that are sent to before other tasks get a turn.
CHUNK = 50

# Seconds without an event after which a comment keeps proxies from closing the connection.
KEEP_ALIVE = 15

# A browser that lost the connection opens it again after this time, in milliseconds.
RETRY = b"retry: 2000\n\n"
COMMENT = b":\n\n"
END = b"event: end\ndata: {}\n\n"

# Returns whether the watcher has voted on a poll.
HasVoted = Callable[[Question], Awaitable[bool]]


def pause_after(cost: float) -> float:
    """Seconds until the next look, if sending after the last one took `cost` seconds."""
    return min(max(LEAST_PAUSE, cost / SHARE - cost), LONGEST_PAUSE)


class _Channel:
    """The watchers of one poll, and the snapshot that they see."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.watchers = 0
        self.has_ended = False
        self.cost = 0.0  # seconds of the event loop that the last sending took
        self._waiting: list[asyncio.Future[None]] = []
        self._held: list[asyncio.Future[None]] = []
        self._last_sent = monotonic()

    async def wait_for_event(self) -> None:
        """Wait until there is something to send, or until the stream has to end (`has_ended`)."""
        await self._wait(self._waiting)

    async def wait_for_look(self) -> None:
        """Wait for the next look, whatever it finds, or until the stream has to end."""
        await self._wait(self._held)

    async def show(self, snapshot: Snapshot) -> None:
        self.cost = 0.0
        woken, self._held = self._held, []
        is_new = snapshot.appearance != self.snapshot.appearance
        if is_new:
            self.snapshot = snapshot
        if is_new or monotonic() - self._last_sent >= KEEP_ALIVE:
            self._last_sent = monotonic()
            woken, self._waiting = [*woken, *self._waiting], []
        for start in range(0, len(woken), CHUNK):
            began = monotonic()
            self._wake(woken[start : start + CHUNK])
            await asyncio.sleep(0)  # the watchers send now
            self.cost += monotonic() - began

    def end(self) -> None:
        self.has_ended = True
        self._wake([*self._held, *self._waiting])

    async def _wait(self, queue: list[asyncio.Future[None]]) -> None:
        if not self.has_ended:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            queue.append(turn)
            await turn

    def _wake(self, waiting: list[asyncio.Future[None]]) -> None:
        for turn in waiting:
            if not turn.done():
                turn.set_result(None)


class Live:
    """The streams of one process."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._channels: dict[str, _Channel] = {}
        self._looking: asyncio.Task[None] | None = None
        self._has_ended = False

    def watch(self, snapshot: Snapshot, has_voted: HasVoted) -> AsyncIterator[bytes]:
        """The events of an open poll for a voter, for as long as the voter may see its result.

        Raises Busy if there are too many watchers.
        """
        if sum(channel.watchers for channel in self._channels.values()) >= MOST_WATCHERS:
            raise Busy
        return self._events(snapshot, has_voted)

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

    def _join(self, snapshot: Snapshot) -> _Channel:
        channel = self._channels.setdefault(snapshot.question.slug, _Channel(snapshot))
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
            snapshot = await self._snapshots.get(slug)
        except PollNotFound:
            channel.end()
        except SQLAlchemyError:
            return  # the database is away, and may come back
        except Exception:
            logger.exception("could not read the result of %s", slug)
            return
        else:
            await channel.show(snapshot)
        if channel.has_ended or channel.snapshot.is_closed or not channel.watchers:
            del self._channels[slug]


async def _sees_as_voter(question: Question, has_voted: HasVoted) -> bool:
    """True if the watcher may see the result because they have voted. Looked up only where it matters."""
    try:
        return may_see(question, voted=True) and await has_voted(question)
    except (Busy, SQLAlchemyError):
        return False  # the browser reconnects, and is then told why
