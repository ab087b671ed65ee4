"""Recording, restoring and pruning changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import CompoundSelect, Select, delete, insert, or_, select, union
from sqlalchemy.orm import Session

from app.database import Database, now
from app.history.errors import AlreadyRestored, NoState, NotRestorable, RecordDeleted
from app.history.models import ACTIONS, MAX_NOTE, Change
from app.history.schemas import Side
from react_admin import Actor, Entry, NotFound, Recorder, Resource, record_event, restoring
from react_admin.resource import Scope

# The actors of changes that no account makes: commands, and the running server itself.
CLI = Actor(None, "cli")
SERVER = Actor(None, "server")

# Precedes the filter in the note of an export.
FILTER = ", filter "

# Changes that one transaction deletes: some milliseconds, in which SQLite takes no other write.
PRUNED_AT_ONCE = 1_000


def record_changes(database: Database, resources: Iterable[Resource], nobody: Actor) -> None:
    """Record each change that sessions of `database` make to `resources`: by `nobody` without an account."""
    database.record(Recorder(resources, _store, ACTIONS, nobody))


def record_export(session: Session, resource: Resource, query: Mapping[str, str], records: int) -> None:
    """Record that someone exported `records` of a resource, and which."""
    # Everyone who may list changes sees this note, but not the changes of every resource.
    chosen = "{}" if resource.model is Change else query.get("filter", "{}")
    note = f"{query['format']}, {records} records" + f"{FILTER}{chosen}" * (chosen != "{}")
    record_event(session, resource, None, "export", note)


def _store(session: Session, entries: Sequence[Entry]) -> None:
    moment = now(session)
    # Past the session, which has been flushed.
    session.connection().execute(
        insert(Change.__table__),  # type: ignore[arg-type] # a Table
        [
            {
                "at": moment,
                "actor_id": entry.actor.id,
                "actor": entry.actor.name,
                "resource": entry.resource.name,
                "record_id": None if entry.record_id is None else str(entry.record_id),
                "record": entry.label,
                "action": entry.action,
                "fields": [*entry.fields],
                "before": entry.before,
                "after": entry.after,
                "note": entry.note and entry.note[:MAX_NOTE],
                "restorable_until": (days := entry.restorable_days) and moment + timedelta(days=days),
            }
            for entry in entries
        ],
    )


def restore(
    session: Session,
    resource: Resource,
    change: Change,
    side: Side,
    if_match: str | None,
    scope: Scope,
) -> str:
    """Bring the record of a change to one of its states. Returns the record's id.

    The caller holds the lock on the change's row, so that no deletion is restored twice.
    """
    state = change.before if side is Side.before else change.after
    if state is None or change.record_id is None:
        raise NoState
    id_ = TypeAdapter(resource.id_type).validate_python(change.record_id)
    if change.after is None:
        return _recreate(session, resource, change, id_, state)
    try:
        restoring.restore(session, resource, id_, state, if_match, scope)
    except NotFound:
        raise RecordDeleted from None
    return change.record_id


def _recreate(session: Session, resource: Resource, change: Change, id_: Any, state: dict[str, Any]) -> str:
    if change.restored_as is not None:
        raise AlreadyRestored(change.restored_as)
    if change.restorable_until is None or change.restorable_until <= now(session):
        raise NotRestorable
    change.restored_as = str(restoring.recreate(session, resource, id_, state))
    return change.restored_as


def forget_records(session: Session, resource: str, ids: Select[str], field: str, value: int) -> None:
    """Delete all changes of the records `ids`, and of those that had this value in a field when they existed.

    The filters of recorded exports of the resource may name a record, so they leave their notes.
    """
    of_resource = Change.resource == resource
    stated = or_(Change.before[field].as_integer() == value, Change.after[field].as_integer() == value)
    named: CompoundSelect[Any] = union(ids, select(Change.record_id).where(of_resource, stated))
    forgotten = delete(Change).where(of_resource, Change.record_id.in_(select(named.subquery())))
    session.execute(forgotten, execution_options={"synchronize_session": False})
    exports = select(Change).where(of_resource, Change.record_id.is_(None), Change.note.contains(FILTER))
    for change in session.scalars(exports):
        change.note = str(change.note).partition(FILTER)[0]


def prune(database: Database, days: int) -> int:
    """Delete the changes that are older than `days`. Returns how many."""
    pruned = 0
    while True:
        with database.begin() as session:
            is_old = Change.at < now(session) - timedelta(days=days)
            old = session.scalars(
                select(Change.id).where(is_old).order_by(Change.at).limit(PRUNED_AT_ONCE)
            ).all()
            session.execute(delete(Change).where(Change.id.in_(old)))
        pruned += len(old)
        if len(old) < PRUNED_AT_ONCE:
            return pruned
