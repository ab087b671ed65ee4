"""How a resource is written: by the domain's own functions, or column by column as it is sent."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, delete, inspect
from sqlalchemy.orm import Session

from app.errors import Invalid
from react_admin.declaration import tables
from react_admin.derive import discriminator, kinds, write_schemas
from react_admin.schemas import Read, Write


@dataclass(frozen=True)
class Writers:
    """The schemas of a resource's bodies, and the domain's functions that take them."""

    create_schema: type[Write]
    create: Callable[[Session, Any], Any]
    update_schema: type[Write]
    update: Callable[[Session, Any, Any], None]
    delete: Callable[[Session, Any], None]


def stored_as_sent(model: Any, read: type[Read]) -> Writers:
    """Writers that store what is sent, column by column."""
    kind, classes = discriminator(model), kinds(model)

    def create(session: Session, data: Write) -> Any:
        values = data.model_changes
        # A record is made of the class that its kind names, which sets the column.
        of = values.pop(kind) if kind in values else inspect(model).polymorphic_identity
        if classes and of not in classes:
            raise Invalid(errors={str(kind): f"This is one of {', '.join(map(repr, classes))}."})
        row = classes.get(of, model)(**values)
        session.add(row)
        return row

    def update(_: Session, row: Any, data: Write) -> None:
        values = data.model_changes
        if kind in values and values.pop(kind) != getattr(row, kind):
            raise Invalid(errors={kind: "This can't be changed once the record is made."})
        for name, value in values.items():
            setattr(row, name, value)

    create_schema, update_schema = write_schemas(model, read)
    return Writers(
        create_schema, create, update_schema, update, lambda session, row: delete_stored(session, [row])
    )


def delete_stored(session: Session, rows: Sequence[Any]) -> None:
    """Delete records that may refer to each other: of each table all rows in one statement.

    Nobody reads the objects again, so the session is told nothing.
    """
    ids: dict[tuple[int, Column[Any]], list[Any]] = defaultdict(list)
    for row in rows:
        for depth, column in enumerate(reversed(_keys(type(row)))):
            ids[depth, column].append(row.id)
    # The tables of derived models first, which refer to the others.
    for depth, column in sorted(ids, key=lambda key: -key[0]):
        session.execute(delete(column.table).where(column.in_(ids[depth, column])))


def _keys(model: Any) -> list[Any]:
    """The keys of the tables that a model is in; its own comes first."""
    known = {column.table: column for column in inspect(model).column_attrs["id"].columns}
    return [known.get(table, *table.primary_key) for table in dict.fromkeys(tables(inspect(model)))]
