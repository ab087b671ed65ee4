"""Before the seal, a copy of the whole database joins voters to votes; after it, no better than chance."""

import asyncio
import base64
import random
import uuid
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from app.accounts.security import digest
from app.database import Database
from app.polls.models import Question
from app.voting import sealing
from tests.factories.polls import AN_HOUR_AGO, edit_poll, make_poll
from tests.voting.linkage_attack import as_stored, clues

VOTERS = 1000

# By chance a guess gives 1 voter their own receipt, and more than eight once in a million times (Poisson).
# Orders that have nothing to do with each other are five standard deviations alike as rarely.
LINKS_BY_CHANCE = 8
LIKENESS_BY_CHANCE = 5


@dataclass(frozen=True)
class Voter:
    cookie: str
    receipt: uuid.UUID
    position: int


def voters() -> list[Voter]:
    """The same at each run; most are of one mind."""
    draw = random.Random(1)  # noqa: S311 - a test that fails is to fail again
    return [
        Voter(
            base64.urlsafe_b64encode(draw.randbytes(32)).decode().rstrip("="),
            uuid.UUID(bytes=draw.randbytes(16), version=4),
            draw.choices(range(3), (6, 3, 1))[0],
        )
        for _ in range(VOTERS)
    ]


def cast_all(app: FastAPI, poll: Question) -> None:
    """Vote, many at once and then one by one, so that there are transactions of many ballots and of one."""
    path = f"/api/polls/{poll.slug}/ballots"

    async def run() -> None:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:

            async def cast(voter: Voter) -> int:
                body = {"choices": [poll.choices[voter.position].id], "receipt": str(voter.receipt)}
                answer = await client.post(path, json=body, headers={"Cookie": f"voter={voter.cookie}"})
                client.cookies.clear()
                return answer.status_code

            everyone = voters()
            together, alone = everyone[: VOTERS // 2], everyone[VOTERS // 2 :]
            statuses = []
            for first in range(0, len(together), 20):
                statuses += await asyncio.gather(*map(cast, together[first : first + 20]))
            statuses += [await cast(voter) for voter in alone]
            assert statuses == [201] * VOTERS

    asyncio.run(run())


@pytest.fixture
def poll(app: FastAPI, database: Database) -> Question:
    """A poll on which all have voted; its name, which voters' keys are made of, is the same at each run."""
    poll = make_poll(database)
    poll.slug = "secretpa22"
    with database.begin() as session:
        session.execute(sa.update(Question).where(Question.id == poll.id).values(slug=poll.slug))
    cast_all(app, poll)
    return poll


def test_the_seal_leaves_nothing_that_joins_voters_to_votes(database: Database, poll: Question) -> None:
    pairs = {digest(poll.slug, voter.cookie): as_stored(database, voter.receipt) for voter in voters()}

    before = clues(database, pairs)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.seal(session, poll.id)
    with database.engine.connect():  # as a server has others: SQLite's log goes with the last one
        assert sealing.scrub(database)
    after = clues(database, pairs)

    assert max(clue.links(pairs) for clue in before) > 10 * LINKS_BY_CHANCE
    assert max(clue.likeness(pairs) for clue in before) > 2 * LIKENESS_BY_CHANCE
    found = [(clue.name, clue.links(pairs), clue.likeness(pairs)) for clue in after]
    assert [clue for clue in found if clue[1] > LINKS_BY_CHANCE or clue[2] > LIKENESS_BY_CHANCE] == []
