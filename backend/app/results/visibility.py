"""Who may see the result of a poll, and what it says. Every way to a result asks here."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.polls.models import Question, ResultsVisibility, Status, Vote
from app.polls.schemas import Results


def may_see(question: Question, *, voted: bool) -> bool:
    """Whether a voter who has, or has not, `voted` may see the result now."""
    match question.results_visibility:
        case ResultsVisibility.always:
            return True
        case ResultsVisibility.after_vote:
            return voted or question.status is Status.closed
        case ResultsVisibility.after_close:
            return question.status is Status.closed
        case ResultsVisibility.staff:
            return False


def counted_choices(session: Session, question: Question, receipt: uuid.UUID) -> Sequence[int]:
    """The choices of the ballot with this receipt; none where there is no such ballot."""
    votes = select(Vote.choice_id).where(Vote.question_id == question.id, Vote.receipt == receipt)
    return session.scalars(votes.order_by(Vote.rank)).all()


def visible_results(question: Question, *, voted: bool) -> Results | None:
    return Results.model_validate(question) if may_see(question, voted=voted) else None
