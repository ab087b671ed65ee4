"""The history in a session: its actor, the action, and the records that it has touched."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from react_admin.resource import Resource

# The action of a restored record.
RESTORE = "restore"

# Keys of `Session.info`.
NAMES, PENDING, ACTOR = "history.names", "history.pending", "history.actor"


class Actor(NamedTuple):
    """The author of a change. `id` is that of an account, or None for a change that no account made."""

    id: Any
    name: str


class Record(NamedTuple):
    resource: Resource
    id: Any


class State(NamedTuple):
    """A record at one moment.

    `kept` has its recorded fields as JSON. `unread` has the stored values of fields that are never read,
    only to compare them. `label` names the record to people.
    """

    kept: str
    unread: tuple[Any, ...]
    label: str


class Event(NamedTuple):
    resource: Resource
    record_id: Any
    action: str
    note: str | None


@dataclass
class Pending:
    """The records that a transaction has touched so far, with their states before it, and its events."""

    before: dict[Record, State | None] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    action: str | None = None
    note: str | None = None


def pending(session: Session) -> Pending:
    found: Pending = session.info.setdefault(PENDING, Pending())
    return found


def set_actor(session: Session, id_: Any, name: str) -> None:
    """Set the actor of this session's changes."""
    session.info[ACTOR] = Actor(id_, name)


def actor_of(session: Session) -> Actor | None:
    """The actor of this session's changes, or None if none was set."""
    found: Actor | None = session.info.get(ACTOR)
    return found


def name_change(session: Session, action: str, note: str | None = None) -> None:
    """Name the action of this transaction, such as `"import"`, if it is not just create, edit or delete.

    An action that is not among the names of the recorder becomes the note of the changes.
    """
    found = pending(session)
    if action in _names(session):
        found.action, found.note = action, note
    else:
        found.note = note or action


def is_restoring(session: Session) -> bool:
    """True while a record is brought to a recorded state, in which nothing may be adapted to the present."""
    return pending(session).action == RESTORE


def record_event(
    session: Session, resource: Resource, record_id: Any, action: str, note: str | None = None
) -> None:
    """Record an action that changes nothing, such as an export. `record_id` is None if it is of no record."""
    if action not in _names(session):
        raise TypeError(f"No history of this session knows the action {action!r}, so it would be lost.")
    pending(session).events.append(Event(resource, record_id, action, note))


def _names(session: Session) -> Collection[str]:
    """The actions that the session's recorder knows; none without a recorder."""
    names: Collection[str] = session.info.get(NAMES, ())
    return names
