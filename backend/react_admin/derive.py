"""Schemas from a model's columns, for a resource that needs no more than these say."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from sqlalchemy import ColumnElement, Enum, Integer, SmallInteger, TypeDecorator, inspect

from react_admin.declaration import refuse_key, refuse_names
from react_admin.numbers import (
    BIG_INT_SENT,
    BigInt,
    Computed,
    Unknown,
    Unrounded,
    exact_enum,
    is_big,
    is_wide,
)
from react_admin.schemas import (
    MAX_DIGITS,
    MAX_INTEGER,
    UNSENT,
    WRITTEN,
    InUtc,
    Read,
    Stripped,
    Text,
    Version,
    Whole,
    Write,
)

VERSION = "version"


def column_fields(model: Any) -> dict[str, ColumnElement[Any]]:
    """What a model has in columns, computed ones too, by attribute."""
    return {attribute.key: attribute.expression for attribute in inspect(model).column_attrs}


def largest_integer(kind: Any) -> int:
    """The largest integer that a column of this type holds on PostgreSQL; SQLite's hold more."""
    if isinstance(kind, SmallInteger):
        return 2**15 - 1
    return MAX_INTEGER if is_big(kind) else 2**31 - 1


def read_schema(model: Any, *names: str) -> type[Read]:
    """The fields `names` of `model` to be read; `id` is always among them.

    Raises TypeError for a key or a name that the dialect can't serve.
    """
    refuse_key(model)
    refuse_names(model, names)
    columns = column_fields(model)
    fields: dict[str, Any] = {name: (_read_type(columns[name]), ...) for name in ("id", *names)}
    return create_model(f"{model.__name__}Read", __base__=Read, **fields)


def write_schemas(model: Any, read: type[Read]) -> tuple[type[Write], type[Write]]:
    """A record of `read` to be created, and to be updated: its stored columns but `id` and `version`.

    What has a default, or may be null, need not be sent. An `id` that the database does not make is.
    """
    create: dict[str, Any] = {}
    update: dict[str, Any] = {}
    for name, column in column_fields(model).items():
        if name not in read.model_fields or not is_stored(column):
            continue
        if is_version(name, column):
            update[VERSION] = (Version, None)
            continue
        # In the table of a model that this one inherits from, the database may make it.
        needed = _is_needed(inspect(model).column_attrs[name].columns[-1])
        if name == discriminator(model):
            needed = inspect(model).polymorphic_identity not in kinds(model)
        kind = _write_type(column, Text if needed else Stripped)
        if name != "id":
            create[name] = (kind, ... if needed else UNSENT)
            update[name] = (kind, UNSENT)
        elif needed:
            create[name] = (kind, ...)
    return _write_schema(f"{model.__name__}Create", read, create), _write_schema(
        f"{model.__name__}Update", read, update
    )


def discriminator(model: Any) -> str | None:
    """The field that tells of which of a hierarchy's models a record is."""
    mapper = inspect(model)
    return None if mapper.polymorphic_on is None else mapper.get_property_by_column(mapper.polymorphic_on).key


def kinds(model: Any) -> dict[Any, Any]:
    """The models that a record of `model` can be of, by what the discriminator holds then."""
    mappers = inspect(model).self_and_descendants
    known = {one.polymorphic_identity: one.class_ for one in mappers if not one.polymorphic_abstract}
    return {kind: of for kind, of in known.items() if kind is not None}


def is_version(name: str, column: Any) -> bool:
    return name == VERSION and isinstance(column.type, Integer) and not column.nullable


def is_stored(column: Any) -> bool:
    """Whether `column` is one of a table, and not computed by the database."""
    return hasattr(column, "server_default") and not (
        column.computed or (column.identity and column.identity.always)
    )


def _is_needed(column: Any) -> bool:
    has_default = column.default is not None or column.server_default is not None
    return not (column.nullable or has_default or column is column.table.autoincrement_column)


def _write_schema(name: str, read: type[Read], fields: dict[str, Any]) -> type[Write]:
    schema = create_model(name, __base__=Write, **fields)
    schema.read = read
    return schema


def _python_type(column: Any) -> Any:
    if isinstance(column.type, Enum) and not column.type.enum_class:
        return Literal[tuple(column.type.enums)]
    return exact_enum(column.type.python_type)


def _read_type(column: Any) -> Any:
    """The type of what `column` holds, whether or not it could be written so."""
    kind = _python_type(column)
    if kind is int and is_wide(column):
        kind = BigInt
    elif kind is int and not is_stored(column):
        kind = Computed
    elif kind is object and isinstance(column.type, TypeDecorator):
        kind = Unknown
    elif kind is Decimal:
        kind = Annotated[Decimal, Field(allow_inf_nan=True)]
    elif kind is datetime:
        kind = InUtc
    return kind | None if getattr(column, "nullable", True) else kind


def _write_type(column: Any, text: Any) -> Any:
    """The type of what `column` can store; `text` is that of a text."""
    kind = _python_type(column)
    if kind is str:
        kind = Annotated[text, Field(max_length=column.type.length)]
    elif kind is int:
        bound = largest_integer(column.type)
        kind = Annotated[int, Field(ge=1 if column.primary_key else -bound - 1, le=bound), Whole]
        if is_wide(column):
            kind = Annotated[kind, Unrounded, BIG_INT_SENT]
    elif kind is Decimal:
        precision, scale = column.type.precision, getattr(column.type, "scale", None)
        # PostgreSQL's `numeric(5)` holds whole numbers.
        places = 0 if precision and scale is None else scale
        kind = Annotated[WRITTEN[Decimal], Field(max_digits=precision or MAX_DIGITS, decimal_places=places)]
    else:
        kind = WRITTEN.get(kind, kind)
    return kind | None if column.nullable else kind
