"""The records that a flush or a statement touches, by their own rows or by the rows of their parts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Column, Table, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from react_admin.constraint_violations import RELEASING
from react_admin.model_columns import MAX_VALUES, tables
from react_admin.recorded_states import Part, parts_of
from react_admin.resource import Resource
from react_admin.session_history import Record


class Owned(NamedTuple):
    """The column of a table that holds the ids of a resource's records: a key, or a reference of a part."""

    resource: Resource
    column: Column[Any]
    is_key: bool


@dataclass
class Tables:
    """The tables whose rows belong to records of `resources`."""

    resources: Sequence[Resource]

    @cached_property
    def owned(self) -> Mapping[str, Sequence[Owned]]:
        """The columns that hold ids of records, by the name of the table."""
        found: dict[str, list[Owned]] = {}
        for resource in self.resources:
            keys = {key for mapper in inspect(resource.model).self_and_descendants for key in _keys(mapper)}
            owned = [Owned(resource, key, is_key=True) for key in keys]
            owned += [Owned(resource, part.owner_key, is_key=False) for part in parts_of(resource)]
            for entry in owned:
                found.setdefault(entry.column.table.key, []).append(entry)
        return found

    def changed(self, session: Session) -> Iterator[Record]:
        """The records that exist and that a flush is about to change or delete."""
        for row in (*session.dirty, *session.deleted):
            for resource in self._resources_of(row):
                yield Record(resource, inspect(row).identity[0])
        for row in (*session.new, *session.dirty, *session.deleted):
            for resource, part in self._parts_of(row):
                yield from (Record(resource, id_) for id_ in _owner_ids(row, part))

    def created(self, session: Session) -> Iterator[Record]:
        """The records that a flush has inserted."""
        for row in session.new:
            yield from (Record(resource, row.id) for resource in self._resources_of(row))

    def deleted_with(self, session: Session, rows: Sequence[Any]) -> Iterator[Record]:
        """The records that the database deletes or changes because a flush deletes `rows`."""
        by_table: dict[str, tuple[Table, list[Any]]] = {}
        for row in rows:
            for key in _keys(inspect(type(row))):
                by_table.setdefault(key.table.key, (key.table, []))[1].append(inspect(row).identity[0])
        for table, ids in by_table.values():
            yield from self._released(session, table, ids)

    def addressed(self, state: ORMExecuteState) -> Iterator[Record]:
        """The records that an UPDATE or DELETE is about to change."""
        table = _table(state)
        for owned in self.owned.get(table.key, ()):
            yield from (Record(owned.resource, id_) for id_ in _addressed(state, owned.column))
        if state.is_delete and any(self._references(table)):
            [key] = table.primary_key.columns
            yield from self._released(state.session, table, [*_addressed(state, key)])

    def owners_of_inserted(self, state: ORMExecuteState) -> Iterator[Record]:
        """The records whose parts an INSERT adds."""
        for owned in self.owned.get(_table(state).key, ()):
            if not owned.is_key:
                yield from (Record(owned.resource, row[owned.column.key]) for row in _rows(state))

    def with_inserted_ids(self, state: ORMExecuteState) -> tuple[Any, list[Record]] | None:
        """Execute an INSERT of records. Returns its result, and the records; None if it inserts none."""
        keys = [owned for owned in self.owned.get(_table(state).key, ()) if owned.is_key]
        if not keys:
            return None
        statement: Any = state.statement
        if statement.exported_columns:
            raise TypeError("An INSERT with RETURNING would hide its records from the history: add objects.")
        result = state.invoke_statement(statement=statement.returning(keys[0].column)).freeze()
        return result(), [Record(owned.resource, id_) for id_ in result().scalars() for owned in keys]

    def _resources_of(self, row: Any) -> Iterator[Resource]:
        return (resource for resource in self.resources if isinstance(row, resource.model))

    def _parts_of(self, row: Any) -> Iterator[tuple[Resource, Part]]:
        for resource in self.resources:
            for part in parts_of(resource):
                if isinstance(row, part.relation.target):
                    yield resource, part

    def _references(self, table: Table) -> Iterator[Any]:
        """The foreign keys by which the database changes recorded rows when rows of `table` are deleted."""
        known = table.metadata.tables
        for reference in (key for name in self.owned if name in known for key in known[name].foreign_keys):
            of_table = reference.column.table.key == table.key and reference.column.primary_key
            if of_table and reference.ondelete in RELEASING:
                yield reference

    def _released(self, session: Session, table: Table, ids: Collection[Any]) -> Iterator[Record]:
        """The records that the database deletes or changes when it deletes the rows `ids` of `table`."""
        waiting, seen = [(table, [*ids])], {(table.key, id_) for id_ in ids}
        while waiting:
            table, ids = waiting.pop()
            for reference in self._references(table):
                child = reference.parent.table
                for owned in self.owned[child.key]:
                    found = _referring(session, owned.column, reference.parent, ids)
                    yield from (Record(owned.resource, id_) for id_ in found)
                [key] = child.primary_key.columns
                found = _referring(session, key, reference.parent, ids)
                new = [id_ for id_ in found if (child.key, id_) not in seen]
                seen |= {(child.key, id_) for id_ in new}
                waiting += [(child, new)] if new else []


def _keys(mapper: Mapper[Any]) -> Iterator[Column[Any]]:
    """The column that holds a record's id, in each of its tables."""
    known = {column.table: column for column in mapper.column_attrs["id"].columns}
    for table in dict.fromkeys(tables(mapper)):
        key: Any = known.get(table, *table.primary_key)
        yield key


def _owner_ids(row: Any, part: Part) -> Iterator[Any]:
    """The ids of the owners that a part has, and had: by its column, or by an object that it refers to."""
    state = inspect(row)
    key = state.mapper.get_property_by_column(part.owner_key).key
    for id_ in state.attrs[key].load_history().sum():
        if id_ is not None:
            yield id_
    for relationship in state.mapper.relationships:
        owner = state.dict.get(relationship.key)
        if part.owner_key in relationship.local_columns and owner is not None and inspect(owner).identity:
            yield inspect(owner).identity[0]


def _rows(state: ORMExecuteState) -> Iterable[Mapping[str, Any]]:
    rows = state.parameters
    if rows is None:
        raise TypeError("The history can't see the rows in this INSERT: pass them as parameters.")
    return [rows] if isinstance(rows, Mapping) else rows


def _table(state: ORMExecuteState) -> Table:
    """The table that a statement writes to."""
    statement: Any = state.statement
    table: Table = statement.table
    return table


def _addressed(state: ORMExecuteState, column: Column[Any]) -> Iterator[Any]:
    """The values of `column` in the rows that an UPDATE or DELETE matches."""
    statement: Any = state.statement
    parameters: Any = state.parameters
    if statement.whereclause is None and isinstance(parameters, list):  # an UPDATE by primary key
        [key] = column.table.primary_key.columns
        yield from _referring(state.session, column, key, [row["id"] for row in parameters])
        return
    found = select(column).distinct()
    if statement.whereclause is not None:
        found = found.where(statement.whereclause)
    for row in parameters if isinstance(parameters, list) else [parameters or {}]:
        yield from state.session.connection().scalars(found, row)


def _referring(
    session: Session, column: Column[Any], reference: Column[Any], ids: Collection[Any]
) -> list[Any]:
    """The values of `column` in the rows whose `reference` is one of `ids`."""
    values = [*ids]
    found: list[Any] = []
    for start in range(0, len(values), MAX_VALUES):
        rows = select(column).where(reference.in_(values[start : start + MAX_VALUES])).distinct()
        found += session.connection().scalars(rows)
    return found
