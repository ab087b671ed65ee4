"""Compares each tally with the rows that it counts, and repairs it.

Votes may come in at the same time: a comparison reads one snapshot, and a repair takes the lock that ballots
take.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from app.database import Database
from app.polls.models import Choice, Question
from app.polls.service import has_slug
from app.voters.models import Participation
from app.voting.models import Vote

# Polls that are compared in one snapshot.
STEP_SIZE = 100


@dataclass(frozen=True)
class Difference:
    """A wrong tally: of the votes of a choice or, without a choice, of the ballots of a poll."""

    question_id: int
    slug: str
    tally: int
    counted: int
    choice_id: int | None = None
    choice_text: str = ""
    is_repaired: bool = False

    def __str__(self) -> str:
        counts = f"votes for “{self.choice_text}”" if self.choice_id else "ballots"
        says = "was {}, and is {} now" if self.is_repaired else "is {}, and should be {}"
        return f"{self.slug}: the tally of {counts} {says.format(self.tally, self.counted)}."


@dataclass(frozen=True)
class Mismatch:
    """The numbers of participations and of receipts differ. Correcting tallies can't fix that."""

    question_id: int
    slug: str
    ballots: int
    receipts: int
    is_repaired: ClassVar = False

    def __str__(self) -> str:
        return f"{self.slug}: ballots {self.ballots}, receipts {self.receipts}. A repair can't correct that."


Finding = Difference | Mismatch


@dataclass(frozen=True)
class Step:
    """The polls and ballots that were compared in one step, and the findings."""

    polls: int
    ballots: int
    found: Sequence[Finding]


def total(session: Session, slug: str | None) -> Row[int, int]:
    """The number of polls, or of those with this slug, and of the ballots in their tallies."""
    polls = select(func.count(), func.coalesce(func.sum(Question.ballots), 0))
    return session.execute(polls.where(has_slug(slug)) if slug else polls).one()


async def recount(database: Database, slug: str | None, *, repair: bool) -> AsyncIterator[Step]:
    """Compare all polls, or the one with this slug, in steps."""
    last_id = 0
    while polls := await database.read(partial(_polls_after, last_id=last_id, slug=slug)):
        ids = [poll.id for poll in polls]
        found = await database.read(partial(compare, question_ids=ids))
        if repair:
            for question_id in sorted({finding.question_id for finding in found}):
                # Reported as soon as it is committed, because the next repair may fail.
                yield Step(0, 0, await database.write(partial(repair_tallies, question_id=question_id)))
            found = []
        yield Step(len(polls), sum(poll.ballots for poll in polls), found)
        last_id = ids[-1]


def _polls_after(session: Session, last_id: int, slug: str | None) -> Sequence[Row[int, int]]:
    polls = select(Question.id, Question.ballots).where(Question.id > last_id)
    if slug:
        polls = polls.where(has_slug(slug))
    return session.execute(polls.order_by(Question.id).limit(STEP_SIZE)).all()


def compare(session: Session, question_ids: Sequence[int]) -> list[Finding]:
    """Return the findings for these polls, read in one snapshot or under their locks."""
    return [*_votes(session, question_ids), *_ballots(session, question_ids)]


def repair_tallies(session: Session, question_id: int) -> list[Finding]:
    """Correct the tallies of a poll. Returns the findings."""
    # A statement of its own, so that the next ones see the poll as it is under the lock.
    session.execute(select(Question.id).where(Question.id == question_id).with_for_update(key_share=True))
    return [_repair(session, finding) for finding in compare(session, [question_id])]


def _repair(session: Session, finding: Finding) -> Finding:
    if isinstance(finding, Mismatch):
        return finding
    if finding.choice_id:
        tally = update(Choice).where(Choice.id == finding.choice_id).values(tally=finding.counted)
    else:
        tally = update(Question).where(Question.id == finding.question_id).values(ballots=finding.counted)
    session.execute(tally)
    return replace(finding, is_repaired=True)


def _votes(session: Session, question_ids: Sequence[int]) -> Iterator[Difference]:
    counted = (
        select(Vote.choice_id, func.count().label("votes"))
        .where(Vote.question_id.in_(question_ids))
        .group_by(Vote.choice_id)
        .subquery()
    )
    votes = func.coalesce(counted.c.votes, 0)
    differing = (
        select(Question.id, Question.slug, Choice.tally, votes, Choice.id, Choice.choice_text)
        .join(Choice.question)
        .outerjoin(counted, counted.c.choice_id == Choice.id)
        .where(Question.id.in_(question_ids), Choice.tally != votes)
        .order_by(Question.id, Choice.position)
    )
    return (Difference(*row) for row in session.execute(differing))


def _ballots(session: Session, question_ids: Sequence[int]) -> Iterator[Finding]:
    ballots = select(func.count()).where(Participation.question_id == Question.id).scalar_subquery()
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
