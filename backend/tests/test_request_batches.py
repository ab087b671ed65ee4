"""Queued items are processed together in batches."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.request_batches import Batches, Busy


class Doubler:
    """Doubles numbers in batches, with errors for negative ones. Each batch waits for `may_finish`."""

    def __init__(self, *, batch_size: int = 100, queue_length: int = 100) -> None:
        self.batches: list[list[int]] = []
        self.started = asyncio.Semaphore(0)
        self.may_finish = asyncio.Semaphore(0)
        self.queue: Batches[int, int] = Batches(
            self._process, batch_size=batch_size, queue_length=queue_length
        )

    async def _process(self, items: Sequence[int]) -> Sequence[int | Exception]:
        self.batches.append([*items])
        self.started.release()
        await self.may_finish.acquire()
        if 13 in items:
            raise LookupError
        return [ValueError(item) if item < 0 else 2 * item for item in items]

    def submit(self, *items: int) -> list[asyncio.Task[int]]:
        return [asyncio.create_task(self.queue.submit(item)) for item in items]


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def test_items_that_arrive_during_a_batch_form_the_next_batch() -> None:
    async def test() -> None:
        doubler = Doubler()
        first = doubler.submit(1)
        await doubler.started.acquire()
        rest = doubler.submit(2, 3, 4)
        doubler.may_finish.release()
        await doubler.started.acquire()
        doubler.may_finish.release()

        assert await asyncio.gather(*first, *rest) == [2, 4, 6, 8]
        assert doubler.batches == [[1], [2, 3, 4]]

    run(test())


def test_the_size_of_a_batch_is_limited() -> None:
    async def test() -> None:
        doubler = Doubler(batch_size=2)
        tasks = doubler.submit(1, 2, 3, 4, 5)
        for _ in range(3):
            doubler.may_finish.release()

        assert await asyncio.gather(*tasks) == [2, 4, 6, 8, 10]
        assert doubler.batches == [[1, 2], [3, 4], [5]]

    run(test())


def test_an_item_is_refused_if_the_queue_is_full() -> None:
    async def test() -> None:
        doubler = Doubler(queue_length=2)
        first = doubler.submit(1)
        await doubler.started.acquire()  # The first item has left the queue.
        accepted = doubler.submit(2, 3)
        (refused,) = doubler.submit(4)
        with pytest.raises(Busy):
            await refused
        for _ in range(2):
            doubler.may_finish.release()

        assert await asyncio.gather(*first, *accepted) == [2, 4, 6]

    run(test())


def test_an_item_with_an_error_does_not_affect_the_others() -> None:
    async def test() -> None:
        doubler = Doubler()
        doubler.may_finish.release()
        results = await asyncio.gather(*doubler.submit(1, -1, 2), return_exceptions=True)

        assert [results[0], repr(results[1]), results[2]] == [2, "ValueError(-1)", 4]

    run(test())


def test_an_exception_fails_all_items_of_its_batch_only() -> None:
    async def test() -> None:
        doubler = Doubler(batch_size=2)
        for _ in range(2):
            doubler.may_finish.release()
        results = await asyncio.gather(*doubler.submit(1, 13, 2), return_exceptions=True)

        assert [type(result) for result in results] == [LookupError, LookupError, int]

    run(test())


def test_a_cancelled_item_is_processed_with_its_batch() -> None:
    async def test() -> None:
        doubler = Doubler()
        cancelled, other = doubler.submit(1, 2)
        await doubler.started.acquire()
        cancelled.cancel()
        doubler.may_finish.release()

        assert await other == 4
        assert doubler.batches == [[1, 2]]

    run(test())


def test_busy_is_a_503_with_retry_after(app: FastAPI) -> None:
    @app.get("/api/busy")
    async def busy() -> None:
        raise Busy

    response = TestClient(app).get("/api/busy")

    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json()["message"] == "Many people are here right now. Try again in a moment."
