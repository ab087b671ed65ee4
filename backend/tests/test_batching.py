"""What waits is settled together."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.batching import Batches, Busy


class Settled:
    """Doubles numbers, refuses those below zero, and waits for `go` before each batch."""

    def __init__(self, *, at_once: int = 100, waiting: int = 100) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Semaphore(0)
        self.go = asyncio.Semaphore(0)
        self.queue: Batches[int, int] = Batches(self._settle, batch_size=at_once, queue_length=waiting)

    async def _settle(self, items: Sequence[int]) -> Sequence[int | Exception]:
        self.batches.append([*items])
        self.begun.release()
        await self.go.acquire()
        if 13 in items:
            raise LookupError
        return [ValueError(item) if item < 0 else 2 * item for item in items]

    def ask(self, *items: int) -> list[asyncio.Task[int]]:
        return [asyncio.create_task(self.queue.submit(item)) for item in items]


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def test_what_comes_meanwhile_is_the_next_batch() -> None:
    async def test() -> None:
        settled = Settled()
        first = settled.ask(1)
        await settled.begun.acquire()
        rest = settled.ask(2, 3, 4)
        settled.go.release()
        await settled.begun.acquire()
        settled.go.release()

        assert await asyncio.gather(*first, *rest) == [2, 4, 6, 8]
        assert settled.batches == [[1], [2, 3, 4]]

    run(test())


def test_a_batch_has_its_bound() -> None:
    async def test() -> None:
        settled = Settled(at_once=2)
        tasks = settled.ask(1, 2, 3, 4, 5)
        for _ in range(3):
            settled.go.release()

        assert await asyncio.gather(*tasks) == [2, 4, 6, 8, 10]
        assert settled.batches == [[1, 2], [3, 4], [5]]

    run(test())


def test_past_the_bound_nobody_waits() -> None:
    async def test() -> None:
        settled = Settled(waiting=2)
        first = settled.ask(1)
        await settled.begun.acquire()  # which waits no more
        accepted = settled.ask(2, 3)
        (refused,) = settled.ask(4)
        with pytest.raises(Busy):
            await refused
        for _ in range(2):
            settled.go.release()

        assert await asyncio.gather(*first, *accepted) == [2, 4, 6]

    run(test())


def test_a_refused_one_does_nothing_to_the_others() -> None:
    async def test() -> None:
        settled = Settled()
        settled.go.release()
        answers = await asyncio.gather(*settled.ask(1, -1, 2), return_exceptions=True)

        assert [answers[0], repr(answers[1]), answers[2]] == [2, "ValueError(-1)", 4]

    run(test())


def test_a_batch_that_fails_fails_for_all_of_it_and_for_nobody_else() -> None:
    async def test() -> None:
        settled = Settled(at_once=2)
        for _ in range(2):
            settled.go.release()
        answers = await asyncio.gather(*settled.ask(1, 13, 2), return_exceptions=True)

        assert [type(response) for response in answers] == [LookupError, LookupError, int]

    run(test())


def test_whoever_leaves_is_settled_all_the_same() -> None:
    async def test() -> None:
        settled = Settled()
        leaving, staying = settled.ask(1, 2)
        await settled.begun.acquire()
        leaving.cancel()
        settled.go.release()

        assert await staying == 4
        assert settled.batches == [[1, 2]]

    run(test())


def test_too_many_are_told_when_to_come_back(app: FastAPI) -> None:
    @app.get("/api/busy")
    async def busy() -> None:
        raise Busy

    response = TestClient(app).get("/api/busy")

    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json()["message"] == "Many people are here right now. Try again in a moment."
