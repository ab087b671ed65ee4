"""The public list of polls: the open ones by their opening, then the closed ones by their close.

Which polls are open depends on the clock, so no index has this order, but one has that of each half
(docs/decisions/large-lists.md).
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, literal, select, true
from sqlalchemy.orm import Session, selectinload

from app.database import utcnow
from app.polls.models import Choice, Question
from app.polls.status import Status
from react_admin.search import search_condition, search_parameters

# Faster than a comparison with `choice_count`, which reads all choices.
HAS_TWO_CHOICES = (
    select(literal(1))
    .where(Choice.question_id == Question.id)
    .correlate(Question)
    .offset(1)
    .limit(1)
    .exists()
)
IS_LISTED = (Question.listed, ~Question.archived, HAS_TWO_CHOICES)
IS_OPEN = Question.status == Status.open
IS_CLOSED = Question.status == Status.closed


class Found(NamedTuple):
    """Some polls of the list, and the number of all that match. The choices of closed polls are loaded."""

    polls: Sequence[Question]
    total: int


def find_listed(session: Session, search: str, skipped: int, size: int) -> Found:
    """Up to `size` polls after the first `skipped` ones: published, listed, not archived, with two choices.

    `search` is a term as in the dashboard's lists, or empty.
    """
    is_found = search_condition(Question.question_text, search_parameters(search)) if search else true()
    conditions = (*IS_LISTED, is_found)
    counts = select(func.count(), func.count().filter(IS_OPEN)).select_from(Question)
    is_published = (~Question.draft, Question.pub_date <= utcnow())
    total, open_ones = session.execute(counts.where(*is_published, *conditions)).one()
    if skipped >= total:
        return Found([], total)
    polls: list[Question] = []
    if skipped < open_ones:
        newest = select(Question).where(IS_OPEN, *conditions).order_by(Question.pub_date.desc(), Question.id)
        polls += session.scalars(newest.offset(skipped).limit(size))
    if len(polls) < size:
        latest = (
            select(Question).where(IS_CLOSED, *conditions).order_by(Question.closes_at.desc(), Question.id)
        )
        latest = latest.options(selectinload(Question.choices))
        polls += session.scalars(latest.offset(max(0, skipped - open_ones)).limit(size - len(polls)))
    return Found(polls, total)
