"""Comparing each tally with the ballots and votes that it counts, and mending it.

Votes may come in meanwhile: what is compared is one snapshot, and what is mended is locked as ballots do it.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from app.database import Database
from app.polls.models import Ballot, Choice, Question, Vote
from app.polls.service import goes_by

# Polls that are compared in one snapshot.
AT_ONCE = 100


@dataclass(frozen=True)
class Difference:
    """A tally that is not what it counts: of a choice's votes or, without a choice, of a poll's ballots."""

    question_id: int
    slug: str
    tally: int
    counted: int
    choice_id: int | None = None
    choice_text: str = ""
    is_mended: bool = False

    def __str__(self) -> str:
        counts = f"votes for “{self.choice_text}”" if self.choice_id else "ballots"
        says = "was {}, and is {} now" if self.is_mended else "is {}, and should be {}"
        return f"{self.slug}: the tally of {counts} {says.format(self.tally, self.counted)}."


@dataclass(frozen=True)
class Mismatch:
    """`ballots` people have voted, with another number of receipts."""

    question_id: int
    slug: str
    ballots: int
    receipts: int
    is_mended: ClassVar = False

    def __str__(self) -> str:
        return f"{self.slug}: ballots {self.ballots}, receipts {self.receipts}. No tally can mend that."


Finding = Difference | Mismatch


@dataclass(frozen=True)
class Step:
    """How much was compared at once, and what did not add up."""

    polls: int
    ballots: int
    found: Sequence[Finding]


def total(session: Session, slug: str | None) -> Row[int, int]:
    """How many polls there are, or go by `slug`, and the ballots that they tally."""
    polls = select(func.count(), func.coalesce(func.sum(Question.ballots), 0))
    return session.execute(polls.where(goes_by(slug)) if slug else polls).one()


async def recount(database: Database, slug: str | None, *, repair: bool) -> AsyncIterator[Step]:
    """Compare all polls, or the one that goes by `slug`, a step at a time."""
    last_id = 0
    while polls := await database.read(partial(_polls_after, last_id=last_id, slug=slug)):
        ids = [poll.id for poll in polls]
        found = await database.read(partial(compare, question_ids=ids))
        if repair:
            for one in sorted({finding.question_id for finding in found}):
                # Told as soon as it is committed: the next one may fail.
                yield Step(0, 0, await database.write(partial(mend, question_id=one)))
            found = []
        yield Step(len(polls), sum(poll.ballots for poll in polls), found)
        last_id = ids[-1]


def _polls_after(session: Session, last_id: int, slug: str | None) -> Sequence[Row[int, int]]:
    polls = select(Question.id, Question.ballots).where(Question.id > last_id)
    if slug:
        polls = polls.where(goes_by(slug))
    return session.execute(polls.order_by(Question.id).limit(AT_ONCE)).all()


def compare(session: Session, question_ids: Sequence[int]) -> list[Finding]:
    """What does not add up in these polls, as they are in one snapshot or under their locks."""
    return [*_votes(session, question_ids), *_ballots(session, question_ids)]


def mend(session: Session, question_id: int) -> list[Finding]:
    """Set a poll's tallies to what they count; returns what did not add up until then."""
    # A statement of its own, so that the next ones see the poll as it is under the lock.
    session.execute(select(Question.id).where(Question.id == question_id).with_for_update(key_share=True))
    return [_mend(session, one) for one in compare(session, [question_id])]


def _mend(session: Session, one: Finding) -> Finding:
    if isinstance(one, Mismatch):
        return one
    if one.choice_id:
        session.execute(update(Choice).where(Choice.id == one.choice_id).values(votes=one.counted))
    else:
        session.execute(update(Question).where(Question.id == one.question_id).values(ballots=one.counted))
    return replace(one, is_mended=True)


def _votes(session: Session, question_ids: Sequence[int]) -> Iterator[Difference]:
    counted = (
        select(Vote.choice_id, func.count().label("votes"))
        .where(Vote.question_id.in_(question_ids))
        .group_by(Vote.choice_id)
        .subquery()
    )
    votes = func.coalesce(counted.c.votes, 0)
    differing = (
        select(Question.id, Question.slug, Choice.votes, votes, Choice.id, Choice.choice_text)
        .join(Choice.question)
        .outerjoin(counted, counted.c.choice_id == Choice.id)
        .where(Question.id.in_(question_ids), Choice.votes != votes)
        .order_by(Question.id, Choice.position)
    )
    return (Difference(*row) for row in session.execute(differing))


def _ballots(session: Session, question_ids: Sequence[int]) -> Iterator[Finding]:
    ballots = select(func.count()).where(Ballot.question_id == Question.id).scalar_subquery()
    receipts = select(func.count(Vote.receipt.distinct())).where(Vote.question_id == Question.id)
    counted = (
        select(Question.id, Question.slug, Question.ballots, ballots, receipts.scalar_subquery())
        .where(Question.id.in_(question_ids))
        .order_by(Question.id)
    )
    for question_id, slug, tally, voters, votes in session.execute(counted):
        if voters != votes:
            yield Mismatch(question_id, slug, voters, votes)
        if tally != voters:
            yield Difference(question_id, slug, tally, voters)
