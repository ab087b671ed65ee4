"""A client of streams that calls the application directly, without a server or its buffers."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.types import Message

from app.polls.models import Question

# Seconds until a test that hangs fails.
TIMEOUT = 25


class Watcher:
    """The status, the headers and the chunks of a response. The last chunk is followed by None."""

    def __init__(self) -> None:
        self.status = asyncio.get_running_loop().create_future()
        self.headers: dict[bytes, bytes] = {}
        self.chunks: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.reads = asyncio.Event()  # cleared to simulate a slow connection
        self.reads.set()
        self.send_takes = 0.0  # seconds for which sending a chunk blocks the event loop
        self.moments: list[float] = []  # monotonic time of each chunk, in seconds

    async def send(self, message: Message) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.headers = dict(message["headers"])
            self.status.set_result(message["status"])
        else:
            if message.get("body"):
                self.moments.append(time.monotonic())
                time.sleep(self.send_takes)  # noqa: ASYNC251 - the cost of sending
                self.chunks.put_nowait(message["body"])
            if not message.get("more_body"):
                self.chunks.put_nowait(None)

    async def event(self) -> tuple[str, Any] | None:
        """The next event and its data, or None at the end. Comments are skipped."""
        while (chunk := await self.chunks.get()) is not None:
            fields = dict(line.split(": ", 1) for line in chunk.decode().splitlines() if ": " in line)
            if "event" in fields:
                return fields["event"], json.loads(fields["data"])
        return None

    async def ballots(self) -> int | None:
        """The number of ballots in the next event, or None at the end."""
        event = await self.event()
        if event is None:
            return None
        _, data = event
        ballots: int = data["ballots"]
        return ballots


def watch_results(
    app: FastAPI, poll: Question, voter: str | None = None
) -> AbstractAsyncContextManager[Watcher]:
    """Watch the result of a poll as a voter."""
    return watch(app, f"/api/polls/{poll.slug}/results/stream", {"voter": voter} if voter else {})


@asynccontextmanager
async def watch(app: FastAPI, path: str, cookies: Mapping[str, str]) -> AsyncIterator[Watcher]:
    """Watch a stream until the `with` block or the stream ends."""
    watcher, has_left = Watcher(), asyncio.Event()
    messages = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        if message := next(messages, None):
            return message
        await has_left.wait()
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": b"",
        "query_string": b"",
        "headers": [(b"cookie", f"{name}={value}".encode()) for name, value in cookies.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    async with asyncio.timeout(TIMEOUT):
        task = asyncio.create_task(app(scope, receive, watcher.send))
        try:
            await asyncio.wait({task, watcher.status}, return_when=asyncio.FIRST_COMPLETED)
            yield watcher
        finally:
            has_left.set()
            watcher.reads.set()
            await task
