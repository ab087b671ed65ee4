"""Many connections that ask one server: as fast as it answers, or at a rate of their own.

The one who asks shares the machine with those who answer, so it is spare: HTTP/1.1 on connections that stay
open, of which it reads the status and the length, and nothing else.
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

# Seconds, after which an answer counts as none.
TIMEOUT = 30

NO_ANSWER = 0

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """What is asked, a new request each time, and the status that it is to be answered with."""

    port: int
    request: Callable[[], bytes]
    status: int


@dataclass
class Load:
    """How requests were answered: when each of them was due and answered, by the monotonic clock, in seconds.

    `refused` counts the statuses of those that were answered in another way; 0 is no answer at all.
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
    """One request at a time, on a connection that is opened again where the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._received = b""

    async def ask(self, request: bytes) -> int:
        """The status of the answer, once it is complete; NO_ANSWER where there is none."""
        loop = asyncio.get_running_loop()
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(TIMEOUT):
                if self._transport is None or self._transport.is_closing():
                    self._transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self._port)
                self._received = b""
                self._answer = loop.create_future()
                self._transport.write(request)
                return await self._answer
        self.close()
        return NO_ANSWER

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(HEAD_END)
        length = LENGTH.search(head)
        is_complete = end and length and len(body) >= int(length[1])
        if is_complete and self._answer and not self._answer.done():
            self._answer.set_result(int(head[9:12]))

    def connection_lost(self, _: Exception | None) -> None:
        self._transport = None
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionResetError())

    def close(self) -> None:
        if self._transport:
            self._transport.close()


def as_fast_as_answered(target: Target, seconds: float) -> Load:
    """Each connection asks again as soon as it was answered; everyone waits for the last answer."""
    end = monotonic() + seconds

    async def ask(connection: Connection, load: Load) -> None:
        while (now := monotonic()) < end:
            load.add(now, await connection.ask(target.request()), target)

    return _run(target, ask)


def at_rate(target: Target, rate: int, seconds: float, connections: int = CONNECTIONS) -> Load:
    """Ask `rate` times a second, at moments that are fixed beforehand and that no slow answer puts off.

    An answer is timed from the moment when its request was due. A request that finds all connections taken
    waits, and its waiting counts: coordinated omission would leave it out.
    """
    moments = _moments(rate, seconds)

    async def ask(connection: Connection, load: Load) -> None:
        for due in moments:
            await asyncio.sleep(due - monotonic())
            load.add(due, await connection.ask(target.request()), target)

    return _run(target, ask, connections)


def _moments(rate: int, seconds: float) -> Iterator[float]:
    start = monotonic()
    return (start + number / rate for number in range(round(rate * seconds)))


def _run(
    target: Target, ask: Callable[[Connection, Load], Awaitable[None]], connections: int = CONNECTIONS
) -> Load:
    load = Load()

    async def run() -> None:
        opened = [Connection(target.port) for _ in range(connections)]
        await asyncio.gather(*(ask(connection, load) for connection in opened))
        for connection in opened:
            connection.close()

    uvloop.run(run())
    return load
