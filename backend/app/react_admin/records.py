"""Records of a resource: loaded, and changed one by one or together."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.errors import AppError, NotFound
from app.react_admin.errors import UnknownIds
from app.react_admin.resource import Resource
from app.react_admin.stale import raise_version, refuse_stale
from app.react_admin.violations import removing, save


def load(session: Session, resource: Resource, id_: Any, embed: str | None = None) -> Any:
    """One record, with what is to be embedded."""
    return _found(session.scalar(resource.listing(embed=embed).all().where(resource.model.id == id_)))


def reload(session: Session, resource: Resource, id_: Any) -> Any:
    """One record as it now is in the database, whatever the session knows of it."""
    return _found(session.scalar(_anew(resource).where(resource.model.id == id_)))


def lock(session: Session, resource: Resource, id_: Any) -> Any:
    """The same, locked against other writers."""
    query = _anew(resource).where(resource.model.id == id_)
    return _found(session.scalar(query.with_for_update(key_share=True)))


def create(session: Session, resource: Resource, body: BaseModel) -> Any:
    row = resource.written_by.create(session, body)
    save(session, row)
    return row


def update(session: Session, resource: Resource, row: Any, body: BaseModel, if_match: str | None) -> None:
    refuse_stale(resource, row, if_match, body)
    raise_version(resource, row)
    resource.written_by.update(session, row, body)
    save(session, row)


def delete(session: Session, resource: Resource, row: Any, if_match: str | None) -> None:
    refuse_stale(resource, row, if_match)
    with removing(session):
        resource.written_by.delete(session, row)


def lock_all(session: Session, resource: Resource, ids: Collection[Any]) -> list[Any]:
    """The records `ids`, in the order of their ids, so that no two callers wait for each other.

    Raises UnknownIds where some do not exist.
    """
    query = _anew(resource).where(resource.model.id.in_(ids))
    rows = list(session.scalars(query.with_for_update(key_share=True)))
    if unknown := set(ids) - {row.id for row in rows}:
        raise UnknownIds(sorted(unknown))
    return rows


def _anew(resource: Resource) -> Select[Any]:
    return resource.listing().all().execution_options(populate_existing=True)


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound
    return row


@contextmanager
def about(row: Any) -> Iterator[None]:
    """Where one of many is refused, say which."""
    id_ = row.id
    try:
        yield
    except AppError as error:
        error.text = f"Record {id_}: {error.text}"
        raise
