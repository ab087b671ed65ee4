"""Looking up a ballot by its receipt."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.polls import service
from app.voting.errors import BallotNotFound
from app.voting.models import Vote


def counted_choices(session: Session, slug: str, receipt: uuid.UUID) -> Sequence[int]:
    """The choices of the ballot with this receipt. Raises PollNotFound or BallotNotFound."""
    question = service.published_poll(session, slug)
    votes = select(Vote.choice_id).where(Vote.question_id == question.id, Vote.receipt == receipt)
    choices = session.scalars(votes.order_by(Vote.rank)).all()
    if not choices:
        raise BallotNotFound
    return choices
