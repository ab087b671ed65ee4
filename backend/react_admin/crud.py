"""Single records of a resource: read, locked, created, updated and deleted, alone or in bulk."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from react_admin.constraint_violations import removing, save
from react_admin.default_writers import delete_stored, writers_of
from react_admin.errors import ApiError, InUse, NotFound, UnknownIds, UnknownKind
from react_admin.model_columns import kinds
from react_admin.read_records import NO_OPTIONS, REFRESHED, Record, read_records, related
from react_admin.recorded_states import label_field
from react_admin.resource import Resource, Scope
from react_admin.schemas import Read
from react_admin.stale_saves import increment_version, refuse_stale


def load(
    session: Session, resource: Resource, id_: Any, embedded: Collection[str] = (), scope: Scope = ()
) -> Record:
    """A record as the database has it now, with the relationships `embedded`. Raises NotFound."""
    ids = _within(session, resource, [id_], scope)
    found = read_records(session, resource.model, resource.read, ids, embedded)
    if not found:
        raise NotFound
    return found[0]


def lock(session: Session, resource: Resource, id_: Any, scope: Scope = ()) -> Any:
    """The object of a record, locked against other writers, with the relationships that are always read."""
    rows = lock_known(session, resource, [id_], scope)
    if not rows:
        raise NotFound
    return rows[0]


def lock_all(session: Session, resource: Resource, ids: Collection[Any], scope: Scope = ()) -> Sequence[Any]:
    """The objects of the records `ids`, locked in the order of their ids to avoid deadlocks.

    Raises UnknownIds if some do not exist.
    """
    rows = lock_known(session, resource, ids, scope)
    if unknown := set(ids) - {row.id for row in rows}:
        raise UnknownIds(sorted(unknown))
    return rows


def lock_known(
    session: Session,
    resource: Resource,
    ids: Collection[Any],
    conditions: Collection[ColumnElement[bool]] = (),
    parameters: Mapping[str, Any] = NO_OPTIONS,
) -> Sequence[Any]:
    """As `lock_all`, without the records that do not exist or do not meet the conditions."""
    model = resource.model
    _refuse_unknown_kinds(session, model, ids)
    rows = select(model).options(*_loads(model, resource.read)).where(model.id.in_(ids), *conditions)
    # Only rows of this model: PostgreSQL refuses to lock the nullable side of an outer join.
    locked = rows.order_by(model.id).with_for_update(key_share=True, of=model)
    return session.scalars(locked, parameters, execution_options=REFRESHED).unique().all()


def create(session: Session, resource: Resource, body: BaseModel) -> Any:
    row = writers_of(resource).create(session, body)
    save(session, row)
    return row


def update(session: Session, resource: Resource, row: Any, body: BaseModel, if_match: str | None) -> None:
    refuse_stale(session, resource, row, if_match, body)
    increment_version(resource, row)
    writers_of(resource).update(session, row, body)
    save(session, row)


def update_all(
    session: Session, resource: Resource, rows: Sequence[Any], body: BaseModel, if_match: str | None
) -> None:
    for row in rows:
        with naming(resource, row):
            update(session, resource, row, body, if_match)


def delete(session: Session, resource: Resource, row: Any, if_match: str | None) -> None:
    refuse_stale(session, resource, row, if_match)
    with removing(session, [row]):
        writers_of(resource).delete(session, row)


def delete_all(session: Session, resource: Resource, rows: Sequence[Any], if_match: str | None) -> None:
    """Delete records that may refer to each other."""
    for row in rows:
        with naming(resource, row):
            refuse_stale(session, resource, row, if_match)
    if resource.writers is None:
        with removing(session, rows, {row.id: name_of(resource, row) for row in rows}):
            delete_stored(session, rows)
    else:
        _delete_in_turn(session, resource, rows)


@contextmanager
def naming(resource: Resource, row: Any) -> Iterator[None]:
    """Name the record in the message of an error, where a call changes many."""
    name = name_of(resource, row)
    try:
        yield
    except ApiError as error:
        error.text = f"{name}: {error.text}"
        raise


def name_of(resource: Resource, row: Any) -> str:
    """A record in a sentence: its id, and the text that names it."""
    field = label_field(resource)
    title = None if field == "id" else getattr(row, field)
    return f"Record {row.id} (“{title}”)" if title else f"Record {row.id}"


def _delete_in_turn(session: Session, resource: Resource, rows: Sequence[Any]) -> None:
    """Delete records one by one. A record that others refer to is tried again after them."""
    with suppress(IntegrityError), session.begin_nested():
        for row in rows:
            with naming(resource, row):
                writers_of(resource).delete(session, row)
                session.flush()
        return
    while rows:
        refused = []
        for row in rows:
            try:
                with naming(resource, row), session.begin_nested():
                    writers_of(resource).delete(session, row)
            except IntegrityError:
                refused.append(row)
        if len(refused) == len(rows):
            with naming(resource, rows[0]):
                raise InUse
        rows = refused


def _within(session: Session, resource: Resource, ids: Collection[Any], scope: Scope) -> Collection[Any]:
    """The subset of `ids` within the scope."""
    model = resource.model
    return session.scalars(select(model.id).where(model.id.in_(ids), *scope)).all() if scope else ids


def _refuse_unknown_kinds(session: Session, model: Any, ids: Collection[Any]) -> None:
    """SQLAlchemy silently skips rows whose discriminator is null or names none of the model's classes."""
    column = inspect(model).polymorphic_on
    if column is not None:
        found = session.execute(select(model.id, column).where(model.id.in_(ids)))
        if unknown := [id_ for id_, kind in found if kind not in kinds(model)]:
            raise UnknownKind(sorted(unknown))


def _loads(model: Any, schema: type[Read]) -> list[Any]:
    return [
        selectinload(getattr(model, relation.name)).options(*_loads(relation.target, relation.schema))
        for relation in related(model, schema)
    ]
