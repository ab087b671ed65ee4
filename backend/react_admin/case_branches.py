"""The rows in which a CASE has a value, found by its conditions.

A database has no index on a CASE that depends on the time, such as a status. It has indexes on the columns
that the conditions compare: `CASE WHEN opens > now() THEN 'scheduled' ...` is 'scheduled' where
`opens > now()`.
"""

from collections.abc import Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from sqlalchemy import BinaryExpression, BindParameter, Boolean, Case, ColumnElement, and_, or_
from sqlalchemy.sql.elements import Grouping, Label
from sqlalchemy.sql.functions import FunctionElement

COMPARISONS = (eq, ge, gt, le, lt, ne)


def has_value(column: Any, value: Any) -> ColumnElement[bool]:
    """The condition for the rows in which `column` has `value`."""
    case = _within(getattr(column, "expression", column))
    found = _branches(case, value) if isinstance(case, Case) and case.value is None else None
    equal: ColumnElement[bool] = column == value
    return equal if found is None else or_(*found)


def _branches(case: Case[Any], value: Any) -> list[ColumnElement[bool]] | None:
    """The conditions of the branches that lead to `value`, or None if they can't be told."""
    found: list[ColumnElement[bool]] = []
    earlier: list[ColumnElement[bool]] = []
    for condition, result in case.whens:
        refuted = _is_not_true(_within(condition))
        if refuted is None or not isinstance(result, BindParameter):
            return None
        if result.value == value:
            found.append(and_(*earlier, condition))
        earlier.append(refuted)
    if isinstance(case.else_, BindParameter):
        found += [and_(*earlier)] if case.else_.value == value else []
    elif case.else_ is not None:
        return None
    return found or None


def _is_not_true(condition: Any) -> ColumnElement[bool] | None:
    """The condition that is true where `condition` is false or null, or None if it can't be told."""
    if isinstance(condition.type, Boolean) and hasattr(condition, "nullable"):
        compared: Sequence[Any] = [condition]
    elif isinstance(condition, BinaryExpression) and condition.operator in COMPARISONS:
        compared = [condition.left, condition.right]
    else:
        return None
    if not all(hasattr(side, "nullable") or _is_never_null(side) for side in compared):
        return None
    optional = [side for side in compared if getattr(side, "nullable", False)]
    return or_(~condition, *(side.is_(None) for side in optional))


def _is_never_null(expression: Any) -> bool:
    """True for a value that is not null, and for a function without arguments, such as the current time."""
    if isinstance(expression, BindParameter):
        return expression.value is not None
    return isinstance(expression, FunctionElement) and not [*expression.clauses]


def _within(expression: Any) -> Any:
    while isinstance(expression, Label | Grouping):
        expression = expression.element
    return expression
