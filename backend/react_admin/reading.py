"""Records as they are read: the values that a schema names, and one statement for each relationship.

No objects of a model are made on the way, which would take nearly twice as long: rows of its columns do. Only
a field that is no column, such as a property, is read from an object.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from sqlalchemy import BindParameter, ColumnElement, Join, Row, Select, Table, bindparam, inspect, select
from sqlalchemy.orm import RelationshipDirection, RelationshipProperty, Session, aliased
from sqlalchemy.sql.util import ClauseAdapter

from react_admin.schemas import Read

# The values of a record by field, and those of related records.
Record = dict[str, Any]

IDS: BindParameter[Any] = bindparam("ids", expanding=True)

# SQLite takes 32,766 values in one statement.
MAX_IDS = 10_000

# Whatever the session knows of the objects.
ANEW = {"populate_existing": True}

NO_OPTIONS: Mapping[str, Any] = {}


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


def fetch(
    session: Session,
    statement: Any,
    parameters: Mapping[str, Any],
    *,
    has_objects: bool = False,
    options: Mapping[str, Any] = NO_OPTIONS,
) -> Sequence[Row[Any]]:
    """All rows. The session's changes must have been flushed.

    Statements without objects run on the connection: the session would look for objects in each row.
    """
    source = session if has_objects else session.connection()
    return source.execute(statement, parameters, execution_options=options).all()


@cache
def needs_objects(model: Any, schema: type[Read]) -> bool:
    """Whether a field of `schema` is read from an object rather than from a column."""
    return any(isinstance(column, type) for column in columns_of(model, schema).values())


def read_records(
    session: Session, model: Any, schema: type[Read], ids: Collection[Any], embedded: Collection[str] = ()
) -> list[Record]:
    """What `schema` is made of, for each of the records `ids` that exists, in this order."""
    has_objects = needs_objects(model, schema)
    rows = fetch(session, _by_id(model, schema), {"ids": ids}, has_objects=has_objects)
    found = {record["id"]: record for record in as_records(session, model, schema, rows, embedded)}
    return [found[id_] for id_ in ids if id_ in found]


def as_records(
    session: Session,
    model: Any,
    schema: type[Read],
    rows: Iterable[Sequence[Any]],
    embedded: Collection[str] = (),
) -> list[Record]:
    """What `schema` is made of, from rows that begin with its `columns_of`."""
    columns = columns_of(model, schema)
    records = [dict(zip(columns, row, strict=False)) for row in rows]
    for name in (name for name, column in columns.items() if isinstance(column, type)):
        for record in records:
            record[name] = getattr(record[name], name)
    for one in related(model, schema, frozenset(embedded)):
        _add_related(session, one, records)
    return records


def _add_related(session: Session, one: Related, records: Collection[Record]) -> None:
    ids = [*{record["id"] for record in records}]
    has_objects = needs_objects(one.target, one.schema)
    rows: list[Sequence[Any]] = []
    for start in range(0, len(ids), MAX_IDS):
        some = {"ids": ids[start : start + MAX_IDS]}
        rows += fetch(session, _of_each(one), some, has_objects=has_objects)
    found: dict[Any, list[Record]] = defaultdict(list)
    for row, record in zip(rows, as_records(session, one.target, one.schema, rows), strict=True):
        found[row[-1]].append(record)
    is_list = one.relationship.uselist
    for record in records:
        theirs = found.get(record["id"], [])
        record[one.name] = theirs if is_list else next(iter(theirs), None)


@cache
def columns_of(model: Any, schema: type[Read]) -> dict[str, Any]:
    """What is selected for each field: a column, or for what is none the object that has it.

    Of a table's columns SQLAlchemy makes statements, and rows, in two thirds of the time that a model's take.
    """
    mapped = inspect(model)
    columns = {attribute.key: attribute.columns[0] for attribute in mapped.column_attrs}
    columns |= {other.key: columns[other.name] for other in mapped.synonyms if other.name in columns}
    return {
        name: columns.get(name, model)
        for name in schema.model_fields
        if hasattr(model, name) and name not in mapped.relationships
    }


@cache
def rows_of(model: Any) -> tuple[ColumnElement[bool], ...]:
    """Which rows of its table are a model's, where it shares the table with others."""
    mapped = inspect(model)
    if not mapped.single or mapped.polymorphic_on is None:
        return ()
    return (mapped.polymorphic_on.in_([one.polymorphic_identity for one in mapped.self_and_descendants]),)


@cache
def _by_id(model: Any, schema: type[Read]) -> Select[Any]:
    columns = columns_of(model, schema)
    rows = select(*columns.values()).select_from(inspect(model).selectable)
    return rows.where(columns["id"].in_(IDS), *rows_of(model)).execution_options(**ANEW)


@cache
def _of_each(one: Related) -> Select[Any]:
    """The related records of the records `ids`, each with the id of that record at its end."""
    columns = columns_of(one.target, one.schema).values()
    relationship, named = one.relationship, _owner(one)
    parent: Any = aliased(one.model)  # it may be related to its own kind
    owner = parent.id if named is None else named
    if named is None and not isinstance(relationship.secondary, Table):
        rows = select(*columns, owner).select_from(parent).join(getattr(parent, one.name))
    else:
        rows = select(*columns, owner).select_from(inspect(one.target).selectable).where(*rows_of(one.target))
        if relationship.secondary is not None:  # by its own name, for it may have the order
            rows = rows.join(relationship.secondary, relationship.secondaryjoin)
        if named is None:
            of_parent = ClauseAdapter(inspect(parent).selectable)
            rows = rows.join(parent, of_parent.traverse(relationship.primaryjoin))
    # The key breaks ties, and orders what has no order of its own, the same at every call.
    order = (*(relationship.order_by or ()), *inspect(one.target).primary_key) if relationship.uselist else ()
    return rows.where(owner.in_(IDS)).order_by(*order).execution_options(**ANEW)


def _owner(one: Related) -> Any:
    """The column that names the record, if no more than that relates others to it: theirs, or one between."""
    relationship, id_ = one.relationship, inspect(one.model).c.id
    is_join = isinstance(relationship.secondary, Join)  # which may have the related table in it
    if is_join or relationship.direction is RelationshipDirection.MANYTOONE:
        return None
    for local, remote in relationship.synchronize_pairs:
        is_id = local is id_ and repr(local.type) == repr(remote.type)
        if is_id and relationship.primaryjoin.compare(local == remote):
            return remote
    return None


def _schema_within(annotation: Any) -> type[Read]:
    """The schema in an annotation such as `list[ChoiceRead]` or `QuestionRead | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Read):
        return annotation
    return next(_schema_within(one) for one in get_args(annotation) if one is not type(None))
