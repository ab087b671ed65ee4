"""Records of a resource: loaded, and changed one by one or together."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from app.errors import AppError, NotFound
from react_admin.derive import kinds
from react_admin.errors import UnknownIds, UnknownKind
from react_admin.reading import ANEW, Record, read_records, related
from react_admin.resource import Resource
from react_admin.schemas import Read
from react_admin.stale import raise_version, refuse_stale
from react_admin.violations import InUse, removing, save
from react_admin.writers import delete_stored


def load(session: Session, resource: Resource, id_: Any, embed: str | None = None) -> Record:
    """One record as it now is in the database, with what is to be embedded."""
    found = read_records(session, resource.model, resource.read, [id_], resource.embedded(embed))
    if not found:
        raise NotFound
    return found[0]


def lock(session: Session, resource: Resource, id_: Any) -> Any:
    """One record's object, to be written: locked against other writers, with what is always read with it."""
    rows = _locked(session, resource, [id_])
    if not rows:
        raise NotFound
    return rows[0]


def create(session: Session, resource: Resource, body: BaseModel) -> Any:
    row = resource.written_by.create(session, body)
    save(session, row)
    return row


def update(session: Session, resource: Resource, row: Any, body: BaseModel, if_match: str | None) -> None:
    refuse_stale(session, resource, row, if_match, body)
    raise_version(resource, row)
    resource.written_by.update(session, row, body)
    save(session, row)


def delete(session: Session, resource: Resource, row: Any, if_match: str | None) -> None:
    refuse_stale(session, resource, row, if_match)
    with removing(session, [row]):
        resource.written_by.delete(session, row)


def delete_all(session: Session, resource: Resource, rows: Sequence[Any], if_match: str | None) -> None:
    """Delete records that may refer to each other."""
    for row in rows:
        with about(row):
            refuse_stale(session, resource, row, if_match)
    if resource.writers is None:
        with removing(session, rows):
            delete_stored(session, rows)
    else:
        _delete_in_turn(session, resource, rows)


def _delete_in_turn(session: Session, resource: Resource, rows: Sequence[Any]) -> None:
    """Delete one by one; those that others refer to come after these."""
    while rows:
        refused = []
        for row in rows:
            try:
                with about(row), session.begin_nested():
                    resource.written_by.delete(session, row)
            except IntegrityError:
                refused.append(row)
        if len(refused) == len(rows):
            with about(rows[0]):
                raise InUse
        rows = refused


def lock_all(session: Session, resource: Resource, ids: Collection[Any]) -> Sequence[Any]:
    """The records `ids`, in the order of their ids, so that no two callers wait for each other.

    Raises UnknownIds where some do not exist.
    """
    rows = _locked(session, resource, ids)
    if unknown := set(ids) - {row.id for row in rows}:
        raise UnknownIds(sorted(unknown))
    return rows


def _locked(session: Session, resource: Resource, ids: Collection[Any]) -> Sequence[Any]:
    model = resource.model
    _refuse_unknown_kinds(session, model, ids)
    rows = select(model).options(*_loads(model, resource.read)).where(model.id.in_(ids)).order_by(model.id)
    # Of these alone: PostgreSQL locks nothing that a model joins to them and that may be missing.
    locked = rows.execution_options(**ANEW).with_for_update(key_share=True, of=model)
    return session.scalars(locked).unique().all()


def _refuse_unknown_kinds(session: Session, model: Any, ids: Collection[Any]) -> None:
    """SQLAlchemy loads no object whose discriminator names none of its models, or is null."""
    column = inspect(model).polymorphic_on
    if column is not None:
        found = session.execute(select(model.id, column).where(model.id.in_(ids)))
        if unknown := [id_ for id_, kind in found if kind not in kinds(model)]:
            raise UnknownKind(sorted(unknown))


def _loads(model: Any, schema: type[Read]) -> list[Any]:
    return [
        selectinload(getattr(model, one.name)).options(*_loads(one.target, one.schema))
        for one in related(model, schema)
    ]


@contextmanager
def about(row: Any) -> Iterator[None]:
    """Where one of many is refused, say which."""
    id_ = row.id
    try:
        yield
    except AppError as error:
        error.text = f"Record {id_}: {error.text}"
        raise
