"""The voters of the stress test, generated from a seed. Each retries until it gets a response."""

import asyncio
import base64
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import httpx2

from app.polls.models import Question

# Concurrent requests.
AT_ONCE = 32

# Seconds until a request is sent again.
TIMEOUT = 30


@dataclass(frozen=True)
class Ballot:
    poll: Question
    receipt: uuid.UUID
    choices: list[int]


@dataclass(frozen=True)
class Voter:
    """A browser and its ballot.

    `afterwards` is a second ballot, sent once the first is acknowledged. It may be the same ballot again.
    """

    cookie: str
    ballot: Ballot
    afterwards: Ballot | None


def make_voters(random: Random, polls: Sequence[Question], count: int) -> list[Voter]:
    """Make voters of one or two choices. A quarter send their ballot again, another quarter a second one."""

    def ballot(poll: Question) -> Ballot:
        choices = random.sample([choice.id for choice in poll.choices], random.choice((1, 2)))
        return Ballot(poll, uuid.UUID(int=random.getrandbits(128), version=4), sorted(choices))

    def voter(poll: Question) -> Voter:
        cookie = base64.urlsafe_b64encode(random.randbytes(32)).decode().rstrip("=")
        first = ballot(poll)
        return Voter(cookie, first, random.choice((first, ballot(poll), None, None)))

    return [voter(random.choice(polls)) for _ in range(count)]


class Crowd:
    """Casts the ballots of `voters`. `acknowledged` is released once per accepted voter."""

    def __init__(self, address: str, is_up: asyncio.Event, voters: Sequence[Voter]) -> None:
        self.acknowledged = asyncio.Semaphore(0)
        self.retries = 0
        self._address = address
        self._is_up = is_up
        self._voters = voters

    async def vote(self) -> None:
        """Return when every voter has got its responses."""
        waiting = iter(self._voters)
        limits = httpx2.Limits(max_connections=AT_ONCE)
        async with (
            httpx2.AsyncClient(base_url=self._address, limits=limits, timeout=TIMEOUT) as client,
            asyncio.TaskGroup() as tasks,
        ):
            for _ in range(AT_ONCE):
                tasks.create_task(self._vote_in_turn(client, waiting))

    async def _vote_in_turn(self, client: httpx2.AsyncClient, waiting: Iterator[Voter]) -> None:
        for voter in waiting:
            # The status is 200 if the ballot was counted before and only the response was lost.
            await self._cast(client, voter.cookie, voter.ballot, 200, 201)
            self.acknowledged.release()
            if voter.afterwards:
                is_same = voter.afterwards == voter.ballot
                await self._cast(client, voter.cookie, voter.afterwards, 200 if is_same else 409)

    async def _cast(self, client: httpx2.AsyncClient, cookie: str, ballot: Ballot, *expected: int) -> None:
        """Send `ballot` until it gets a response other than 503. Fail unless its status is `expected`."""
        path = f"/api/polls/{ballot.poll.slug}/ballots"
        body = {"choices": ballot.choices, "receipt": str(ballot.receipt)}
        headers = {"Cookie": f"voter={cookie}"}
        while True:
            await self._is_up.wait()
            try:
                response = await client.post(path, json=body, headers=headers)
            except httpx2.TransportError:
                self.retries += 1
                continue
            if response.status_code != 503:
                assert response.status_code in expected, response.text
                return
            self.retries += 1
