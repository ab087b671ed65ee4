"""The states of records that a history keeps: the fields that a person can both read and write.

Other columns, such as tallies, versions and hashes, never enter a history.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Annotated, Any, NamedTuple, TypeVar, get_args

from pydantic import Field, create_model
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from react_admin.default_writers import writers_of
from react_admin.model_columns import VERSION, column_fields
from react_admin.read_records import Related, foreign_key_of, read_records, related
from react_admin.resource import History, Resource
from react_admin.schemas import Read, Write
from react_admin.session_history import State

# Records whose states are read, or whose entries are written, in one statement.
BATCH = 1_000

T = TypeVar("T")

# Most characters of the text that names a record in the history.
MAX_LABEL = 200

# A field that is read for the history, and not kept in it.
Unkept = Annotated[Any, Field(exclude=True)]


class Part(NamedTuple):
    """Related records that are written with their owner, such as the choices of a question.

    A change of one is a change of its owner, which `owner_key` refers to.
    """

    relation: Related
    owner_key: Any


@cache
def history_of(resource: Resource) -> History:
    return resource.history if isinstance(resource.history, History) else History()


def read_states(session: Session, resource: Resource, ids: Collection[Any]) -> Iterator[tuple[Any, State]]:
    """The states of the records `ids` that exist, as the database has them in this transaction."""
    schema = state_schema(resource)
    unread, label = [*history_of(resource).unread.values()], label_field(resource)
    for batch in batches(ids):
        for record in read_records(session, resource.model, schema, batch):
            kept = schema.model_validate(record).model_dump_json()
            named = "" if record[label] is None else str(record[label])[:MAX_LABEL]
            yield record["id"], State(kept, tuple(record[name] for name in unread), named)


def lock_records(session: Session, resource: Resource, ids: Collection[Any]) -> None:
    """Lock records in the order of their ids, so that no other transaction changes them in between."""
    model = resource.model
    for batch in batches(sorted(ids)):
        locked = select(model.id).where(model.id.in_(batch)).order_by(model.id)
        session.connection().execute(locked.with_for_update(key_share=True, of=model))


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := [*islice(rest, BATCH)]:
        yield batch


@cache
def state_schema(resource: Resource) -> type[Read]:
    """The schema that reads a record's recorded fields. Those that it needs besides are not kept."""
    fields = {name: (type_, ...) for name, type_ in _recorded(resource).items()}
    besides = {"id", label_field(resource), *history_of(resource).unread.values()} - fields.keys()
    fields |= dict.fromkeys(besides, (Unkept, ...))
    return create_model(f"{resource.read.__name__}State", __base__=Read, **fields)  # type: ignore[call-overload,no-any-return] # fields by name


@cache
def parts_of(resource: Resource) -> tuple[Part, ...]:
    """The related records that are recorded with their owner."""
    relations = related(resource.model, state_schema(resource))
    return tuple(Part(relation, foreign_key_of(relation)) for relation in relations)


@cache
def label_field(resource: Resource) -> str:
    """The field that names a record to people: the first that is searched, else the first text."""
    texts = (
        name
        for name, column in column_fields(resource.model).items()
        if name in resource.read.model_fields and name != "id" and _is_text(column)
    )
    return next(iter(resource.search), next(texts, "id"))


def _is_text(column: Any) -> bool:
    try:
        return column.type.python_type is str
    except NotImplementedError:  # a type that declares none
        return False


def _recorded(resource: Resource) -> dict[str, Any]:
    """The types of the recorded fields: the columns, and the parts, that are both read and written."""
    writers, columns = writers_of(resource), column_fields(resource.model)
    written = writers.create_schema.model_fields | writers.update_schema.model_fields
    fields: dict[str, Any] = {}
    for name, field in resource.read.model_fields.items():
        if name not in written or name == "id" or (name == VERSION and resource.is_versioned):
            continue
        if name in columns:
            fields[name] = field.rebuild_annotation()
        elif part := _part_schema(resource, name, written):
            is_list = inspect(resource.model).relationships[name].uselist
            fields[name] = list[part] if is_list else part | None  # type: ignore[valid-type] # a value
    return fields


def _part_schema(resource: Resource, name: str, written: Mapping[str, Any]) -> type[Read] | None:
    """The schema that reads the part `name`, or None if it is not written with the record."""
    schema = _write_schema(written[name].annotation)
    if schema is None or name not in inspect(resource.model).relationships:
        return None
    if foreign_key_of(Related(resource.model, name, schema.read)) is None:
        return None
    fields = {
        field: (found.rebuild_annotation(), ...)
        for field, found in schema.read.model_fields.items()
        if field in schema.model_fields
    }
    return create_model(f"{schema.read.__name__}State", __base__=Read, **fields)  # type: ignore[call-overload,no-any-return] # fields by name


def _write_schema(annotation: Any) -> type[Write] | None:
    """The schema in an annotation such as `list[ChoiceWrite]`, or None."""
    if isinstance(annotation, type) and issubclass(annotation, Write):
        return annotation
    return next(filter(None, map(_write_schema, get_args(annotation))), None)
