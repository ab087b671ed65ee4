"""The history of records: who changed which record, when, from which state to which.

A `Recorder` listens to the events of sessions. Before a session changes a record for the first time in a
transaction, the record's state is read from the database. At the commit it is read again: if it differs, the
transaction stores one entry, however often the record was flushed. A transaction that is rolled back stores
none.

Recorded are objects that a session flushes, and INSERT, UPDATE and DELETE statements that it executes.
Statements on `session.connection()` and the session's `bulk_` methods are not.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, sessionmaker

from react_admin.history_entries import Entry, entries_of, ids_by_resource
from react_admin.recorded_states import batches, lock_records, read_states
from react_admin.recorded_tables import Tables
from react_admin.resource import Resource
from react_admin.session_history import NAMES, PENDING, Actor, Record, actor_of, pending


class Recorder:
    """Records the changes of `resources` with a history.

    `store` adds entries in the transaction of the session that it is given. `names` are the actions that
    `name_change` and `record_event` may name. `nobody` is the actor where no one is signed in.
    """

    def __init__(
        self,
        resources: Iterable[Resource],
        store: Callable[[Session, Sequence[Entry]], None],
        names: Collection[str],
        nobody: Actor,
    ) -> None:
        self.tables = Tables([resource for resource in resources if resource.history])
        self.store, self.names, self.nobody = store, names, nobody

    def listen(self, sessions: sessionmaker[Session]) -> None:
        sessions.configure(info={**sessions.kw.get("info", {}), NAMES: self.names})
        event.listen(sessions, "before_flush", self._before_flush)
        event.listen(sessions, "after_flush", self._after_flush)
        event.listen(sessions, "do_orm_execute", self._before_statement)
        event.listen(sessions, "before_commit", self._before_commit)
        event.listen(sessions, "after_transaction_end", _forget)

    def _before_flush(self, session: Session, *_: object) -> None:
        self._keep(session, self.tables.changed(session))
        self._keep(session, self.tables.deleted_with(session, [*session.deleted]))

    def _after_flush(self, session: Session, *_: object) -> None:
        before = pending(session).before
        for record in self.tables.created(session):
            before.setdefault(record, None)

    def _before_statement(self, state: ORMExecuteState) -> Any:
        if state.is_select or not (state.is_update or state.is_delete or state.is_insert):
            return None
        if state.session.autoflush:
            state.session.flush()
        if state.is_insert:
            return self._insert(state)
        self._keep(state.session, self.tables.addressed(state))
        return None

    def _insert(self, state: ORMExecuteState) -> Any:
        self._keep(state.session, self.tables.owners_of_inserted(state))
        found = self.tables.with_inserted_ids(state)
        if found is None:
            return None
        result, records = found
        before = pending(state.session).before
        for record in records:
            before.setdefault(record, None)
        return result

    def _keep(self, session: Session, records: Iterable[Record]) -> None:
        """Read the states of records that this transaction has not touched yet."""
        before = pending(session).before
        for resource, ids in ids_by_resource(record for record in records if record not in before).items():
            lock_records(session, resource, ids)
            states = dict(read_states(session, resource, ids))
            before.update({Record(resource, id_): states.get(id_) for id_ in ids})

    def _before_commit(self, session: Session) -> None:
        if session.in_nested_transaction():
            return
        session.flush()
        for entries in batches(entries_of(session, pending(session), actor_of(session) or self.nobody)):
            self.store(session, entries)
        session.info.pop(PENDING, None)


def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(PENDING, None)
