"""A linkage attack on the database joins voters to votes before the seal, and fails after it.

On a poll with a roll, a dump of PostgreSQL joins them at no time.
"""

import asyncio
import base64
import random
import uuid
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient

from app.accounts.security import digest
from app.database import Database
from app.mail.models import Kind, Mailing, Message
from app.polls.models import Question
from app.rolls.models import Voter as Person
from app.rolls.service import replace_code
from app.voters.models import Participation
from app.voters.service import voter_key
from app.voting import counting, sealing
from app.voting.mixing import Drawn, draw
from app.voting.models import Vote
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, edit_poll, make_poll, vote
from tests.factories.rolls import enter, make_people, make_poll_of
from tests.voting.linkage_attack import find_clues, find_clues_about_people, stored_bytes

VOTERS = 1000

# Limits of what chance explains. Random orders link 1 voter to their own receipt on average, and more than
# eight once in a million times (Poisson). A correlation above five standard deviations is as rare.
CHANCE_LINKS = 8
CHANCE_CORRELATION = 5


@dataclass(frozen=True)
class Voter:
    cookie: str
    receipt: uuid.UUID
    position: int


def voters() -> list[Voter]:
    """The same voters in each run. Six in ten vote for the first choice."""
    draw = random.Random(1)  # noqa: S311 - a failure has to be reproducible
    return [
        Voter(
            base64.urlsafe_b64encode(draw.randbytes(32)).decode().rstrip("="),
            uuid.UUID(bytes=draw.randbytes(16), version=4),
            draw.choices(range(3), (6, 3, 1))[0],
        )
        for _ in range(VOTERS)
    ]


def cast_all(app: FastAPI, poll: Question) -> None:
    """Cast half of the ballots 20 at a time and the rest one by one, for large and small transactions."""
    path = f"/api/polls/{poll.slug}/ballots"

    async def run() -> None:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:

            async def cast(voter: Voter) -> int:
                body = {"choices": [poll.choices[voter.position].id], "receipt": str(voter.receipt)}
                response = await client.post(path, json=body, headers={"Cookie": f"voter={voter.cookie}"})
                client.cookies.clear()
                return response.status_code

            everyone = voters()
            concurrent, sequential = everyone[: VOTERS // 2], everyone[VOTERS // 2 :]
            statuses = []
            for start in range(0, len(concurrent), 20):
                statuses += await asyncio.gather(*map(cast, concurrent[start : start + 20]))
            statuses += [await cast(voter) for voter in sequential]
            assert statuses == [201] * VOTERS

    asyncio.run(run())


@pytest.fixture
def poll(app: FastAPI, database: Database) -> Question:
    """A poll on which everyone has voted. Its slug is fixed, and with it the voter keys."""
    poll = make_poll(database)
    poll.slug = "secretpa22"
    with database.begin() as session:
        session.execute(sa.update(Question).where(Question.id == poll.id).values(slug=poll.slug))
    cast_all(app, poll)
    return poll


def test_after_the_seal_no_clue_joins_voters_to_votes(database: Database, poll: Question) -> None:
    pairs = {digest(poll.slug, voter.cookie): stored_bytes(database, voter.receipt) for voter in voters()}

    before = find_clues(database, pairs)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.seal(session, poll.id)
    with database.engine.connect():  # so that SQLite keeps its log, which the last connection deletes
        assert sealing.scrub(database)
    after = find_clues(database, pairs)

    assert max(clue.links(pairs) for clue in before) > 10 * CHANCE_LINKS
    assert max(clue.correlation(pairs) for clue in before) > 2 * CHANCE_CORRELATION
    scores = [(clue.name, clue.links(pairs), clue.correlation(pairs)) for clue in after]
    assert [score for score in scores if score[1] > CHANCE_LINKS or score[2] > CHANCE_CORRELATION] == []


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_ballots_that_are_counted_together_need_less_company(database: Database) -> None:
    poll = make_poll_of(database, make_people(database).roll)
    with database.begin() as session:
        for _ in range(400):
            session.add(Participation(question_id=poll.id, voter_key=random.randbytes(32)))  # noqa: S311
            receipt = uuid.UUID(int=random.getrandbits(128), version=4)
            session.add(Vote(question_id=poll.id, receipt=receipt, rank=0, choice_id=poll.choices[0].id))
        poll.ballots = 400
        session.flush()

        def drawn(new: int) -> tuple[int, int]:
            with session.begin_nested() as savepoint:
                rows = draw(session, {poll: new})
                savepoint.rollback()
            return len(rows.participations), len(rows.votes)

        assert all(15 < count < 100 for count in drawn(1))
        assert all(0 < count < 60 for count in drawn(31))
        assert drawn(51) == (0, 0)
        session.rollback()


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
@pytest.mark.parametrize("mixes", [True, False])
def test_a_dump_of_a_poll_with_a_roll_joins_nobody_to_a_vote(
    app: FastAPI, database: Database, mixes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not mixes:
        monkeypatch.setattr(counting, "draw", lambda *_: Drawn([], []))
    # Without free space of earlier tests, in which new rows would be stored out of order.
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM FULL")
    people = make_people(database, 300)
    poll = make_poll_of(database, people.roll)
    keys = {voter.id: voter_key(poll, voter.key)[1] for voter in people.voters}
    with database.begin() as session:  # and a reminder, which waits
        reminder = Mailing(roll_id=people.roll.id, kind=Kind.reminder, subject="Vote", text="{link}")
        session.add(reminder)
        session.flush()
        messages = [
            Message(mailing_id=reminder.id, voter_id=each.id, due_at=TOMORROW) for each in people.voters
        ]
        session.add_all(messages)
    pairs = {}
    for voter in people.voters:  # each gets a new code before the vote, which the history records
        with database.begin() as session:
            code = replace_code(session, session.get_one(Person, voter.id))
        client = TestClient(app)
        enter(client, code)
        receipt = uuid.uuid4()
        assert vote(client, poll, voter.id % 3, receipt=str(receipt)).status_code == 201
        pairs[keys[voter.id]] = stored_bytes(database, receipt)

    def joined() -> tuple[list[int], list[float]]:
        clues = [clue for clue in find_clues(database, pairs) if clue.name in ("ctid", "xmin")]
        clues += [about for clue in clues for about in find_clues_about_people(database, keys, clue)]
        assert len(clues) == 8
        assert all(len(clue.voters) == len(clue.receipts) == len(pairs) for clue in clues)
        return [clue.links(pairs) for clue in clues], [clue.correlation(pairs) for clue in clues]

    links, correlations = joined()
    if mixes:
        assert max(links) <= CHANCE_LINKS
        assert max(correlations) <= CHANCE_CORRELATION
    else:
        assert links == [300] * 8
        assert min(correlations) > 2 * CHANCE_CORRELATION

    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.seal(session, poll.id)
    links, correlations = joined()
    assert max(links) <= CHANCE_LINKS
    assert max(correlations) <= CHANCE_CORRELATION
