"""Facts about the columns of a model, from SQLAlchemy's mapper."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    SmallInteger,
    Table,
    TypeDecorator,
    inspect,
    type_coerce,
)
from sqlalchemy.ext.hybrid import HybridExtensionType
from sqlalchemy.orm import Mapper

VERSION = "version"

# The largest integer that both databases store.
MAX_INTEGER = 2**63 - 1

# Values that a statement takes in one list. SQLite takes 32,766 parameters in all.
MAX_VALUES = 10_000


def column_fields(model: Any) -> dict[str, ColumnElement[Any]]:
    """The columns of `model` by attribute, computed columns and hybrids included."""
    stored = {attribute.key: attribute.expression for attribute in inspect(model).column_attrs}
    return stored | hybrid_columns(model)


@cache
def hybrid_columns(model: Any) -> dict[str, ColumnElement[Any]]:
    """The hybrid properties of `model` that have an SQL expression."""
    columns: dict[str, ColumnElement[Any]] = {}
    for name, attribute in inspect(model).all_orm_descriptors.items():
        if attribute.extension_type is HybridExtensionType.HYBRID_PROPERTY:
            # A property that is written for objects only may fail on the class in any way.
            with suppress(Exception):
                expression = getattr(model, name).expression
                # Coerced, because a hybrid that returns a column of the table is not stored itself.
                columns[name] = type_coerce(expression, expression.type)
    return columns


def stored_type(kind: Any) -> Any:
    """The type that a column is stored as: a TypeDecorator wraps another type."""
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def is_stored(column: Any) -> bool:
    """True for a column of a table whose value the database does not compute."""
    return hasattr(column, "server_default") and not (
        column.computed or (column.identity and column.identity.always)
    )


def is_needed(column: Any) -> bool:
    """True if a new row needs a value for `column`."""
    has_default = column.default is not None or column.server_default is not None
    return not (column.nullable or has_default or column is column.table.autoincrement_column)


def is_version(name: str, column: Any) -> bool:
    return name == VERSION and isinstance(column.type, Integer) and not column.nullable


def largest_integer(kind: Any) -> int:
    """The largest integer that a column of this type holds on PostgreSQL. SQLite's columns hold more."""
    if isinstance(kind, SmallInteger):
        return 2**15 - 1
    return MAX_INTEGER if is_big(kind) else 2**31 - 1


def is_big(kind: Any) -> bool:
    """True for a type with 64-bit integers, on at least one database."""
    kinds = (kind, *getattr(kind, "_variant_mapping", {}).values())
    return any(isinstance(stored_type(variant), BigInteger) for variant in kinds)


def is_wide(column: Any, *referring: Any) -> bool:
    """True if a column may hold integers that JavaScript rounds. A foreign key is as wide as its target."""
    targets = [reference.column for reference in getattr(column, "foreign_keys", ())]
    ahead = [target for target in targets if target not in (column, *referring)]
    return any(is_wide(target, column, *referring) for target in ahead) if ahead else is_big(column.type)


def discriminator(model: Any) -> str | None:
    """The field that names the class of a record in an inheritance hierarchy."""
    mapper = inspect(model)
    return None if mapper.polymorphic_on is None else mapper.get_property_by_column(mapper.polymorphic_on).key


def kinds(model: Any) -> dict[Any, Any]:
    """The classes that a record of `model` can have, by the value of the discriminator."""
    mappers = inspect(model).self_and_descendants
    known = {
        mapper.polymorphic_identity: mapper.class_ for mapper in mappers if not mapper.polymorphic_abstract
    }
    return {kind: class_ for kind, class_ in known.items() if kind is not None}


def tables(mapper: Mapper[Any]) -> Iterator[Table]:
    """The tables in which a record has a row."""
    for ancestor in mapper.iterate_to_root():
        if isinstance(ancestor.local_table, Table):
            yield ancestor.local_table
        if ancestor.concrete:
            return


@cache
def own_rows(model: Any) -> tuple[ColumnElement[bool], ...]:
    """The condition for the rows of `model` in a table that it shares with other models."""
    mapper = inspect(model)
    if not mapper.single or mapper.polymorphic_on is None:
        return ()
    identities = [descendant.polymorphic_identity for descendant in mapper.self_and_descendants]
    return (mapper.polymorphic_on.in_(identities),)
