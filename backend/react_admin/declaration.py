"""Refuses models that the dialect can't serve when a resource is declared, and says what to do instead."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Index, Table, UniqueConstraint, inspect
from sqlalchemy.orm import Mapper

from react_admin.schemas import Read, Write

SEARCH = "q"
OPERATORS = ("_neq", "_gt", "_gte", "_lt", "_lte")


def refuse_names(model: Any, names: Collection[str]) -> None:
    """Raise TypeError for a field that would be taken for something else."""
    for name in names:
        if name == SEARCH:
            problem = f'would replace the search: `filter={{"{SEARCH}": ...}}`'
        elif name.startswith("_") or hasattr(Write, name) or hasattr(Read, name):
            problem = "is a name that Pydantic's models keep for themselves"
        elif field := _compared(name, names):
            problem = f"is also the filter that compares `{field}`"
        else:
            continue
        other = f'`{name.strip("_")}_ = mapped_column("{name}", ...)`'
        raise TypeError(
            f"{model.__name__}.{name} {problem}. Map its column by another name, such as {other}."
        )


def _compared(name: str, names: Collection[str]) -> str | None:
    """The field that a filter of this name compares."""
    fields = (name.removesuffix(suffix) for suffix in OPERATORS if name.endswith(suffix))
    return next((field for field in fields if field in names), None)


def refuse_key(model: Any) -> None:
    """Raise TypeError unless the attribute `id` alone names one row of each of the model's tables."""
    mapper: Mapper[Any] = inspect(model)
    # A synonym or a property is no attribute of a column.
    known = mapper.column_attrs.get("id")
    ids = list(known.columns) if known else []
    if [*mapper.primary_key] != [column for column in ids if column in mapper.primary_key]:
        key = ", ".join(column.name for column in mapper.primary_key)
        raise TypeError(f"The primary key of {model.__name__} is ({key}). {_ADVICE}")
    for table in tables(mapper):
        if not any(_names_one_row(table, column) for column in ids if column.table is table):
            key = ", ".join(column.name for column in table.primary_key)
            raise TypeError(
                f"{model.__name__}.id does not name one row of {table.name}, whose key is ({key}). {_ADVICE}"
            )


_ADVICE = (
    "A resource needs a key of one column that is mapped as the attribute `id`: rename the attribute, as in "
    '`id = mapped_column("code", primary_key=True)`; or add a column `id` as the primary key, with a '
    "UniqueConstraint over the columns of the present one."
)


def tables(mapper: Mapper[Any]) -> Iterator[Table]:
    """The tables that a record has a row in."""
    for one in mapper.iterate_to_root():
        if isinstance(one.local_table, Table):
            yield one.local_table
        if one.concrete:
            return


def _names_one_row(table: Table, column: Any) -> bool:
    unique = (
        one
        for one in (*table.constraints, *table.indexes)
        if isinstance(one, UniqueConstraint)
        or (isinstance(one, Index) and one.unique and not one.dialect_kwargs)
    )
    is_key = any([*one.columns] == [column] for one in (table.primary_key, *unique))
    return is_key and not column.nullable
