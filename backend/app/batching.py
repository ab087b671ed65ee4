"""What waits is settled together: one transaction for many requests."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from app.errors import AppError

Item = TypeVar("Item")
Answer = TypeVar("Answer")


# Seconds without a newcomer after which a batch begins with fewer than the last one had, and seconds at most.
PATIENCE = 0.002
LONGEST_PATIENCE = 0.02


class TooMany(AppError):
    status = 503
    code = "busy"
    message = "Many people are here just now. Try again in a moment."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class Batches(Generic[Item, Answer]):
    """Settles what waits, one batch after the other.

    While a batch is on its way the next one gathers: the more there is to do, the more is done at once.
    `settle` answers each item of a batch in its place, with what to return or with the error to raise.
    """

    def __init__(
        self,
        settle: Callable[[Sequence[Item]], Awaitable[Sequence[Answer | Exception]]],
        *,
        at_once: int,
        waiting: int,
    ) -> None:
        """At most `at_once` items make a batch, and at most `waiting` wait for one."""
        self._settle = settle
        self._at_once = at_once
        self._most_waiting = waiting
        self._waiting: deque[tuple[Item, asyncio.Future[Answer]]] = deque()
        self._last_batch = 0
        self._task: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Answer:
        """What became of `item`. Raises TooMany where too much waits already."""
        if len(self._waiting) >= self._most_waiting:
            raise TooMany
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._settle_all())
        return await answer

    async def _settle_all(self) -> None:
        while self._waiting:
            await self._gather()
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._at_once))]
            self._last_batch = len(batch)
            try:
                answers = await self._settle([item for item, _ in batch])
            except Exception as error:
                answers = [error] * len(batch)
            for (_, future), answer in zip(batch, answers, strict=True):
                if future.done():
                    continue  # whoever asked has gone
                if isinstance(answer, Exception):
                    future.set_exception(answer)
                else:
                    future.set_result(answer)

    async def _gather(self) -> None:
        """Wait for as many as last time, while they come: those who were answered then are often back."""
        clock = asyncio.get_running_loop()
        end = clock.time() + LONGEST_PATIENCE
        joined, ends = len(self._waiting), clock.time() + PATIENCE
        while joined < self._last_batch and clock.time() < min(ends, end):
            await asyncio.sleep(PATIENCE / 2)
            if len(self._waiting) > joined:
                joined, ends = len(self._waiting), clock.time() + PATIENCE
