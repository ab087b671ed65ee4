"""Counts of the rows that a delete removes by cascade, across any number of tables.

Cascades are the ON DELETE CASCADE of the database and, for a resource with writers of its own, those of the
ORM's relationships. A table that refers to itself is followed to the end. A circle of several tables is
followed once around.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session

from react_admin.default_writers import keys_of
from react_admin.list_shape import Matching, execution_options, order_keys
from react_admin.resource import Resource

# The key in `Table.info` of the name by which the rows of a table are counted, by default the table's. Tables
# may share a name. The rows of a table whose name is None are not mentioned.
COUNTED_AS = "counted_as"


class RelatedRows(BaseModel):
    """`resource` is the name of a resource, or else of a table."""

    resource: str
    count: int


class Cascade(NamedTuple):
    """A row of `child` is deleted with the row of `parent` whose columns have the same values, in pairs."""

    parent: sa.Table
    child: sa.Table
    pairs: tuple[tuple[sa.Column[Any], sa.Column[Any]], ...]

    def joins(self, parent: Any, child: Any) -> sa.ColumnElement[bool]:
        return sa.and_(*(parent.c[ours.key] == child.c[theirs.key] for ours, theirs in self.pairs))


def related_rows(session: Session, matching: Matching) -> list[RelatedRows]:
    """The rows that are deleted along with the records, counted in one statement per table."""
    resource = matching.shape.resource
    ids = order_keys(matching.shape).correlate(None)  # it selects from tables that the statements join
    counts: dict[str, int] = {}
    for table, gone in _gone(resource, ids).items():
        name = _name(resource, table)
        if name is None:
            continue
        rows = sa.select(sa.func.count()).select_from(gone)
        if table in _own_tables(resource):
            rows = rows.where(gone.c[_own_tables(resource)[table].key].not_in(ids))
        options = execution_options(matching.shape)
        count = session.scalars(rows, matching.parameters, execution_options=options).one()
        counts[name] = counts.get(name, 0) + count
    return [RelatedRows(resource=name, count=count) for name, count in counts.items() if count]


def _name(resource: Resource, table: sa.Table) -> str | None:
    own = [*_own_tables(resource)]
    if table in own:  # a record has a row in each of these tables
        return resource.name if table is own[0] else None
    name: str | None = table.info.get(COUNTED_AS, table.name)
    return name


def _gone(resource: Resource, ids: sa.Select[Any]) -> dict[sa.Table, sa.CTE]:
    """The keys of the rows that are deleted, the records among them, by table."""
    own, cascades = _own_tables(resource), _cascades(resource)
    gone: dict[sa.Table, sa.CTE] = {}
    for table in _reached(tuple(own), cascades):
        keys = _keys(table, cascades)
        found = [sa.select(*keys).where(own[table].in_(ids))] if table in own else []
        for cascade in cascades:
            if cascade.child is table and cascade.parent is not table and cascade.parent in gone:
                parent = gone[cascade.parent]
                found.append(sa.select(*keys).join(parent, cascade.joins(parent, table)))
        rows = found[0] if len(found) == 1 else sa.union(*found)
        own_cascades = [cascade for cascade in cascades if cascade.child is cascade.parent is table]
        gone[table] = rows.cte(f"gone_{len(gone)}", recursive=bool(own_cascades))
        if own_cascades:
            before = gone[table]
            follows = sa.or_(*(cascade.joins(before, table) for cascade in own_cascades))
            gone[table] = before.union(sa.select(*keys).join(before, follows))
    return gone


def _reached(roots: Sequence[sa.Table], cascades: Sequence[Cascade]) -> list[sa.Table]:
    """The tables that cascades from `roots` reach, each after those from which it is reached."""
    finished: list[sa.Table] = []
    begun: set[sa.Table] = set()

    def visit(table: sa.Table) -> None:
        if table not in begun:
            begun.add(table)
            for cascade in cascades:
                if cascade.parent is table:
                    visit(cascade.child)
            finished.append(table)

    for root in reversed(roots):
        visit(root)
    return finished[::-1]


def _keys(table: sa.Table, cascades: Sequence[Cascade]) -> list[sa.Column[Any]]:
    """The columns that identify a row, and those to which cascades refer."""
    referred = [ours for cascade in cascades if cascade.parent is table for ours, _ in cascade.pairs]
    return [*dict.fromkeys([*table.primary_key, *referred])]


@cache
def _own_tables(resource: Resource) -> dict[sa.Table, sa.Column[Any]]:
    """The tables in which a record can have a row, with their ids. That of the base class is the first."""
    mappers = sa.inspect(resource.model).self_and_descendants
    keys = [key for mapper in mappers for key in reversed(keys_of(mapper.class_))]
    return {key.table: key for key in keys}


@cache
def _cascades(resource: Resource) -> tuple[Cascade, ...]:
    [first, *_] = _own_tables(resource)
    found = {*_of_database(first.metadata)}
    if resource.writers is not None:
        found |= {*_of_orm(resource.model)}
    return tuple(sorted(found, key=str))


def _of_database(metadata: sa.MetaData) -> Iterator[Cascade]:
    for table in metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            if (constraint.ondelete or "").upper() == "CASCADE":
                pairs = ((element.column, element.parent) for element in constraint.elements)
                yield Cascade(constraint.referred_table, table, tuple(pairs))


def _of_orm(model: Any) -> Iterator[Cascade]:
    for mapper in sa.inspect(model).registry.mappers:
        for relationship in mapper.relationships:
            if relationship.cascade.delete and relationship.secondary is None:
                pairs = tuple(relationship.synchronize_pairs)
                yield Cascade(pairs[0][0].table, pairs[0][1].table, pairs)
