"""Comparing the tallies with the votes while votes come in."""

import asyncio
import uuid

import httpx2
from fastapi import FastAPI

from app.database import Database
from app.voting.recount import recount
from tests.factories import make_poll


def test_a_recount_during_voting_finds_no_difference(app: FastAPI, database: Database) -> None:
    poll = make_poll(database, voter_check="none")

    async def run() -> None:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:

            async def cast(number: int) -> int:
                choices = [poll.choices[number % 3].id]
                body = {"choices": choices, "receipt": str(uuid.uuid4())}
                response = await client.post(f"/api/polls/{poll.slug}/ballots", json=body)
                return response.status_code

            voting = [asyncio.create_task(cast(number)) for number in range(100)]
            while not all(task.done() for task in voting):
                async for step in recount(database, None, repair=True):
                    assert step.found == []
            assert {task.result() for task in voting} == {201}

    asyncio.run(run())
