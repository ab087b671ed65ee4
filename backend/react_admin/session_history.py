"""What a session knows of its history: who acts, what is done, and the records that it has touched."""

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
    """Who makes a change: the id of an account, and its name."""

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
    """What a transaction has touched so far: the states before it, and the events to record."""

    before: dict[Record, State | None] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    action: str | None = None
    note: str | None = None


def pending(session: Session) -> Pending:
    found: Pending = session.info.setdefault(PENDING, Pending())
    return found


def set_actor(session: Session, id_: Any, name: str) -> None:
    """Say who makes the changes of this session."""
    session.info[ACTOR] = Actor(id_, name)


def actor_of(session: Session) -> Actor | None:
    """Who makes the changes of this session, or None if it was not said."""
    found: Actor | None = session.info.get(ACTOR)
    return found


def name_change(session: Session, action: str, note: str | None = None) -> None:
    """Name what this transaction does, if it is more than to create, edit or delete: `"import"`.

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
