"""The one way for a ballot to be counted. No other module writes ballots, votes or tallies.

The rules, in this order: an unknown or unpublished poll is a 404; a receipt that is known answers as it did
before if the choices are the same, and is a 409 if they are not, after the close too; a closed poll is a 403;
choices that the poll does not take are a 422; a voter who has voted is a 409.
"""

import secrets
import uuid
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.security import digest
from app.database import Database
from app.polls.errors import AlreadyVoted, BadChoices, PollClosed, ReceiptTaken
from app.polls.models import Ballot, Choice, Question, Vote, VoterCheck, Voting
from app.polls.service import goes_by, published_poll


@dataclass(frozen=True)
class Paper:
    """A filled-in ballot paper: the poll's slug, choice ids, the voter's own receipt and cookie."""

    slug: str
    choices: list[int]
    receipt: uuid.UUID
    voter: str


async def cast(database: Database, paper: Paper) -> bool:
    """Count a ballot, once, and return when it is committed: True, or False if it was counted before.

    Raises PollNotFound, ReceiptTaken, PollClosed, BadChoices or AlreadyVoted; then nothing was written.
    """
    async with database.writing() as session:
        return await run_in_threadpool(_settle, session, paper)


def has_voted(session: Session, question: Question, voter: str) -> bool:
    """Whether this browser has voted; never, where a poll does not check."""
    if question.voter_check is VoterCheck.none:
        return False
    key = _voter_key(question, voter)
    there = exists().where(Ballot.question_id == question.id, Ballot.voter_key == key)
    return session.scalars(select(there)).one()


def _settle(session: Session, paper: Paper) -> bool:
    # A statement of its own, so that the next one sees the poll, and the clock, as they are under the lock.
    session.execute(select(Question.id).where(goes_by(paper.slug)).with_for_update(key_share=True))
    question = published_poll(session, paper.slug)
    known = select(Vote.choice_id).where(Vote.question_id == question.id, Vote.receipt == paper.receipt)
    if counted := session.scalars(known).all():
        if set(counted) != set(paper.choices):
            raise ReceiptTaken
        return False
    if not question.is_open:
        raise PollClosed
    _check_choices(question, paper.choices)
    if has_voted(session, question, paper.voter):
        raise AlreadyVoted
    _count(session, question, paper)
    return True


def _check_choices(question: Question, choices: list[int]) -> None:
    if not choices:
        raise BadChoices("Choose something first.")
    if len(set(choices)) < len(choices):
        raise BadChoices("Each choice counts once.")
    if not {choice.id for choice in question.choices}.issuperset(choices):
        raise BadChoices("That is not a choice of this poll. Reload the page to see what is.")
    if question.voting is Voting.single and len(choices) > 1:
        raise BadChoices("Choose one.")
    if question.max_choices and len(choices) > question.max_choices:
        raise BadChoices(f"Choose at most {question.max_choices}.")


def _count(session: Session, question: Question, paper: Paper) -> None:
    choices = sorted(paper.choices)
    session.execute(
        insert(Ballot).values(question_id=question.id, voter_key=_voter_key(question, paper.voter))
    )
    session.execute(
        insert(Vote),
        [
            {
                "question_id": question.id,
                "receipt": paper.receipt,
                "rank": rank,
                "choice_id": choice,
            }
            for rank, choice in enumerate(choices)
        ],
    )
    tally = update(Question).where(Question.id == question.id)
    session.execute(tally.values(ballots=Question.ballots + 1))
    tallies = update(Choice).where(Choice.id.in_(choices))
    session.execute(tallies.values(votes=Choice.votes + 1))


def _voter_key(question: Question, voter: str) -> bytes:
    """What tells a voter's second ballot, and nothing else: another poll's key is another."""
    if question.voter_check is VoterCheck.none:
        return secrets.token_bytes(32)
    return digest(question.slug, voter)
