"""What the database refuses, said at the field that it is about, and the same on both databases."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from app.errors import AppError, FieldErrors, Invalid
from react_admin.derive import column_fields
from react_admin.storable import refuse_unstorable


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
CHECK = ("23514", "SQLITE_CONSTRAINT_CHECK")

# References that don't keep what they refer to from being deleted.
LETTING_GO = ("CASCADE", "SET NULL", "SET DEFAULT")


def save(session: Session, row: Any) -> None:
    """Write `row`, and what was changed with it, now.

    Raises Invalid or Taken, at the fields, where the database can't take it.
    """
    refuse_unstorable(session, row)
    # A statement that fails takes the transaction with it, and what `row` holds.
    references = {key: sa.inspect(row).dict.get(key) for key in _references(type(row))}
    changed = [one.key for one in sa.inspect(row).attrs if one.history.has_changes()]
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise _explained(session, type(row), error, references, changed) from None
    except DataError:
        raise Invalid from None


@contextmanager
def removing(session: Session, rows: Sequence[Any]) -> Iterator[None]:
    """Delete `rows` within this. Raises InUse where other records refer to one, and says to which of many."""
    ids = [row.id for row in rows]
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        held = _referred_to(session, type(rows[0]), ids) if len(ids) > 1 else None
        raise InUse(held and f"Record {held}: {InUse.message}") from None


def _referred_to(session: Session, model: Any, ids: Collection[Any]) -> Any:
    """One of the records `ids` that a record beside these refers to."""
    keys = {column.table: column for column in sa.inspect(model).column_attrs["id"].columns}
    tables = {table: one for key in keys for table, one in key.metadata.tables.items()}.values()
    for reference in (one for table in tables for one in table.foreign_keys):
        if reference.column in keys.values() and reference.ondelete not in LETTING_GO:
            held = sa.select(reference.parent).where(reference.parent.in_(ids))
            if (own := keys.get(reference.parent.table)) is not None:
                held = held.where(own.not_in(ids))
            if (found := session.scalar(held.limit(1))) is not None:
                return found
    return None


def _explained(
    session: Session,
    model: Any,
    error: IntegrityError,
    references: dict[str, Any],
    changed: Collection[str],
) -> AppError:
    code = getattr(error.orig, "pgcode", None) or getattr(error.orig, "sqlite_errorname", "")
    columns = _columns(model, error)
    if code in UNIQUE:
        return Taken(errors=_at(model, columns, Taken.message))
    if code in NOT_NULL:
        return Invalid(errors=_at(model, columns, "This is needed."))
    if code in REFERENCE:
        dangling = columns or _dangling(session, model, references)
        return Invalid(errors=_at(model, dangling, "There is no such record."))
    if code in CHECK:
        errors = _at(model, _checked(session, model, error), "This value is not allowed here.") or {}
        return Invalid(errors={key: text for key, text in errors.items() if key in changed} or errors or None)
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


def _checked(session: Session, model: Any, error: IntegrityError) -> list[str]:
    """The columns that a violated CHECK constraint compares; none unless it is of one of the model's tables.

    SQLite calls a constraint without a name by its expression, or by a quoted name at the expression's start.
    """
    told = getattr(error.orig, "diag", None)
    name = told.constraint_name if told else str(error.orig).partition("failed: ")[2]
    inspector = sa.inspect(session.connection())
    tables = [one for one in sa.inspect(model).tables if not told or told.table_name == one.name]
    checks = [
        check for one in tables for check in inspector.get_check_constraints(one.name, schema=one.schema)
    ]
    unnamed = (name, f'"{name}"')
    sql = next(
        (
            str(check["sqltext"])
            for check in checks
            if check["name"] == name or (not check["name"] and str(check["sqltext"]).startswith(unnamed))
        ),
        "",
    )
    words = {word.lower() for word in re.findall(r"\w+|\"[^\"]+\"", re.sub("'[^']*'", "", sql))}
    columns = {column.name: column.name.lower() for one in tables for column in one.columns}
    return [name for name, lower in columns.items() if words & {lower, f'"{lower}"'}]


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
