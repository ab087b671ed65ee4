"""Those who watch: thousands of open streams in a process of their own, which reads little of them."""

import asyncio
import multiprocessing
import re
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

import uvloop

# Streams that are opened at once, and how long, in seconds, all may take to open, or to end.
AT_ONCE = 100
TIMEOUT = 60

BALLOTS = re.compile(rb'"ballots":(\d+)')
END = b"event: end"


# Of which watcher, how many ballots it was told of, and when by the monotonic clock, in seconds.
Sight = tuple[int, int, float]


@dataclass
class Watched:
    """What all watchers saw and did not know yet; the last tallies of those who were told the end."""

    sights: list[Sight] = field(default_factory=list)
    finals: list[int] = field(default_factory=list)


class Watcher(asyncio.Protocol):
    """One stream, which has `begun` with its first result and `ended` with its connection or its end."""

    def __init__(self, number: int, watched: Watched) -> None:
        self.begun = asyncio.Event()
        self.ended = asyncio.Event()
        self._number = number
        self._watched = watched
        self._ballots = -1
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        now = monotonic()
        lines, _, self._rest = (self._rest + data).rpartition(b"\n")
        for found in BALLOTS.finditer(lines):
            self._note(int(found[1]), now)
        if END in lines and not self.ended.is_set():
            self._watched.finals.append(self._ballots)
            self.ended.set()

    def _note(self, ballots: int, now: float) -> None:
        if ballots == self._ballots:
            return
        self._ballots = ballots
        self._watched.sights.append((self._number, ballots, now))
        self.begun.set()

    def connection_lost(self, _: Exception | None) -> None:
        self.begun.set()
        self.ended.set()


class Watching:
    """`number` watchers in a process of their own, all of whom watch when this is there."""

    def __init__(self, port: int, path: str, number: int) -> None:
        process = multiprocessing.get_context("spawn")
        self._watchers, theirs = process.Pipe()
        process.Process(target=_run, args=(port, path, number, theirs), daemon=True).start()
        theirs.close()  # so that their end is noticed
        self._receive()

    def end(self) -> Watched:
        """What they saw, once all streams have ended."""
        watched: Watched = self._receive()
        return watched

    def _receive(self) -> Any:
        if not self._watchers.poll(TIMEOUT):
            raise TimeoutError("The watchers do not come to an end")
        return self._watchers.recv()


def _run(port: int, path: str, number: int, parent: Connection) -> None:
    parent.send(uvloop.run(_watch(port, path, number, parent)))


async def _watch(port: int, path: str, number: int, parent: Connection) -> Watched:
    """Open all streams, tell the parent, and stay until they have ended."""
    watched = Watched()
    watchers = [Watcher(number, watched) for number in range(number)]
    loop = asyncio.get_running_loop()
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()

    async def begin(watcher: Watcher) -> None:
        transport, _ = await loop.create_connection(lambda: watcher, "127.0.0.1", port)
        transport.write(request)
        await watcher.begun.wait()

    for start in range(0, number, AT_ONCE):
        await asyncio.gather(*(begin(watcher) for watcher in watchers[start : start + AT_ONCE]))
    parent.send("all watch")
    for watcher in watchers:
        await watcher.ended.wait()
    return watched
