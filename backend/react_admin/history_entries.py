"""The entries of a history: what a transaction has changed, and by whom."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from react_admin.recorded_states import batches, history_of, read_states
from react_admin.resource import Resource
from react_admin.session_history import Actor, Pending, Record, State


class Entry(NamedTuple):
    """A change of a record, or an event that changes nothing, such as an export.

    `before` and `after` are None where the record did not exist. `fields` names what an edit changed.
    """

    actor: Actor
    resource: Resource
    record_id: Any
    label: str
    action: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    fields: Sequence[str] = ()
    note: str | None = None

    @property
    def restorable_days(self) -> int | None:
        """Days for which the record that this entry deletes can be created again, or None if it can't."""
        is_deletion = self.before is not None and self.after is None
        return self.resource.restorable_days if is_deletion else None


def entries_of(session: Session, found: Pending, actor: Actor) -> Iterator[Entry]:
    """The entries of a transaction, in the order in which it touched the records.

    They are made as they are read, so that an import of many records needs little memory.
    """
    for batch in batches([*found.before.items()]):
        yield from _changes(session, found, actor, dict(batch))
    yield from _events(session, found, actor)


def ids_by_resource(records: Iterable[Record]) -> dict[Resource, list[Any]]:
    found: dict[Resource, dict[Any, None]] = {}
    for resource, id_ in records:
        found.setdefault(resource, {})[id_] = None
    return {resource: [*ids] for resource, ids in found.items()}


def _changes(
    session: Session, found: Pending, actor: Actor, touched: Mapping[Record, State | None]
) -> Iterator[Entry]:
    after: dict[Record, State] = {}
    for resource, ids in ids_by_resource(touched).items():
        after |= {Record(resource, id_): state for id_, state in read_states(session, resource, ids)}
    for record, old in touched.items():
        new = after.get(record)
        fields = _changed_fields(record.resource, old, new) if old and new else ()
        if (old or new) and (fields or not (old and new)):
            action = found.action or ("edit" if old and new else "create" if new else "delete")
            before, after_ = (state and json.loads(state.kept) for state in (old, new))
            label = (new or old).label  # type: ignore[union-attr] # one of them is there
            yield Entry(actor, *record, label, action, before, after_, fields, found.note)


def _changed_fields(resource: Resource, old: State, new: State) -> list[str]:
    if old.kept == new.kept and old.unread == new.unread:
        return []
    before, after = json.loads(old.kept), json.loads(new.kept)
    unread = zip(history_of(resource).unread, old.unread, new.unread, strict=True)
    return [
        *(name for name in after if before[name] != after[name]),
        *(name for name, was, is_ in unread if was != is_),
    ]


def _events(session: Session, found: Pending, actor: Actor) -> Iterator[Entry]:
    for resource, id_, action, note in found.events:
        states = dict(read_states(session, resource, [] if id_ is None else [id_]))
        label = states[id_].label if id_ in states else ""
        yield Entry(actor, resource, id_, label, action, note=note)
