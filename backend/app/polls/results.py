"""Who may see the result of a poll, and what it says. Every way to a result asks here."""

import uuid
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.polls.models import Question, ResultsVisibility, Status, Vote
from app.polls.schemas import CountedBallot, Results


def may_see(question: Question, *, voted: bool) -> bool:
    """Whether a voter who has, or has not, `voted` may see the result now."""
    match question.results_visibility:
        case ResultsVisibility.always:
            return True
        case ResultsVisibility.after_vote:
            return voted
        case ResultsVisibility.after_close:
            return question.status is Status.closed
        case ResultsVisibility.staff:
            return False


def counted_ballots(
    session: Session, question: Question, receipt: uuid.UUID | None = None
) -> list[CountedBallot]:
    """Every ballot of a poll, or the one with this `receipt`, in the order of their receipts."""
    votes = select(Vote.receipt, Vote.choice_id).where(Vote.question_id == question.id)
    if receipt:
        votes = votes.where(Vote.receipt == receipt)
    rows = session.execute(votes.order_by(Vote.receipt, Vote.rank)).all()
    return [
        CountedBallot(receipt=key, choices=[choice for _, choice in ballot])
        for key, ballot in groupby(rows, key=lambda row: row.receipt)
    ]


def visible_results(question: Question, *, voted: bool) -> Results | None:
    return Results.model_validate(question) if may_see(question, voted=voted) else None
