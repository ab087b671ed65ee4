"""The writers of a resource that declares none: stored columns are written as they are sent."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, delete, inspect
from sqlalchemy.orm import Session

from react_admin.derived_schemas import write_schemas
from react_admin.errors import Invalid
from react_admin.messages import ONE_OF
from react_admin.model_columns import discriminator, kinds, tables
from react_admin.resource import Resource, Writers
from react_admin.schemas import Read, Write


@cache
def writers_of(resource: Resource) -> Writers:
    return resource.writers or stored_as_sent(resource.model, resource.read)


def stored_as_sent(model: Any, read: type[Read]) -> Writers:
    """Writers that store each column as it is sent."""
    kind, classes = discriminator(model), kinds(model)

    def create(session: Session, data: Write) -> Any:
        values = data.model_changes
        # The discriminator chooses the class, which sets the column.
        chosen = values.pop(kind) if kind in values else inspect(model).polymorphic_identity
        if classes and chosen not in classes:
            raise Invalid(errors={str(kind): ONE_OF.format(expected=", ".join(map(repr, classes)))})
        row = classes.get(chosen, model)(**values)
        session.add(row)
        return row

    def update(_: Session, row: Any, data: Write) -> None:
        values = data.model_changes
        if kind in values and values.pop(kind) != getattr(row, kind):
            raise Invalid(errors={kind: "This can't be changed after the record is created."})
        for name, value in values.items():
            setattr(row, name, value)

    create_schema, update_schema = write_schemas(model, read)
    return Writers(
        create_schema, create, update_schema, update, lambda session, row: delete_stored(session, [row])
    )


def delete_stored(session: Session, rows: Sequence[Any]) -> None:
    """Delete records that may refer to each other: all rows of a table in one statement.

    The session is not told, because nothing reads the objects afterwards.
    """
    ids: dict[tuple[int, Column[Any]], list[Any]] = defaultdict(list)
    for row in rows:
        for depth, column in enumerate(reversed(keys_of(type(row)))):
            ids[depth, column].append(row.id)
    # With joined inheritance, the tables of subclasses refer to the others and come first.
    for depth, column in sorted(ids, key=lambda key: -key[0]):
        session.execute(delete(column.table).where(column.in_(ids[depth, column])))


def keys_of(model: Any) -> list[Any]:
    """The primary keys of a model's tables, its own table first."""
    known = {column.table: column for column in inspect(model).column_attrs["id"].columns}
    return [known.get(table, *table.primary_key) for table in dict.fromkeys(tables(inspect(model)))]
