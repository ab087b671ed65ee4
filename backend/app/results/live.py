"""Results as they move, as server-sent events.

While anyone watches, the polls that are watched are looked at a few times a second. A result that has changed
is encoded once, and its bytes go to all who watch. How long that takes sets the time until the next look, so
that sending leaves most of the loop to those who vote.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from app.batching import TooMany
from app.polls.errors import PollNotFound
from app.polls.models import Question
from app.results.snapshots import Snapshot, Snapshots
from app.results.visibility import may_see

logger = logging.getLogger(__name__)

# Seconds between two looks.
LEAST_PAUSE = 0.25
LONGEST_PAUSE = 2.0

# The part of the loop's time that sending may take. More watchers than these would take more of it.
SHARE = 1 / 4
MOST_WATCHERS = 10_000

# So many are sent to before others have their turn.
IN_A_ROW = 50

# Seconds of quiet after which a comment tells what is in between that the connection is alive.
QUIET = 15

# A browser that has lost the connection comes back after so many milliseconds.
RETRY = b"retry: 2000\n\n"
COMMENT = b":\n\n"
END = b"event: end\ndata: {}\n\n"

# Looks up whether who watches has voted on a poll.
HasVoted = Callable[[Question], Awaitable[bool]]


def pause_after(cost: float) -> float:
    """Seconds until the next look, where the last one had `cost` seconds of sending."""
    return min(max(LEAST_PAUSE, cost / SHARE - cost), LONGEST_PAUSE)


class _Channel:
    """Those who watch one poll, and what they see of it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.watchers = 0
        self.has_ended = False
        self.cost = 0.0  # seconds of the loop, for what was sent last
        self._waiting: list[asyncio.Future[None]] = []
        self._held: list[asyncio.Future[None]] = []
        self._last_sent = monotonic()

    async def news(self) -> None:
        """Return when there is something to send, or the end has come."""
        await self._turn(self._waiting)

    async def next_look(self) -> None:
        """Return after the next look, whatever it finds, or when the end has come."""
        await self._turn(self._held)

    async def show(self, snapshot: Snapshot) -> None:
        self.cost = 0.0
        told, self._held = self._held, []
        is_new = snapshot.looks != self.snapshot.looks
        if is_new:
            self.snapshot = snapshot
        if is_new or monotonic() - self._last_sent >= QUIET:
            self._last_sent = monotonic()
            told, self._waiting = [*told, *self._waiting], []
        for start in range(0, len(told), IN_A_ROW):
            began = monotonic()
            self._tell(told[start : start + IN_A_ROW])
            await asyncio.sleep(0)  # they send now, before this goes on
            self.cost += monotonic() - began

    def end(self) -> None:
        self.has_ended = True
        self._tell([*self._held, *self._waiting])

    async def _turn(self, queue: list[asyncio.Future[None]]) -> None:
        if not self.has_ended:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            queue.append(turn)
            await turn

    def _tell(self, waiting: list[asyncio.Future[None]]) -> None:
        for news in waiting:
            if not news.done():
                news.set_result(None)


class Live:
    """The streams of one process."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._channels: dict[str, _Channel] = {}
        self._looking: asyncio.Task[None] | None = None
        self._has_ended = False

    def watch(self, snapshot: Snapshot, has_voted: HasVoted) -> AsyncIterator[bytes]:
        """The events of an open poll for someone who may see its result, until they may see no more.

        Raises TooMany where too many watch already.
        """
        if sum(channel.watchers for channel in self._channels.values()) >= MOST_WATCHERS:
            raise TooMany
        return self._events(snapshot, has_voted)

    def end(self) -> None:
        """End all streams, and those to come: a server that is told to stop waits for them."""
        self._has_ended = True
        for channel in self._channels.values():
            channel.end()

    async def _events(self, shown: Snapshot, has_voted: HasVoted) -> AsyncIterator[bytes]:
        channel = self._join(shown)
        voted = not may_see(shown.question, voted=False)  # or they would not be here
        try:
            yield RETRY + shown.event
            came = monotonic()
            while not shown.is_closed:
                newest = channel.snapshot
                if newest.moment.at <= shown.moment.at:
                    await channel.news()
                    if channel.has_ended:
                        return
                    if channel.snapshot.moment.at <= shown.moment.at:
                        yield COMMENT
                elif not may_see(newest.question, voted=voted):
                    if not await _sees_as_voter(newest.question, has_voted):
                        return
                    voted = True  # since they came; what is newest by now is judged again
                elif monotonic() - came < LEAST_PAUSE and not newest.is_closed:
                    # They came just before a look: the next one is theirs and the others'.
                    await channel.next_look()
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
            self._looking = asyncio.create_task(self._look_again_and_again())
        return channel

    async def _look_again_and_again(self) -> None:
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
            logger.exception("the result of %s could not be looked at", slug)
            return
        else:
            await channel.show(snapshot)
        if channel.has_ended or channel.snapshot.is_closed or not channel.watchers:
            del self._channels[slug]


async def _sees_as_voter(question: Question, has_voted: HasVoted) -> bool:
    """Whether someone may see the result for having voted, which is looked up where it matters only."""
    try:
        return may_see(question, voted=True) and await has_voted(question)
    except (TooMany, SQLAlchemyError):
        return False  # their browser comes back, and is told then
