"""Records of a resource: loaded, and changed one by one or together."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.errors import AppError, NotFound
from app.react_admin.errors import UnknownIds
from app.react_admin.resource import Resource
from app.react_admin.stale import raise_version, refuse_stale
from app.react_admin.violations import removing, save


def load(
    session: Session, resource: Resource, id_: Any, embed: str | None = None, *, lock: bool = False
) -> Any:
    """One record as it now is in the database, locked against other writers where it is to change."""
    query = resource.listing(embed=embed).all().where(resource.model.id == id_)
    # What is embedded may hold the record itself, which would be read anew, and without what is embedded.
    query = query.execution_options(populate_existing=embed is None)
    row = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if row is None:
        raise NotFound
    return row


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


def load_all(session: Session, resource: Resource, ids: Collection[Any]) -> list[Any]:
    """The records `ids`, locked in the order of their ids, so that no two callers wait for each other.

    Raises UnknownIds where some do not exist.
    """
    query = resource.listing().all().where(resource.model.id.in_(ids))
    query = query.execution_options(populate_existing=True).with_for_update(key_share=True)
    rows = list(session.scalars(query))
    if unknown := set(ids) - {row.id for row in rows}:
        raise UnknownIds(sorted(unknown))
    return rows


@contextmanager
def about(row: Any) -> Iterator[None]:
    """Where one of many is refused, say which."""
    id_ = row.id
    try:
        yield
    except AppError as error:
        error.text = f"Record {id_}: {error.text}"
        raise
