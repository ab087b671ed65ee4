"""The watchers: thousands of open streams in a separate process, which parses little of them."""

import asyncio
import multiprocessing
import re
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

import uvloop

# Streams that are opened concurrently.
AT_ONCE = 100

# Seconds that all streams together may take to open, and to end.
TIMEOUT = 60

BALLOTS = re.compile(rb'"ballots":(\d+)')
END = b"event: end"
# A new tally at a watcher: the watcher's number, the ballots, and seconds of the monotonic clock.
Sight = tuple[int, int, float]


@dataclass
class Watched:
    """All new tallies at all watchers, and the last tallies of the watchers that received the end event."""

    sights: list[Sight] = field(default_factory=list)
    finals: list[int] = field(default_factory=list)


class Watcher(asyncio.Protocol):
    """One stream. It has `begun` at its first result and `ended` at the end event or a closed connection."""

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
        for match in BALLOTS.finditer(lines):
            self._note(int(match[1]), now)
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
    """`number` watchers in a separate process. The constructor returns when all streams are open."""

    def __init__(self, port: int, path: str, number: int) -> None:
        multiprocess = multiprocessing.get_context("spawn")
        self._watchers, child_end = multiprocess.Pipe()
        multiprocess.Process(target=_run, args=(port, path, number, child_end), daemon=True).start()
        child_end.close()  # otherwise this process would not notice that the child has ended
        self._receive()

    def end(self) -> Watched:
        """Wait until all streams have ended. Return what the watchers saw."""
        watched: Watched = self._receive()
        return watched

    def _receive(self) -> Any:
        if not self._watchers.poll(TIMEOUT):
            raise TimeoutError(f"The watchers did not respond within {TIMEOUT} s.")
        return self._watchers.recv()


def _run(port: int, path: str, number: int, parent: Connection) -> None:
    parent.send(uvloop.run(_watch(port, path, number, parent)))


async def _watch(port: int, path: str, number: int, parent: Connection) -> Watched:
    """Open all streams, tell the parent process, and wait until they have ended."""
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
