"""What the database refuses, said at the field that it is about, and the same on both databases."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from app.errors import AppError, FieldErrors, Invalid
from app.react_admin.derive import column_fields
from app.react_admin.storable import refuse_unstorable


class Taken(AppError):
    status = 409
    code = "taken"
    message = "Another record has this already."


class InUse(AppError):
    status = 409
    code = "in_use"
    message = "Other records refer to this one, so it can't be deleted."


# The kinds of violation, as PostgreSQL and as SQLite call them.
UNIQUE = ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
REFERENCE = ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY")
NOT_NULL = ("23502", "SQLITE_CONSTRAINT_NOTNULL")


def save(session: Session, row: Any) -> None:
    """Write `row`, and what was changed with it, now.

    Raises Invalid or Taken, at the fields, where the database can't take it.
    """
    refuse_unstorable(session, row)
    # A statement that fails takes the transaction with it, and what `row` holds.
    references = {key: sa.inspect(row).dict.get(key) for key in _references(type(row))}
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise _explained(session, type(row), error, references) from None
    except DataError:
        raise Invalid from None


@contextmanager
def removing(session: Session) -> Iterator[None]:
    """Delete within this. Raises InUse where other records hold on to what is deleted."""
    try:
        yield
        session.flush()
    except IntegrityError:
        raise InUse from None


def _explained(session: Session, model: Any, error: IntegrityError, references: dict[str, Any]) -> AppError:
    code = getattr(error.orig, "pgcode", None) or getattr(error.orig, "sqlite_errorname", "")
    columns = _columns(model, error)
    if code in UNIQUE:
        return Taken(errors=_at(model, columns, Taken.message))
    if code in NOT_NULL:
        return Invalid(errors=_at(model, columns, "This is needed."))
    if code in REFERENCE:
        dangling = columns or _dangling(session, model, references)
        return Invalid(errors=_at(model, dangling, "There is no such record."))
    return Invalid()


def _columns(model: Any, error: IntegrityError) -> Collection[str]:
    """The columns of the model's table that a violation names; SQLite names none of a reference."""
    table = sa.inspect(model).local_table
    told = getattr(error.orig, "diag", None)
    if told is None:
        return re.findall(rf"\b{re.escape(table.name)}\.([^,]+)", str(error.orig))
    if told.table_name != table.name:
        return ()
    if told.column_name:
        return (told.column_name,)
    # `Key ("row", place)=(1, 1) already exists.`, in whichever language.
    key = re.search(r"\((.+?)\)=\(", told.message_detail or "")
    return [column.strip('"') for column in key[1].split(", ")] if key else ()


def _references(model: Any) -> dict[str, Any]:
    """The columns that refer to other records, by attribute."""
    return {
        key: column for key, column in column_fields(model).items() if getattr(column, "foreign_keys", ())
    }


def _dangling(session: Session, model: Any, values: dict[str, Any]) -> list[str]:
    """The columns among `values` whose record does not exist."""
    columns = []
    for key, column in _references(model).items():
        targets = [reference.column for reference in column.foreign_keys]
        found = (sa.select(target).where(target == values[key]) for target in targets)
        if values[key] is not None and any(session.scalar(one) is None for one in found):
            columns.append(column.name)
    return columns


def _at(model: Any, columns: Collection[str], text: str) -> FieldErrors | None:
    """`text` at the fields of `columns`; None where a violation is about none of them."""
    keys = {column.name: key for key, column in column_fields(model).items() if hasattr(column, "name")}
    return {keys[name]: text for name in columns if name in keys} or None
