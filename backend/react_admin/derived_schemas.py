"""Schemas derived from the columns of a model, for resources without rules of their own."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from sqlalchemy import Enum, TypeDecorator, inspect

from react_admin.field_types import MAX_DIGITS, WRITTEN, InUtc, Stripped, Text, Version, Whole
from react_admin.json_numbers import BIG_INT_SENT, BigInt, Computed, Unknown, Unrounded, exact_enum
from react_admin.model_columns import (
    VERSION,
    column_fields,
    discriminator,
    is_needed,
    is_stored,
    is_version,
    is_wide,
    kinds,
    largest_integer,
)
from react_admin.resource import refuse_key, refuse_names
from react_admin.schemas import UNSENT, Read, Write


def read_schema(model: Any, *names: str) -> type[Read]:
    """The schema that reads the fields `names` of `model`, and `id`.

    Raises TypeError for a key or a name that the dialect can't serve.
    """
    refuse_key(model)
    refuse_names(model, names)
    columns = column_fields(model)
    fields: dict[str, Any] = {name: (_read_type(columns[name]), ...) for name in ("id", *names)}
    return create_model(f"{model.__name__}Read", __base__=Read, **fields)


def write_schemas(model: Any, read: type[Read]) -> tuple[type[Write], type[Write]]:
    """The schemas that create and update a record of `read`: its stored columns without `id` and `version`.

    A field with a default, or one that may be null, is optional. An `id` that the database does not generate
    is part of the first schema.
    """
    create: dict[str, Any] = {}
    update: dict[str, Any] = {}
    for name, column in column_fields(model).items():
        if name not in read.model_fields or not is_stored(column):
            continue
        if is_version(name, column):
            update[VERSION] = (Version, None)
            continue
        # With joined inheritance the last column is that of the base table, where the database may generate
        # it.
        needed = is_needed(inspect(model).column_attrs[name].columns[-1])
        if name == discriminator(model):
            needed = inspect(model).polymorphic_identity not in kinds(model)
        kind = _write_type(column, Text if needed else Stripped)
        if name != "id":
            create[name] = (kind, ... if needed else UNSENT)
            update[name] = (kind, UNSENT)
        elif needed:
            create[name] = (kind, ...)
    return (
        _write_schema(f"{model.__name__}Create", read, create),
        _write_schema(f"{model.__name__}Update", read, update),
    )


def _write_schema(name: str, read: type[Read], fields: dict[str, Any]) -> type[Write]:
    schema = create_model(name, __base__=Write, **fields)
    schema.read = read
    return schema


def _python_type(column: Any) -> Any:
    if isinstance(column.type, Enum) and not column.type.enum_class:
        return Literal[tuple(column.type.enums)]
    return exact_enum(column.type.python_type)


def _read_type(column: Any) -> Any:
    """The type of the values that `column` holds, including those that could not be written."""
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
    """The type of the values that `column` can store; `text` is the type of a text."""
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
