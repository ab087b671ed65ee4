"""Single records of a resource: read, locked, created, updated and deleted, alone or in bulk."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from react_admin.constraint_violations import removing, save
from react_admin.default_writers import delete_stored, writers_of
from react_admin.errors import ApiError, InUse, NotFound, UnknownIds, UnknownKind
from react_admin.model_columns import kinds
from react_admin.read_records import REFRESHED, Record, read_records, related
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
    rows = _locked(session, resource, _within(session, resource, [id_], scope))
    if not rows:
        raise NotFound
    return rows[0]


def lock_all(session: Session, resource: Resource, ids: Collection[Any], scope: Scope = ()) -> Sequence[Any]:
    """The objects of the records `ids`, locked in the order of their ids to avoid deadlocks.

    Raises UnknownIds if some do not exist.
    """
    rows = _locked(session, resource, _within(session, resource, ids, scope))
    if unknown := set(ids) - {row.id for row in rows}:
        raise UnknownIds(sorted(unknown))
    return rows


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
        with naming(row):
            update(session, resource, row, body, if_match)


def delete(session: Session, resource: Resource, row: Any, if_match: str | None) -> None:
    refuse_stale(session, resource, row, if_match)
    with removing(session, [row]):
        writers_of(resource).delete(session, row)


def delete_all(session: Session, resource: Resource, rows: Sequence[Any], if_match: str | None) -> None:
    """Delete records that may refer to each other."""
    for row in rows:
        with naming(row):
            refuse_stale(session, resource, row, if_match)
    if resource.writers is None:
        with removing(session, rows):
            delete_stored(session, rows)
    else:
        _delete_in_turn(session, resource, rows)


@contextmanager
def naming(row: Any) -> Iterator[None]:
    """Name the record in the message of an error, where a call changes many."""
    id_ = row.id
    try:
        yield
    except ApiError as error:
        error.text = f"Record {id_}: {error.text}"
        raise


def _delete_in_turn(session: Session, resource: Resource, rows: Sequence[Any]) -> None:
    """Delete records one by one. A record that others refer to is tried again after them."""
    while rows:
        refused = []
        for row in rows:
            try:
                with naming(row), session.begin_nested():
                    writers_of(resource).delete(session, row)
            except IntegrityError:
                refused.append(row)
        if len(refused) == len(rows):
            with naming(rows[0]):
                raise InUse
        rows = refused


def _within(session: Session, resource: Resource, ids: Collection[Any], scope: Scope) -> Collection[Any]:
    """Those of `ids` that are within the scope."""
    model = resource.model
    return session.scalars(select(model.id).where(model.id.in_(ids), *scope)).all() if scope else ids


def _locked(session: Session, resource: Resource, ids: Collection[Any]) -> Sequence[Any]:
    model = resource.model
    _refuse_unknown_kinds(session, model, ids)
    rows = select(model).options(*_loads(model, resource.read)).where(model.id.in_(ids)).order_by(model.id)
    # Only rows of this model: PostgreSQL refuses to lock the nullable side of an outer join.
    locked = rows.execution_options(**REFRESHED).with_for_update(key_share=True, of=model)
    return session.scalars(locked).unique().all()


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
