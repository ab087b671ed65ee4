"""Actions on one or many polls: publish, close, reopen, archive, unarchive.

The caller holds the lock on the question's row that ballots take too. Each condition says to which polls an
action applies.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from app.database import now, utcnow
from app.polls.models import Question
from app.polls.service import refuse_reopening
from app.polls.status import Status

# A draft that would be closed as soon as it is published stays one.
CAN_BE_PUBLISHED: ColumnElement[bool] = or_(
    Question.status == Status.scheduled,
    (Question.status == Status.draft) & or_(Question.closes_at.is_(None), Question.closes_at > utcnow()),
)
IS_OPEN: ColumnElement[bool] = Question.status == Status.open
IS_CLOSED: ColumnElement[bool] = Question.status == Status.closed
IS_ARCHIVED: Any = Question.archived


def publish(session: Session, question: Question) -> None:
    question.draft = False
    _set_hours(question, pub_date=now(session))


def close(session: Session, question: Question) -> None:
    _set_hours(question, closes_at=now(session))


def reopen(session: Session, question: Question) -> None:
    """Let a closed poll be voted on again, until it is closed. It is sealed again after that."""
    if question.is_of_roll:
        refuse_reopening(session, question, None)
    _set_hours(question, closes_at=None)


def archive(_: Session, question: Question) -> None:
    question.archived = True


def unarchive(_: Session, question: Question) -> None:
    question.archived = False


def _set_hours(question: Question, **hours: datetime | None) -> None:
    question.sealed_at = None  # there may be new votes before the next close
    for name, value in hours.items():
        setattr(question, name, value)
