"""Values that a column can't store, found before they are sent: SQLite would take most of them."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, Session

from app.errors import FieldErrors, Invalid
from react_admin.collation import stored_type
from react_admin.derive import column_fields, is_stored, largest_integer
from react_admin.numbers import unkept
from react_admin.schemas import unreachable

# Of a field, also within related records: `("choices", 1, "id")`.
Path = tuple[str | int, ...]


def refuse_unstorable(session: Session, row: Any) -> None:
    """Raise Invalid, at the fields of `row` and of what is written along with it."""
    errors: FieldErrors = dict(_unstorable(session, row))
    if errors:
        raise Invalid(errors=errors)


def _unstorable(session: Session, row: Any) -> Iterator[tuple[Path, str]]:
    dialect = session.get_bind().dialect
    for path, one in _written(session, row):
        state: InstanceState[Any] = sa.inspect(one)
        for key, column in column_fields(type(one)).items():
            added = state.attrs[key].history.added
            kind = stored_type(column.type.dialect_impl(dialect))
            if not added or not is_stored(column):
                continue
            if isinstance(kind, sa.JSON) and added[0] is None:
                # SQLAlchemy would store JSON's null, which is a value to the database.
                if not column.nullable:
                    yield (*path, key), "This is needed."
                else:
                    setattr(one, key, sa.null())
            elif problem := _problem(kind, added[0], dialect):
                yield (*path, key), problem
        id_ = state.dict.get("id")
        id_ = id_.value if isinstance(id_, Enum) else id_
        if not state.persistent and isinstance(id_, str) and (problem := unreachable(id_)):
            yield (*path, "id"), problem


def _written(session: Session, row: Any) -> Iterator[tuple[Path, Any]]:
    """`row`, and the new or changed records that it is related to, each with the path that leads there."""
    waiting: list[tuple[Path, Any]] = [((), row)]
    rest = sa.util.IdentitySet([*session.new, *session.dirty])
    rest.discard(row)
    while waiting:
        path, one = waiting.pop()
        yield path, one
        state: InstanceState[Any] = sa.inspect(one)
        for name in state.mapper.relationships.keys() & state.dict.keys():
            for step, other in _steps(state.dict[name]):
                if other in rest:
                    rest.remove(other)
                    waiting.append(((*path, name, *step), other))


def _steps(related: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(related, dict):
        yield from (((key,), one) for key, one in related.items())
    elif isinstance(related, list | set):
        yield from (((number,), one) for number, one in enumerate(related))
    else:
        yield (), related


def _problem(kind: Any, value: Any, dialect: sa.Dialect) -> str | None:
    match kind, value:
        case sa.Enum(enum_class=members), str() | Enum() if not _is_member(kind, value):
            shown = [repr(one.value) for one in members] if members else map(repr, kind.enums)
            return f"This is one of {', '.join(shown)}."
        case sa.Enum(), _:
            return None  # its names are stored
        case sa.String(length=int(length)), str(text) if len(text) > length:
            return f"This is too long: at most {length} characters."
        case sa.Integer(), int(number) if not -largest_integer(kind) - 1 <= number <= largest_integer(kind):
            return "This is out of range."
        case ((sa.Numeric() | sa.Float()), Decimal() as number):
            return unkept(kind, number, dialect)
    return None


def _is_member(kind: sa.Enum, value: Any) -> bool:
    """Whether an enum is stored as it is, or by its name."""
    return value in kind.enums or bool(kind.enum_class and isinstance(value, kind.enum_class))
