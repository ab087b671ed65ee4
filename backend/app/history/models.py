"""The table of changes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, text, utcnow
from react_admin.recorded_states import MAX_LABEL

# The actions that the history records. A bulk action of a resource is named here too, which takes no
# migration.
ChangeAction = StrEnum(
    "ChangeAction",
    [
        "create",
        "edit",
        "delete",
        "restore",
        "import",
        "export",
        "print",
        "publish",
        "close",
        "reopen",
        "archive",
        "unarchive",
        "activate",
        "deactivate",
        "correct",
        "reset",
        "look",
        "revoke",
        "replace_code",
        "forget",
        "stop",
    ],
)
ACTIONS = [*ChangeAction]

# Without a constraint, which each new action would have to change.
_ACTION = Enum(ChangeAction, native_enum=False, create_constraint=False, length=50)

# Most characters of a note.
MAX_NOTE = 200

_VALUES = JSON(none_as_null=True)


class Change(Base):
    """A change of a record, or an event that changed nothing, such as an export.

    It refers to the account and to the record without foreign keys, because it outlives both.
    """

    __tablename__ = "history_change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utcnow())
    # Null for a command and for the server itself.
    actor_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(text(150))
    resource: Mapped[str] = mapped_column(text(50))
    # Null for an event of no single record.
    record_id: Mapped[str | None] = mapped_column(text(200))
    record: Mapped[str] = mapped_column(text(MAX_LABEL))
    action: Mapped[ChangeAction] = mapped_column(_ACTION)
    # The fields that an edit changed. Some are in no state: of a password, it is only known that it changed.
    fields: Mapped[list[str]] = mapped_column(_VALUES)
    before: Mapped[dict[str, Any] | None] = mapped_column(_VALUES)
    after: Mapped[dict[str, Any] | None] = mapped_column(_VALUES)
    note: Mapped[str | None] = mapped_column(text(MAX_NOTE))
    # Set if the change deleted a record: until when it can be restored, and as which record it was.
    restorable_until: Mapped[datetime | None]
    restored_as: Mapped[str | None] = mapped_column(text(200))


# The order of the list. Each of the others counts and finds the changes of one value, newest last.
Index("ix_history_change_at_id", Change.at, Change.id)
Index("ix_history_change_record", Change.resource, Change.record_id, Change.at)
Index("ix_history_change_action_at", Change.action, Change.at)
Index("ix_history_change_actor_at", Change.actor, Change.at)
_IS_RESTORABLE = Change.restorable_until.is_not(None)
Index(
    "ix_history_change_restorable",
    Change.restorable_until,
    postgresql_where=_IS_RESTORABLE,
    sqlite_where=_IS_RESTORABLE,
)
