"""Resetting a poll: its votes are thrown away, and it can be voted on again."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.polls.models import Choice, Correction, Question
from app.voters.models import Participation
from app.voting.errors import BallotsDiffer
from app.voting.models import Vote


def reset(session: Session, question: Question, ballots: int) -> None:
    """Throw away the `ballots` of a poll, with its participations and corrections.

    The choices get new ids, and so the poll gets another paper: no ballot or receipt of before fits.
    The caller holds the lock on the question's row that ballots take too. Raises BallotsDiffer if their
    number has changed.
    """
    if question.ballots != ballots:
        raise BallotsDiffer(question.ballots)
    for model in (Vote, Participation, Correction):
        statement = delete(model).where(model.question_id == question.id)
        session.execute(statement, execution_options={"synchronize_session": False})
    question.choices = [
        Choice(choice_text=choice.choice_text, position=choice.position) for choice in question.choices
    ]
    question.ballots = 0
    question.sealed_at = question.eligible = None
