"""Constraint violations, reported at the field that they are about and alike on both databases."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from react_admin.errors import ApiError, FieldErrors, InUse, Invalid, Taken
from react_admin.messages import MISSING_RECORD, NOT_ALLOWED, REFUSED, REQUIRED
from react_admin.model_columns import column_fields
from react_admin.unstorable_values import refuse_unstorable

# The codes of each kind of violation on PostgreSQL and on SQLite.
UNIQUE = ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
REFERENCE = ("23503", "SQLITE_CONSTRAINT_FOREIGNKEY")
NOT_NULL = ("23502", "SQLITE_CONSTRAINT_NOTNULL")
CHECK = ("23514", "SQLITE_CONSTRAINT_CHECK")

# ON DELETE rules of foreign keys that let the referenced row be deleted.
RELEASING = ("CASCADE", "SET NULL", "SET DEFAULT")


def save(session: Session, row: Any) -> None:
    """Flush `row` and the objects that were changed with it.

    Raises Invalid or Taken, with the fields, if the database refuses a value.
    """
    refuse_unstorable(session, row)
    # A failed statement aborts the transaction and expires the object, so read what explains an error first.
    references = {key: sa.inspect(row).dict.get(key) for key in _foreign_keys(type(row))}
    changed = [attribute.key for attribute in sa.inspect(row).attrs if attribute.history.has_changes()]
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise _explained(session, type(row), error, references, changed) from None
    except DataError:
        raise Invalid(REFUSED) from None


@contextmanager
def removing(session: Session, rows: Sequence[Any], names: Mapping[Any, str] | None = None) -> Iterator[None]:
    """Delete `rows` in this context. Raises InUse if other records refer to one of them.

    `names`, by id, name that one in the message.
    """
    ids = [row.id for row in rows]
    try:
        with session.begin_nested():
            yield
    except IntegrityError:
        held = _referred_to(session, type(rows[0]), ids) if names else None
        raise InUse(f"{names[held]}: {InUse.message}" if names and held in names else None) from None


def _referred_to(session: Session, model: Any, ids: Collection[Any]) -> Any:
    """A record among `ids` that a record outside of them refers to."""
    keys = {column.table: column for column in sa.inspect(model).column_attrs["id"].columns}
    tables = {name: table for key in keys for name, table in key.metadata.tables.items()}.values()
    for reference in (foreign_key for table in tables for foreign_key in table.foreign_keys):
        if reference.column in keys.values() and reference.ondelete not in RELEASING:
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
) -> ApiError:
    code = getattr(error.orig, "pgcode", None) or getattr(error.orig, "sqlite_errorname", "")
    columns = _columns(model, error)
    if code in UNIQUE:
        return Taken(errors=_at(model, columns, Taken.message))
    if code in NOT_NULL:
        return _invalid(_at(model, columns, REQUIRED))
    if code in REFERENCE:
        dangling = columns or _dangling(session, model, references)
        return _invalid(_at(model, dangling, MISSING_RECORD))
    if code in CHECK:
        errors = _at(model, _checked(session, model, error), NOT_ALLOWED) or {}
        marked = {key: text for key, text in errors.items() if key in changed} or errors
        return _invalid(marked)
    return _invalid(None)


def _invalid(errors: FieldErrors | None) -> Invalid:
    return Invalid(errors=errors) if errors else Invalid(REFUSED)


def _columns(model: Any, error: IntegrityError) -> Collection[str]:
    """The columns of the model's table that an error names. SQLite names none for a foreign key."""
    table = sa.inspect(model).local_table
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is None:
        return re.findall(rf"\b{re.escape(table.name)}\.([^,]+)", str(error.orig))
    if diagnostics.table_name != table.name:
        return ()
    if diagnostics.column_name:
        return (diagnostics.column_name,)
    # `Key ("row", place)=(1, 1) already exists.`, in the language of the server.
    key = re.search(r"\((.+?)\)=\(", diagnostics.message_detail or "")
    return [column.strip('"') for column in key[1].split(", ")] if key else ()


def _checked(session: Session, model: Any, error: IntegrityError) -> list[str]:
    """The columns in a violated CHECK constraint of one of the model's tables.

    SQLite names an unnamed constraint by its expression, or by the quoted name at the start of the
    expression.
    """
    diagnostics = getattr(error.orig, "diag", None)
    name = diagnostics.constraint_name if diagnostics else str(error.orig).partition("failed: ")[2]
    inspector = sa.inspect(session.connection())
    tables = [
        table for table in sa.inspect(model).tables if not diagnostics or diagnostics.table_name == table.name
    ]
    checks = [
        check
        for table in tables
        for check in inspector.get_check_constraints(table.name, schema=table.schema)
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
    columns = {column.name: column.name.lower() for table in tables for column in table.columns}
    return [name for name, lower in columns.items() if words & {lower, f'"{lower}"'}]


def _foreign_keys(model: Any) -> dict[str, Any]:
    """The columns with a foreign key, by attribute."""
    return {
        key: column for key, column in column_fields(model).items() if getattr(column, "foreign_keys", ())
    }


def _dangling(session: Session, model: Any, values: dict[str, Any]) -> list[str]:
    """The foreign key columns whose value refers to no record."""
    columns = []
    for key, column in _foreign_keys(model).items():
        targets = [reference.column for reference in column.foreign_keys]
        found = (sa.select(target).where(target == values[key]) for target in targets)
        if values[key] is not None and any(session.scalar(query) is None for query in found):
            columns.append(column.name)
    return columns


def _at(model: Any, columns: Collection[str], text: str) -> FieldErrors | None:
    """`text` at the fields of `columns`, or None if the record has no such field."""
    keys = {column.name: key for key, column in column_fields(model).items() if hasattr(column, "name")}
    return {keys[name]: text for name in columns if name in keys} or None
