"""Records of a resource: loaded, and changed one by one or together."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.errors import AppError, NotFound
from app.react_admin.errors import UnknownIds
from app.react_admin.reading import ANEW, Record, read_records, related
from app.react_admin.resource import Resource
from app.react_admin.schemas import Read
from app.react_admin.stale import raise_version, refuse_stale
from app.react_admin.violations import removing, save


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
    with removing(session):
        resource.written_by.delete(session, row)


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
    rows = select(model).options(*_loads(model, resource.read)).where(model.id.in_(ids)).order_by(model.id)
    # Of these alone: PostgreSQL locks nothing that a model joins to them and that may be missing.
    locked = rows.execution_options(**ANEW).with_for_update(key_share=True, of=model)
    return session.scalars(locked).unique().all()


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
