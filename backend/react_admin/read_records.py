"""Records as a schema reads them: the columns that it names, and one statement per relationship.

The rows of column queries become records directly. Loading objects of the model instead would take nearly
twice as long, so an object is loaded only for a field that is no column, such as a property.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from sqlalchemy import BindParameter, Join, Row, Select, Table, bindparam, inspect, select
from sqlalchemy.orm import RelationshipDirection, RelationshipProperty, Session, aliased
from sqlalchemy.sql.util import ClauseAdapter

from react_admin.model_columns import MAX_VALUES, hybrid_columns, own_rows
from react_admin.schemas import Read

# The values of a record by field, related records included.
Record = dict[str, Any]

IDS: BindParameter[Any] = bindparam("ids", expanding=True)

# Execution option: refresh the objects that the session already has.
REFRESHED = {"populate_existing": True}

NO_OPTIONS: Mapping[str, Any] = {}


class Related(NamedTuple):
    """A relationship of `model`, and the schema that reads the related records."""

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
    model: Any,
    schema: type[Read],
    statement: Any,
    parameters: Mapping[str, Any],
    options: Mapping[str, Any] = NO_OPTIONS,
) -> Sequence[Row[Any]]:
    """The rows of a statement. They begin with `columns_of(model, schema)`.

    Pending changes of the session must have been flushed. Column queries bypass the ORM session, which would
    scan each row for objects.
    """
    source = session if needs_objects(model, schema) else session.connection()
    return source.execute(statement, parameters, execution_options=options).all()


@cache
def needs_objects(model: Any, schema: type[Read]) -> bool:
    """True if a field of `schema` is read from an object rather than from a column."""
    return any(isinstance(column, type) for column in columns_of(model, schema).values())


def read_records(
    session: Session, model: Any, schema: type[Read], ids: Collection[Any], embedded: Collection[str] = ()
) -> list[Record]:
    """The records `ids` as `schema` reads them, in this order, without those that do not exist."""
    rows = fetch(session, model, schema, _by_id(model, schema), {"ids": ids})
    found = {record["id"]: record for record in as_records(session, model, schema, rows, embedded)}
    return [found[id_] for id_ in ids if id_ in found]


def as_records(
    session: Session,
    model: Any,
    schema: type[Read],
    rows: Iterable[Sequence[Any]],
    embedded: Collection[str] = (),
) -> list[Record]:
    """Records as `schema` reads them, from rows that begin with its `columns_of`."""
    columns = columns_of(model, schema)
    records = [dict(zip(columns, row, strict=False)) for row in rows]
    for name in (name for name, column in columns.items() if isinstance(column, type)):
        for record in records:
            record[name] = getattr(record[name], name)
    for relation in related(model, schema, frozenset(embedded)):
        _add_related(session, relation, records)
    return records


def _add_related(session: Session, relation: Related, records: Collection[Record]) -> None:
    ids = [*{record["id"] for record in records}]
    rows: list[Sequence[Any]] = []
    for start in range(0, len(ids), MAX_VALUES):
        batch = {"ids": ids[start : start + MAX_VALUES]}
        rows += fetch(session, relation.target, relation.schema, _related_rows(relation), batch)
    found: dict[Any, list[Record]] = defaultdict(list)
    related_records = as_records(session, relation.target, relation.schema, rows)
    for (*_, owner), record in zip(rows, related_records, strict=True):
        found[owner].append(record)
    is_list = relation.relationship.uselist
    for record in records:
        theirs = found.get(record["id"], [])
        record[relation.name] = theirs if is_list else next(iter(theirs), None)


@cache
def columns_of(model: Any, schema: type[Read]) -> dict[str, Any]:
    """The expression to select for each field: a column, or the model itself for a field that is no column.

    SQLAlchemy handles the columns of a table in two thirds of the time that it takes for attributes of a
    model.
    """
    mapped = inspect(model)
    columns = {attribute.key: attribute.columns[0] for attribute in mapped.column_attrs}
    columns |= hybrid_columns(model)
    columns |= {synonym.key: columns[synonym.name] for synonym in mapped.synonyms if synonym.name in columns}
    return {
        name: columns.get(name, model)
        for name in schema.model_fields
        if hasattr(model, name) and name not in mapped.relationships
    }


@cache
def _by_id(model: Any, schema: type[Read]) -> Select[Any]:
    columns = columns_of(model, schema)
    rows = select(*columns.values()).select_from(inspect(model).selectable)
    return rows.where(columns["id"].in_(IDS), *own_rows(model)).execution_options(**REFRESHED)


@cache
def _related_rows(relation: Related) -> Select[Any]:
    """The records related to the records `ids`, each row with the id of its owner in the last column."""
    columns = columns_of(relation.target, relation.schema).values()
    relationship, foreign_key = relation.relationship, foreign_key_of(relation)
    parent: Any = aliased(relation.model)  # a model may be related to itself
    owner = parent.id if foreign_key is None else foreign_key
    if foreign_key is None and not isinstance(relationship.secondary, Table):
        rows = select(*columns, owner).select_from(parent).join(getattr(parent, relation.name))
    else:
        rows = select(*columns, owner).select_from(inspect(relation.target).selectable)
        rows = rows.where(*own_rows(relation.target))
        if relationship.secondary is not None:  # not aliased: the relationship's order may name it
            rows = rows.join(relationship.secondary, relationship.secondaryjoin)
        if foreign_key is None:
            of_parent = ClauseAdapter(inspect(parent).selectable)
            rows = rows.join(parent, of_parent.traverse(relationship.primaryjoin))
    # The primary key breaks ties, and gives a relationship without an order a stable one.
    primary_key = inspect(relation.target).primary_key
    order = (*(relationship.order_by or ()), *primary_key) if relationship.uselist else ()
    return rows.where(owner.in_(IDS)).order_by(*order).execution_options(**REFRESHED)


def foreign_key_of(relation: Related) -> Any:
    """The column of the related or the secondary table that alone refers to the record, or None."""
    relationship, id_ = relation.relationship, inspect(relation.model).c.id
    is_join = isinstance(relationship.secondary, Join)  # it may contain the related table
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
    return next(_schema_within(part) for part in get_args(annotation) if part is not type(None))
