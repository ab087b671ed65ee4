"""A load generator: many connections to one server, as fast as it responds or at a fixed rate.

It shares the machine with the servers, so it has to be cheap: it uses HTTP/1.1 with keep-alive, and parses
only the status and the length of a response.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

import uvloop

CONNECTIONS = 64

# Seconds until a request counts as failed.
TIMEOUT = 30

# The status that stands for a request without a response.
NO_RESPONSE = 0

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """A server's port, a function that makes requests to it, and the expected status of their responses."""

    port: int
    request: Callable[[], bytes]
    status: int


@dataclass
class Load:
    """The outcome of many requests.

    `due` and `answered` are the times of the requests with the expected status, in seconds of the monotonic
    clock. `refused` counts the other requests by status, with NO_RESPONSE for those without a response.
    """

    due: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)

    def add(self, due: float, status: int, target: Target) -> None:
        if status != target.status:
            self.refused[status] += 1
            return
        self.due.append(due)
        self.answered.append(monotonic())

    @property
    def per_second(self) -> float:
        return len(self.answered) / (max(self.answered) - min(self.due)) if self.answered else 0

    @property
    def milliseconds(self) -> list[float]:
        pairs = zip(self.due, self.answered, strict=True)
        return [(answered - due) * 1000 for due, answered in pairs]


class Connection(asyncio.Protocol):
    """A connection for one request at a time, which is reopened if the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.WriteTransport | None = None
        self._status: asyncio.Future[int] | None = None
        self._received = b""

    async def send(self, request: bytes) -> int:
        """Send a request and wait for the complete response. Return its status, or NO_RESPONSE."""
        loop = asyncio.get_running_loop()
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(TIMEOUT):
                if self._transport is None or self._transport.is_closing():
                    self._transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self._port)
                self._received = b""
                self._status = loop.create_future()
                self._transport.write(request)
                return await self._status
        self.close()
        return NO_RESPONSE

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(HEAD_END)
        length = LENGTH.search(head)
        is_complete = end and length and len(body) >= int(length[1])
        if is_complete and self._status and not self._status.done():
            self._status.set_result(int(head[9:12]))

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None
        if self._status and not self._status.done():
            self._status.set_exception(ConnectionResetError())

    def close(self) -> None:
        if self._transport:
            self._transport.close()


def as_fast_as_answered(target: Target, seconds: float) -> Load:
    """On each connection, send the next request as soon as the response to the last one is there."""
    end = monotonic() + seconds

    async def send_requests(connection: Connection, load: Load) -> None:
        while (now := monotonic()) < end:
            load.add(now, await connection.send(target.request()), target)

    return _run(target, send_requests)


def at_rate(target: Target, rate: int, seconds: float, connections: int = CONNECTIONS) -> Load:
    """Send `rate` requests a second, at fixed times that slow responses do not delay.

    The duration of a request starts when it is due. If all connections are busy it waits, and that time is
    included, which avoids coordinated omission.
    """
    moments = _moments(rate, seconds)

    async def send_requests(connection: Connection, load: Load) -> None:
        for due in moments:
            await asyncio.sleep(due - monotonic())
            load.add(due, await connection.send(target.request()), target)

    return _run(target, send_requests, connections)


def _moments(rate: int, seconds: float) -> Iterator[float]:
    start = monotonic()
    return (start + number / rate for number in range(round(rate * seconds)))


def _run(
    target: Target,
    send_requests: Callable[[Connection, Load], Awaitable[None]],
    connections: int = CONNECTIONS,
) -> Load:
    load = Load()

    async def run() -> None:
        opened = [Connection(target.port) for _ in range(connections)]
        await asyncio.gather(*(send_requests(connection, load) for connection in opened))
        for connection in opened:
            connection.close()

    uvloop.run(run())
    return load
