"""Requests that wait for the same kind of work share it: one transaction for a whole batch."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from react_admin import ApiError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Seconds that a batch smaller than the last one waits for a further item, and seconds that it waits in all.
PATIENCE = 0.002
LONGEST_PATIENCE = 0.02


class Busy(ApiError):
    status = 503
    code = "busy"
    message = "Many people are here right now. Try again in a moment."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class Batches(Generic[Item, Result]):
    """Processes queued items in batches, one batch after the other.

    While a batch is processed, the next one gathers, so batches grow with the load. `process` returns, for
    each item of a batch in order, a result or the error to raise.
    """

    def __init__(
        self,
        process: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]],
        *,
        batch_size: int,
        queue_length: int,
    ) -> None:
        """`batch_size` is the largest batch; `queue_length` is the most items that may wait."""
        self._process = process
        self._batch_size = batch_size
        self._queue_length = queue_length
        self._queue: deque[tuple[Item, asyncio.Future[Result]]] = deque()
        self._last_size = 0
        self._task: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Result:
        """Return the result for `item`. Raises Busy if the queue is full."""
        if len(self._queue) >= self._queue_length:
            raise Busy
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._queue.append((item, result))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._process_queue())
        return await result

    async def _process_queue(self) -> None:
        while self._queue:
            await self._gather()
            batch = [self._queue.popleft() for _ in range(min(len(self._queue), self._batch_size))]
            self._last_size = len(batch)
            try:
                results = await self._process([item for item, _ in batch])
            except Exception as error:
                results = [error] * len(batch)
            for (_, future), result in zip(batch, results, strict=True):
                if future.done():
                    continue  # the request was cancelled
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)

    async def _gather(self) -> None:
        """Wait for a batch as large as the last one: clients that got an answer often come back at once."""
        clock = asyncio.get_running_loop()
        end = clock.time() + LONGEST_PATIENCE
        joined, pause_ends = len(self._queue), clock.time() + PATIENCE
        while joined < self._last_size and clock.time() < min(pause_ends, end):
            await asyncio.sleep(PATIENCE / 2)
            if len(self._queue) > joined:
                joined, pause_ends = len(self._queue), clock.time() + PATIENCE
