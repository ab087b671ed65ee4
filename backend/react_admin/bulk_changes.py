"""Bulk actions on all records that a filter matches, in one transaction: all of them, or none.

Records are locked in the order of their ids and read in chunks, so that no statement grows with their number.
A resource with a history keeps the states of the changed records in memory until the commit.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from react_admin import crud
from react_admin.bulk_action import BulkAction
from react_admin.constraint_violations import save
from react_admin.errors import InUse
from react_admin.list_shape import Matching, execution_options, order_keys
from react_admin.model_columns import MAX_VALUES
from react_admin.session_history import name_change
from react_admin.stale_saves import increment_version

# Records that are in memory at a time, and ids that a statement names.
CHUNK = 500


class BulkPreview(BaseModel):
    """The number of records that the filter matches, and of those to which the action applies."""

    records: int
    applicable: int


class BulkOutcome(BaseModel):
    """The number of records that the filter matched, and of those that were changed."""

    records: int
    changed: int


def preview(session: Session, matching: Matching, applies_to: sa.ColumnElement[bool] | None) -> BulkPreview:
    applies = sa.case((sa.true() if applies_to is None else applies_to, 1)).label("applies")
    found = order_keys(matching.shape).add_columns(applies).subquery()
    counts = sa.select(sa.func.count(), sa.func.count(found.c.applies)).select_from(found)
    options = execution_options(matching.shape)
    records, applicable = session.execute(counts, matching.parameters, execution_options=options).one()
    return BulkPreview(records=records, applicable=applicable)


def change_all(session: Session, matching: Matching, action: BulkAction) -> BulkOutcome:
    name_change(session, action.name)
    records = changed = 0
    for ids in _locked_ids(session, matching):
        records += len(ids)
        changed += _change(session, matching, action, ids)
    return BulkOutcome(records=records, changed=changed)


def delete_all(session: Session, matching: Matching) -> BulkOutcome:
    """Delete the records, which may refer to each other.

    Records rarely refer to newer ones, so the newest are deleted first. Those that others refer to are tried
    again after these, and in larger chunks if that is of no use.
    """
    resource = matching.shape.resource
    ids = [id_ for chunk in _locked_ids(session, matching) for id_ in chunk]
    left, size = ids[::-1], CHUNK
    while left:
        held: list[Any] = []
        for start in range(0, len(left), size):
            chunk = left[start : start + size]
            try:
                with session.begin_nested():
                    crud.delete_all(session, resource, crud.lock_known(session, resource, chunk), None)
            except InUse:
                if size >= min(len(left), MAX_VALUES):
                    raise
                held += chunk
        size = size if len(held) < len(left) else min(4 * size, MAX_VALUES)
        left = held
    return BulkOutcome(records=len(ids), changed=len(ids))


def _locked_ids(session: Session, matching: Matching) -> Iterator[Sequence[Any]]:
    """Lock the records, and return their ids in chunks.

    On PostgreSQL, a record that someone else has changed in the meantime is locked if it still matches.
    """
    model = matching.shape.resource.model
    # The same order as in `crud`, whatever the collation of the ids: two calls must not wait for each other.
    rows = order_keys(matching.shape).order_by(model.id).limit(CHUNK)
    rows = rows.with_for_update(key_share=True, of=model)
    after = rows.where(model.id > sa.bindparam("last", type_=model.id.type))
    options = execution_options(matching.shape)
    ids = session.scalars(rows, matching.parameters, execution_options=options).all()
    while ids:
        yield ids
        last = {**matching.parameters, "last": ids[-1]}
        ids = session.scalars(after, last, execution_options=options).all()


def _change(session: Session, matching: Matching, action: BulkAction, ids: Sequence[Any]) -> int:
    """Change those of the locked records `ids` to which the action applies. Returns their number."""
    resource = matching.shape.resource
    conditions = [*matching.shape.conditions]
    if action.applies_to is not None:
        conditions.append(action.applies_to)

    def apply(write: Callable[[Any], None]) -> int:
        rows = crud.lock_known(session, resource, ids, conditions, matching.parameters)
        for row in rows:
            with crud.naming(resource, row):
                increment_version(resource, row)
                action.apply(session, row)
                write(row)
        return len(rows)

    try:
        with session.begin_nested():  # writes all of them at its end
            return apply(lambda _: None)
    except (IntegrityError, DataError):
        # The database does not say which record it refused, so they are written one by one.
        return apply(partial(save, session))
