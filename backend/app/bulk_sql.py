"""Bulk SQL: selects, inserts and increments of many rows, in the form that suits each database.

PostgreSQL gets one array per column, so that its plan and SQLAlchemy's compiled statement do not grow with
the number of rows. SQLite, which runs in this process, gets the rows one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import eq
from typing import Any

from sqlalchemy import (
    ARRAY,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import Session

Columns = tuple[Any, ...]


def select_by_keys(session: Session, key: Columns, columns: Columns, keys: Sequence[Any]) -> Iterable[Any]:
    """The columns `key` and `columns` of the rows whose key is among `keys`."""
    if not keys:
        return ()
    wanted = {*keys}
    statement = _select_candidates if _is_sqlite(session) else _select
    found = session.execute(statement(key, columns), _arrays(key, keys))
    return (row for row in found if row[: len(key)] in wanted)


def insert_rows(session: Session, model: Any, rows: Sequence[Any]) -> None:
    """Insert `rows`, each with a value for every column of the model's table, in order."""
    table: Any = inspect(model).local_table
    if _is_sqlite(session):
        session.execute(insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in rows])
    else:
        session.execute(_insert(table), _arrays(tuple(table.c), rows))


def increment(session: Session, column: Any, amounts: Mapping[int, int]) -> None:
    """Add `amounts`, by id, to a column. Objects in the session keep their old values."""
    rows = [{"row": id_, "amount": amount} for id_, amount in amounts.items()]
    session.connection().execute(_increment(column), rows)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


@cache
def _select(key: Columns, columns: Columns) -> Select[Any]:
    given = _given(key)
    return select(*key, *columns).join(given, and_(*map(eq, key, given.c)))


@cache
def _select_candidates(key: Columns, columns: Columns) -> Select[Any]:
    """Also selects rows that combine values of different keys. SQLite would scan the table for row values."""
    return select(*key, *columns).where(
        *(column.in_(bindparam(f"given_{column.key}", expanding=True)) for column in key)
    )


@cache
def _insert(table: Table) -> Insert:
    return insert(table).from_select(table.c.keys(), select(_given(tuple(table.c))))


@cache
def _increment(column: Any) -> Update:
    stored: Any = inspect(column.class_).columns[column.key]
    table = stored.table
    return update(table).where(table.c.id == bindparam("row")).values({stored: stored + bindparam("amount")})


def _given(columns: Columns) -> Any:
    arrays = (bindparam(f"given_{column.key}", type_=ARRAY(column.type)) for column in columns)
    return func.unnest(*arrays).table_valued(*(column.key for column in columns)).render_derived()


def _arrays(columns: Columns, rows: Sequence[Any]) -> dict[str, list[Any]]:
    values = zip(*rows, strict=True)
    return {f"given_{column.key}": [*array] for column, array in zip(columns, values, strict=True)}
