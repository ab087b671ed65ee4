"""Many rows found or written at once, by the statements that suit each database.

PostgreSQL is given an array for each column: its plan, and what SQLAlchemy makes for it, do not grow with the
rows. SQLite, which runs in this process, is given them one by one.
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


def find(session: Session, key: Columns, more: Columns, keys: Sequence[Any]) -> Iterable[Any]:
    """The columns `key` and `more` of the rows whose key is one of `keys`."""
    if not keys:
        return ()
    wanted = {*keys}
    select_them = _select_any if _is_sqlite(session) else _select
    found = session.execute(select_them(key, more), _arrays(key, keys))
    return (row for row in found if row[: len(key)] in wanted)


def write(session: Session, model: Any, rows: Sequence[Any]) -> None:
    """Insert `rows`, each with a value for every column of the table, in this order."""
    table: Any = inspect(model).local_table
    if _is_sqlite(session):
        session.execute(insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in rows])
    else:
        session.execute(_insert(table), _arrays(tuple(table.c), rows))


def add(session: Session, column: Any, more: Mapping[int, int]) -> None:
    """Add to a column of the rows with these ids. Their objects in `session` are not told."""
    session.connection().execute(_add(column), [{"row": id_, "more": number} for id_, number in more.items()])


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


@cache
def _select(key: Columns, more: Columns) -> Select[Any]:
    given = _given(key)
    return select(*key, *more).join(given, and_(*map(eq, key, given.c)))


@cache
def _select_any(key: Columns, more: Columns) -> Select[Any]:
    """Also finds what has each value from another key: SQLite compares tuples with all rows, by no index."""
    return select(*key, *more).where(
        *(column.in_(bindparam(f"given_{column.key}", expanding=True)) for column in key)
    )


@cache
def _insert(table: Table) -> Insert:
    return insert(table).from_select(table.c.keys(), select(_given(tuple(table.c))))


@cache
def _add(column: Any) -> Update:
    table: Any = inspect(column.class_).local_table
    stored = table.c[column.key]
    return update(table).where(table.c.id == bindparam("row")).values({stored: stored + bindparam("more")})


def _given(columns: Columns) -> Any:
    arrays = (bindparam(f"given_{column.key}", type_=ARRAY(column.type)) for column in columns)
    return func.unnest(*arrays).table_valued(*(column.key for column in columns)).render_derived()


def _arrays(columns: Columns, rows: Sequence[Any]) -> dict[str, list[Any]]:
    values = zip(*rows, strict=True)
    return {f"given_{column.key}": [*array] for column, array in zip(columns, values, strict=True)}
