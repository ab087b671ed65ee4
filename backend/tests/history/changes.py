"""The recorded changes."""

import json
from collections.abc import Sequence

import sqlalchemy as sa

from app.database import Database
from app.history.models import Change


def changes(database: Database) -> Sequence[Change]:
    """All recorded changes, oldest first."""
    with database.begin() as session:
        return session.scalars(sa.select(Change).order_by(Change.id)).all()


def forget(database: Database) -> None:
    """Delete the changes so far."""
    with database.engine.begin() as connection:
        connection.execute(sa.delete(Change))


def as_text(change: Change) -> str:
    """The stored texts and values of a change."""
    return json.dumps({column.key: str(getattr(change, column.key)) for column in sa.inspect(Change).columns})
