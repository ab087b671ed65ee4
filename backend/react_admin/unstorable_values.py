"""Finds values that a column can't store before they are sent: SQLite would accept most of them."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, Session

from react_admin.errors import FieldErrors, Invalid
from react_admin.field_types import unreachable
from react_admin.json_numbers import EXACT_DIGITS
from react_admin.messages import ONE_OF, OUT_OF_RANGE, REQUIRED, TOO_LONG
from react_admin.model_columns import column_fields, is_stored, largest_integer, stored_type

# Path of a field, also within related records: `("choices", 1, "id")`.
Path = tuple[str | int, ...]


def refuse_unstorable(session: Session, row: Any) -> None:
    """Raise Invalid, with the fields of `row` and of the objects that are written along with it."""
    errors: FieldErrors = dict(_unstorable(session, row))
    if errors:
        raise Invalid(errors=errors)


def _unstorable(session: Session, row: Any) -> Iterator[tuple[Path, str]]:
    dialect = session.get_bind().dialect
    for path, written in _written(row):
        state: InstanceState[Any] = sa.inspect(written)
        model: Any = type(written)
        for key, (kind, nullable) in _stored_columns(model, dialect).items():
            if key not in state.dict:
                continue
            value = state.dict[key]
            if isinstance(kind, sa.JSON) and value is None:
                problem = None if nullable else REQUIRED
            elif not (problem := _problem(kind, value, dialect)):
                continue
            # Checked last: reading an attribute's history takes ten times as long as the checks above.
            if not state.attrs[key].history.added:
                continue
            if problem:
                yield (*path, key), problem
            else:
                # SQLAlchemy would store the JSON value null instead of NULL.
                setattr(written, key, sa.null())
        id_ = state.dict.get("id")
        id_ = id_.value if isinstance(id_, Enum) else id_
        if not state.persistent and isinstance(id_, str) and (problem := unreachable(id_)):
            yield (*path, "id"), problem


@lru_cache(maxsize=200)
def _stored_columns(model: Any, dialect: sa.Dialect) -> dict[str, tuple[Any, bool]]:
    """The type of each stored column by attribute, and whether it may be null."""
    return {
        key: (stored_type(column.type.dialect_impl(dialect)), bool(getattr(column, "nullable", True)))
        for key, column in column_fields(model).items()
        if is_stored(column)
    }


def _written(row: Any) -> Iterator[tuple[Path, Any]]:
    """`row` and the new or changed objects related to it, each with the path that leads to it."""
    waiting: list[tuple[Path, Any]] = [((), row)]
    known = sa.util.IdentitySet([row])
    while waiting:
        path, written = waiting.pop()
        yield path, written
        state: InstanceState[Any] = sa.inspect(written)
        for name in state.mapper.relationships.keys() & state.dict.keys():
            for step, other in _steps(state.dict[name]):
                if other is not None and other not in known and _is_written(sa.inspect(other)):
                    known.add(other)
                    waiting.append(((*path, name, *step), other))


def _is_written(state: InstanceState[Any]) -> bool:
    return state.pending or state.modified


def _steps(related: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(related, dict):
        yield from (((key,), item) for key, item in related.items())
    elif isinstance(related, list | set):
        yield from (((number,), item) for number, item in enumerate(related))
    else:
        yield (), related


def _problem(kind: Any, value: Any, dialect: sa.Dialect) -> str | None:
    match kind, value:
        case sa.Enum(enum_class=members), str() | Enum() if not _is_member(kind, value):
            shown = [repr(member.value) for member in members] if members else map(repr, kind.enums)
            return ONE_OF.format(expected=", ".join(shown))
        case sa.Enum(), _:
            return None  # the names are stored, which may be shorter than the values
        case sa.String(length=int(length)), str(text) if len(text) > length:
            return TOO_LONG.format(max_length=length)
        case sa.Integer(), int(number) if not -largest_integer(kind) - 1 <= number <= largest_integer(kind):
            return OUT_OF_RANGE
        case ((sa.Numeric() | sa.Float()), Decimal() as number):
            return _inexact(kind, number, dialect)
    return None


def _is_member(kind: sa.Enum, value: Any) -> bool:
    """True for a member of an enum, or a value of an enum without a class."""
    return value in kind.enums or bool(kind.enum_class and isinstance(value, kind.enum_class))


def _inexact(kind: Any, number: Decimal, dialect: sa.Dialect) -> str | None:
    """Return why a column of this type would give back another number, or None."""
    precision, scale = kind.precision, getattr(kind, "scale", None)
    if not isinstance(kind, sa.Float) and precision:
        places = scale or 0
        if abs(number) >= Decimal(10) ** (precision - places):
            return OUT_OF_RANGE
        if Decimal(f"{number:.{places}f}") != number:
            return f"This has too many digits: at most {places} after the point."
    if kind.bind_processor(dialect) is None and not isinstance(kind, sa.Float):
        return None
    # Stored as a float, and read with this many digits after the point.
    places = next((given for given in (kind.decimal_return_scale, scale) if given is not None), 10)
    if Decimal(f"{float(number):.{places}f}") != number:
        return f"This has more digits than are stored exactly: {EXACT_DIGITS} in all."
    return None
