"""The status of a poll, by the clock of the database, which all replicas share."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, Case, ColumnElement, Enum, and_, case, literal, not_, or_
from sqlalchemy.orm import ColumnProperty
from sqlalchemy.sql import operators

from app.database import utcnow


class Status(StrEnum):
    draft = "draft"
    scheduled = "scheduled"
    open = "open"
    closed = "closed"


UNPUBLISHED = (Status.draft, Status.scheduled)

_STATUS = Enum(Status, native_enum=False)


def status_of(draft: Any, pub_date: Any, closes_at: Any) -> Case[Status]:
    return case(
        (draft, literal(Status.draft, _STATUS)),
        (pub_date > utcnow(), literal(Status.scheduled, _STATUS)),
        (closes_at <= utcnow(), literal(Status.closed, _STATUS)),
        else_=literal(Status.open, _STATUS),
    )


# The same rule as a condition for each status. An index finds the rows of a condition, but no index can have
# the value of an expression that depends on the time. None of the conditions is ever null.
CONDITIONS: dict[Status, Callable[[Any], ColumnElement[bool]]] = {
    Status.draft: lambda question: question.draft,
    Status.scheduled: lambda question: and_(not_(question.draft), question.pub_date > utcnow()),
    Status.open: lambda question: and_(
        not_(question.draft),
        question.pub_date <= utcnow(),
        or_(question.closes_at.is_(None), question.closes_at > utcnow()),
    ),
    Status.closed: lambda question: and_(
        not_(question.draft), question.closes_at.is_not(None), question.closes_at <= utcnow()
    ),
}


class StatusComparator(ColumnProperty.Comparator[Status]):
    """Compares the status of a question by the conditions above."""

    def operate(self, op: Any, *other: Any, **options: Any) -> ColumnElement[Any]:
        if op is operators.eq and isinstance(other[0], Status):
            return self._is_one_of(other)
        if op is operators.in_op:
            return self._is_one_of(other[0])
        return super().operate(op, *other, **options)

    def _is_one_of(self, wanted: Any) -> ColumnElement[bool]:
        question = self._parententity.entity_namespace
        if isinstance(wanted, BindParameter):
            # The database drops the conditions that are not asked for.
            return or_(
                *(
                    and_(literal(status, _STATUS).in_(wanted), condition(question))
                    for status, condition in CONDITIONS.items()
                )
            )
        return or_(*(CONDITIONS[status](question) for status in wanted))
