"""Voter keys, looking up who has voted, and what a code opens."""

import secrets
from collections.abc import Collection, Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.security import digest
from app.bulk_sql import select_by_keys
from app.database import Database
from app.polls.models import Question, VoterCheck
from app.polls.status import Status
from app.request_batches import Batches
from app.rolls.models import Roll, Voter
from app.voters.models import Participation
from app.voters.passes import Pass
from app.voters.schemas import NamedRoll, PollOfRoll, RollOfVoter

# Largest number of lookups in one query, and longest queue of lookups.
BATCH_SIZE = 500
QUEUE_LENGTH = 5000

# The primary key of a participation: the question's id, and the digest.
VoterKey = tuple[int, bytes]


class Person(NamedTuple):
    """Someone on a roll whose pass is valid."""

    roll_id: int
    key: bytes


class VoterState(NamedTuple):
    """A voter on a poll: voted or not, and, with a roll, the name of a code that opens it."""

    voted: bool
    voter: str | None = None


# Built once, because building it takes as long as running it.
NAMED = select(Voter.id, Voter.generation, Voter.roll_id, Voter.key).where(
    Voter.id.in_(bindparam("ids", expanding=True)), Voter.revoked_at.is_(None)
)


def voter_key(question: Question, voter: str | bytes) -> VoterKey:
    """The key of a voter on this poll. It differs from the keys of the same voter on other polls.

    `voter` is the voter's cookie or, with a roll, the person's key.
    """
    if question.voter_check is VoterCheck.none:
        return question.id, secrets.token_bytes(32)
    return question.id, digest(question.slug, voter)


def find_voted(session: Session, keys: Sequence[VoterKey]) -> set[VoterKey]:
    """The keys whose voters have voted."""
    key = (Participation.question_id, Participation.voter_key)
    return {*map(tuple, select_by_keys(session, key, (), keys))}


def find_people(session: Session, passes: Collection[Pass]) -> dict[Pass, Person]:
    """The people of the passes that are valid: their code is neither revoked nor replaced."""
    if not passes:
        return {}
    rows = session.execute(NAMED, {"ids": [*{each.voter_id for each in passes}]})
    found = {(id_, generation): Person(roll_id, key) for id_, generation, roll_id, key in rows}
    return {each: found[known] for each in passes if (known := (each.voter_id, each.generation)) in found}


class Participations:
    """Looks up who has voted; lookups that wait at the same time share a query."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lookups = Batches(self._look_up, batch_size=BATCH_SIZE, queue_length=QUEUE_LENGTH)
        self._people = Batches(self._find_people, batch_size=BATCH_SIZE, queue_length=QUEUE_LENGTH)

    async def state(self, question: Question, cookie: str, shown: Pass | None) -> VoterState:
        """The state of a voter with this cookie and, if the voter has entered a code, this pass."""
        if not question.is_of_roll:
            return VoterState(await self.has_voted(question, cookie))
        person = await self._people.submit(shown) if shown else None
        if shown is None or person is None or person.roll_id != question.roll_id:
            return VoterState(voted=False)
        return VoterState(await self._lookups.submit(voter_key(question, person.key)), shown.voter)

    async def has_voted(self, question: Question, cookie: str) -> bool:
        """True if this browser has voted. Always false if the poll does not check browsers."""
        if question.voter_check is not VoterCheck.browser:
            return False
        return await self._lookups.submit(voter_key(question, cookie))

    async def _look_up(self, keys: Sequence[VoterKey]) -> Sequence[bool]:
        voted = await self._database.read(partial(find_voted, keys=keys))
        return [key in voted for key in keys]

    async def _find_people(self, passes: Sequence[Pass]) -> Sequence[Person | None]:
        people = await self._database.read(partial(find_people, passes=passes))
        return [people.get(each) for each in passes]


def find_by_code(session: Session, code_digest: bytes) -> Voter | None:
    """The person with a code that is not revoked."""
    return session.scalar(select(Voter).where(Voter.code_digest == code_digest, Voter.revoked_at.is_(None)))


def polls_of(session: Session, person: Person) -> RollOfVoter:
    """The roll of a person, and its polls, newest first. Drafts and archived polls are left out."""
    polls = session.scalars(
        select(Question)
        .where(
            Question.roll_id == person.roll_id,
            ~Question.draft,
            ~Question.archived,
            Question.choice_count >= 2,
        )
        .order_by(Question.pub_date.desc(), Question.id.desc())
    ).all()
    keys = {poll.id: voter_key(poll, person.key) for poll in polls}
    voted = find_voted(session, [*keys.values()])
    return RollOfVoter(
        roll=NamedRoll(name=session.scalars(select(Roll.name).where(Roll.id == person.roll_id)).one()),
        polls=[
            PollOfRoll.model_validate(poll).model_copy(update={"voted": keys[poll.id] in voted})
            for poll in polls
        ],
    )


def add_turnout(session: Session, question: Question) -> bool:
    """Set `eligible` of a poll with a roll that is not sealed. True if everyone sees its turnout.

    While the poll is open, the people who may vote are counted. Someone who was revoked is not, whether they
    have voted or not: the number must not tell.
    """
    if not question.is_of_roll:
        return False
    roll = select(Roll.public_turnout, Roll.people).where(Roll.id == question.roll_id)
    is_public, people = session.execute(roll).one()
    if question.status is not Status.closed:
        set_committed_value(question, "eligible", max(people, question.ballots))
    elif question.eligible is None:
        set_committed_value(question, "eligible", count_eligible(session, question))
    return bool(is_public)


def count_eligible(session: Session, question: Question) -> int:
    """The people on the roll of a poll that closed who could vote: not revoked by the close, or voted before.

    People who were added since the close do not count.
    """
    of_roll = Voter.roll_id == question.roll_id
    was_added = Voter.created_at <= question.closes_at
    was_revoked = Voter.revoked_at <= question.closes_at
    people = select(func.count()).where(of_roll, was_added, Voter.revoked_at.is_(None) | ~was_revoked)
    revoked = session.scalars(select(Voter.key).where(of_roll, was_added, was_revoked)).all()
    keys = [voter_key(question, key) for key in revoked]
    parts = (keys[start : start + BATCH_SIZE] for start in range(0, len(keys), BATCH_SIZE))
    return session.scalars(people).one() + sum(len(find_voted(session, part)) for part in parts)
