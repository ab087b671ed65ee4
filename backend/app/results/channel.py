"""The watchers of one poll, who wait for its snapshots."""

import asyncio
from time import monotonic

from app.results.snapshots import Snapshot

# Watchers that are sent to before other tasks get a turn.
CHUNK = 50

# Seconds without an event after which a comment keeps proxies from closing the connection.
KEEP_ALIVE = 15


class Channel:
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
