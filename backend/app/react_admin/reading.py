"""Records as they are read: the values that a schema names, and one statement for each relationship.

No objects of a model are made on the way, which would take nearly twice as long: rows of its columns do. Only
a field that is no column, such as a property, is read from an object.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, get_args, get_type_hints

from sqlalchemy import BindParameter, Select, bindparam, inspect, select
from sqlalchemy.orm import RelationshipProperty, Session, aliased

from app.react_admin.schemas import Read

# The values of a record by field, and those of related records.
Record = dict[str, Any]

IDS: BindParameter[Any] = bindparam("ids", expanding=True)

# SQLite takes 32,766 values in one statement.
MAX_IDS = 10_000

# Whatever the session knows of the objects.
ANEW = {"populate_existing": True}


class Related(NamedTuple):
    """A relationship of `model`, and the schema by which a record's related records are read."""

    model: Any
    name: str
    schema: type[Read]

    @property
    def relationship(self) -> RelationshipProperty[Any]:
        found: RelationshipProperty[Any] = inspect(self.model).relationships[self.name]
        return found

    @property
    def target(self) -> Any:
        return self.relationship.mapper.class_


@cache
def related(model: Any, schema: type[Read], embedded: frozenset[str] = frozenset()) -> tuple[Related, ...]:
    """The relationships that are read with each record: those without a default, and `embedded`."""
    return tuple(
        Related(model, name, _schema_within(get_type_hints(schema)[name]))
        for name, field in schema.model_fields.items()
        if name in inspect(model).relationships and (field.is_required() or name in embedded)
    )


def read_records(
    session: Session, model: Any, schema: type[Read], ids: Collection[Any], embedded: Collection[str] = ()
) -> list[Record]:
    """What `schema` is made of, for each of the records `ids` that exists, in this order."""
    columns = _columns(model, schema)
    rows = session.execute(_by_id(model, schema), {"ids": ids})
    found = {record["id"]: record for record in (_record(columns, row) for row in rows)}
    _add_related(session, related(model, schema, frozenset(embedded)), found.values())
    return [found[id_] for id_ in ids if id_ in found]


def _add_related(session: Session, relationships: Collection[Related], records: Collection[Record]) -> None:
    ids = [*{record["id"] for record in records}]
    for one in relationships:
        columns = _columns(one.target, one.schema)
        found: dict[Any, list[Record]] = defaultdict(list)
        for start in range(0, len(ids), MAX_IDS):
            for id_, *row in session.execute(_of_each(one), {"ids": ids[start : start + MAX_IDS]}):
                found[id_].append(_record(columns, row))
        _add_related(session, related(one.target, one.schema), [*chain.from_iterable(found.values())])
        for record in records:
            theirs = found.get(record["id"], [])
            record[one.name] = theirs if one.relationship.uselist else next(iter(theirs), None)


@cache
def _columns(model: Any, schema: type[Read]) -> dict[str, Any]:
    """What is selected for each field: a column, or for what is none the object that has it."""
    mapped = inspect(model)
    return {
        name: getattr(model, name) if name in mapped.column_attrs else model
        for name in schema.model_fields
        if hasattr(model, name) and name not in mapped.relationships
    }


def _record(columns: dict[str, Any], row: Sequence[Any]) -> Record:
    return {
        name: getattr(value, name) if isinstance(column, type) else value
        for (name, column), value in zip(columns.items(), row, strict=True)
    }


@cache
def _by_id(model: Any, schema: type[Read]) -> Select[Any]:
    return select(*_columns(model, schema).values()).where(model.id.in_(IDS)).execution_options(**ANEW)


@cache
def _of_each(one: Related) -> Select[Any]:
    """The related records of the records `ids`, each with the id of that record."""
    parent: Any = aliased(one.model)
    rows = select(parent.id, *_columns(one.target, one.schema).values()).select_from(parent)
    found = rows.join(getattr(parent, one.name)).where(parent.id.in_(IDS))
    return found.order_by(*one.relationship.order_by or ()).execution_options(**ANEW)


def _schema_within(annotation: Any) -> type[Read]:
    """The schema in an annotation such as `list[ChoiceRead]` or `QuestionRead | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Read):
        return annotation
    return next(_schema_within(one) for one in get_args(annotation) if one is not type(None))
