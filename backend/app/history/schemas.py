"""Schemas of changes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.history.models import ChangeAction
from react_admin import Id, Read


class ChangeRead(Read):
    id: Id
    at: datetime
    actor_id: int | None
    actor: str
    resource: str
    record_id: str | None
    record: str
    action: ChangeAction
    fields: list[str]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    note: str | None
    restorable_until: datetime | None
    restored_as: str | None


class Side(StrEnum):
    """The two states of a record around a change."""

    before = "before"
    after = "after"


class RestoreRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: Side


class Restored(BaseModel):
    """The record that has the restored state. It has a new id if it had been deleted."""

    resource: str
    record_id: str
