"""Changes to a model, for tests of autogenerate.

Each function changes one table in a copy of the models' metadata. It returns False if it does not apply to
the table.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import sqlalchemy as sa

import app.api  # noqa: F401 - every model is behind a router
from app.database import Base, UtcDateTime, text

Change = Callable[[sa.Table], bool | None]

# Members of enums that no row of the test database has.
UNUSED = {"viewer", "none", "staff", "refused", "reminder"}


def copy_of_models() -> sa.MetaData:
    copy = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(copy)
    return copy


def _first(columns: Iterable[sa.Column[Any]], kind: type | None = None) -> sa.Column[Any]:
    """The first column of this type. Columns outside the primary key are preferred."""
    candidates = [
        column for column in columns if (kind is None or type(column.type) is kind) and not _is_rowid(column)
    ]
    return sorted(candidates, key=lambda column: column.primary_key)[0]


def _is_rowid(column: sa.Column[Any]) -> bool:
    return column.name == "id"


def _has(table: sa.Table, kind: type) -> bool:
    return any(type(column.type) is kind and not _is_rowid(column) for column in table.columns)


def length(table: sa.Table) -> bool | None:
    if not _has(table, sa.String):
        return False
    column = _first(table.columns, sa.String)
    assert isinstance(column.type, sa.String)
    column.type = text((column.type.length or 0) + 100)
    return None


def type_(table: sa.Table) -> bool | None:
    if not _has(table, sa.Integer):
        return False
    _first(table.columns, sa.Integer).type = sa.BigInteger()
    return None


def nullable(table: sa.Table) -> bool | None:
    required = [column for column in table.columns if not column.primary_key and not column.nullable]
    if not required:
        return False
    required[0].nullable = True
    return None


def default(table: sa.Table) -> bool | None:
    if not _has(table, sa.Integer):
        return False
    column = _first(table.columns, sa.Integer)
    column.server_default = sa.DefaultClause("7")
    return None


def default_text(table: sa.Table) -> bool | None:
    if not _has(table, sa.String):
        return False
    _first(table.columns, sa.String).server_default = sa.DefaultClause("it's")
    return None


def unique(table: sa.Table) -> bool | None:
    columns = {_first([*table.columns][::-1]): None} | dict.fromkeys(table.primary_key)
    table.append_constraint(sa.UniqueConstraint(*columns, name=f"uq_new_{table.name}"))
    return None


def unique_dropped(table: sa.Table) -> bool | None:
    constraints = [
        constraint for constraint in table.constraints if isinstance(constraint, sa.UniqueConstraint)
    ]
    # A foreign key of the votes needs this constraint.
    if not constraints or constraints[0].name == "uq_poll_choice_question_id_id":
        return False
    table.constraints.remove(constraints[0])
    return None


def foreign_key(table: sa.Table) -> bool | None:
    """Change ON DELETE of the first foreign key, or add one."""
    if not table.foreign_key_constraints:
        table.append_column(sa.Column("owner_id", sa.ForeignKey("account_user.id"), index=True))
        return None
    foreign_key = min(table.foreign_key_constraints, key=lambda constraint: str(constraint.name))
    foreign_key.ondelete = "RESTRICT" if foreign_key.ondelete == "CASCADE" else "CASCADE"
    return None


def foreign_key_dropped(table: sa.Table) -> bool | None:
    if not table.foreign_key_constraints:
        return False
    dropped = min(table.foreign_key_constraints, key=lambda constraint: str(constraint.name))
    table.constraints.remove(dropped)
    for element in dropped.elements:
        element.parent.foreign_keys.remove(element)
        table.foreign_keys.discard(element)
    return None


def check(table: sa.Table) -> bool | None:
    if not _has(table, sa.Integer):
        return False
    column = _first(table.columns, sa.Integer)
    table.append_constraint(sa.CheckConstraint(column > -5, name="is_new"))
    table.append_constraint(
        sa.CheckConstraint(f"{column.name} NOT IN (-1, -2) OR 'a%b' LIKE 'a%'", name="is_text")
    )
    return None


def _checks(table: sa.Table) -> list[sa.CheckConstraint]:
    checks = [
        constraint
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint) and not _is_of_type(constraint)
    ]
    return sorted(checks, key=lambda check: str(check.name))


def _is_of_type(constraint: Any) -> bool:
    """True if the constraint belongs to a column's type, such as an enum."""
    return bool(constraint._type_bound)


def check_dropped(table: sa.Table) -> bool | None:
    if not _checks(table):
        return False
    table.constraints.remove(_checks(table)[0])
    return None


def checks_changed(table: sa.Table) -> bool | None:
    for check in _checks(table):
        check.sqltext = sa.text(f"{check.sqltext} OR 1 = 2")
    return None if _checks(table) else False


def _enum_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """The enums with a constraint. The members of others take no migration."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, sa.Enum) and column.type.create_constraint
    ]


def _set_members(table: sa.Table, members: Callable[[list[str]], list[str]]) -> bool | None:
    enum_columns = _enum_columns(table)
    for column in enum_columns:
        old = column.type
        assert isinstance(old, sa.Enum)
        for constraint in [*table.constraints]:
            if (
                isinstance(constraint, sa.CheckConstraint)
                and _is_of_type(constraint)
                and column.name in str(constraint.sqltext)
            ):
                table.constraints.remove(constraint)
        assert isinstance(old.enum_class, type(Enum))
        new = sa.Enum(
            *members(old.enums), name=old.name, native_enum=False, create_constraint=True, length=20
        )
        replacement = sa.Column[Any](
            column.name, new, nullable=column.nullable, server_default=column.server_default
        )
        sa.Table(table.name, table.metadata, replacement, extend_existing=True)
    return None if enum_columns else False


def enum_member_added(table: sa.Table) -> bool | None:
    return _set_members(table, lambda members: [*members, "it's new"])


def enum_member_added_first(table: sa.Table) -> bool | None:
    return _set_members(table, lambda members: ["new", *members])


def enum_member_renamed(table: sa.Table) -> bool | None:
    return _set_members(
        table, lambda members: [f"{member}_2" if member in UNUSED else member for member in members]
    )


def enum_member_removed(table: sa.Table) -> bool | None:
    return _set_members(table, lambda members: [member for member in members if member not in UNUSED])


def enum_dropped(table: sa.Table) -> bool | None:
    """Turn enums into longer strings."""
    enum_columns = _enum_columns(table)
    for constraint in [*table.constraints]:
        if isinstance(constraint, sa.CheckConstraint) and _is_of_type(constraint):
            table.constraints.remove(constraint)
    for column in enum_columns:
        replacement = sa.Column[str](column.name, sa.String(40), nullable=column.nullable)
        sa.Table(table.name, table.metadata, replacement, extend_existing=True)
    return None if enum_columns else False


def index(table: sa.Table) -> bool | None:
    first = _first(table.columns)
    where = first.is_not(None)
    sa.Index(f"ix_{table.name}_plain", first)
    sa.Index(f"ix_{table.name}_unique", *{first: None} | dict.fromkeys(table.primary_key), unique=True)
    sa.Index(f"ix_{table.name}_part", first.desc(), postgresql_where=where, sqlite_where=where)
    return None


def index_dropped(table: sa.Table) -> bool | None:
    had_indexes = bool(table.indexes)
    table.indexes.clear()
    return None if had_indexes else False


def index_changed(table: sa.Table) -> bool | None:
    """Keep the names of the indexes, and add a column to each."""
    indexes = [*table.indexes]
    table.indexes.clear()
    for old in indexes:
        added = next(column for column in table.columns if column not in set(old.columns))
        sa.Index(old.name, added, *old.columns)
    return None if indexes else False


def column_added(table: sa.Table) -> bool | None:
    table.append_column(sa.Column("remark", text(50)))
    table.append_column(sa.Column("seen_at", UtcDateTime()))
    return None


def column_added_with_default(table: sa.Table) -> bool | None:
    table.append_column(sa.Column("size", sa.Integer, server_default="3", nullable=False))
    return None


def column_added_of_all_kinds(table: sa.Table) -> bool | None:
    flavour = sa.Enum("a", "b", name="flavour", native_enum=False, create_constraint=True, length=20)
    table.append_column(sa.Column("flavour", flavour, nullable=False, server_default="a"))
    table.append_column(
        sa.Column("owner_id", sa.ForeignKey("account_user.id", ondelete="SET NULL"), index=True)
    )
    table.append_column(sa.Column("key_2", sa.Uuid(), unique=True))
    return None


def columns_dropped(table: sa.Table) -> bool | None:
    """Drop all nullable columns, with the constraints and indexes that name them.

    No model has the indexes of searched columns, so autogenerate can't restore them.
    """
    searched = {"name", "number", "email"} if table.name == "poll_voter" else set()
    nullable_columns = [column for column in table.columns if column.nullable and column.name not in searched]
    for column in nullable_columns:
        drop(table, column)
    return None if nullable_columns else False


def drop(table: sa.Table, dropped: sa.Column[Any]) -> None:
    for constraint in [*table.constraints]:
        if dropped.name in {column.name for column in getattr(constraint, "columns", ())} or (
            isinstance(constraint, sa.CheckConstraint) and dropped.name in str(constraint.sqltext)
        ):
            table.constraints.remove(constraint)
    for index in [*table.indexes]:
        if dropped.name in {column.name for column in index.columns}:
            table.indexes.remove(index)
    table._columns.remove(dropped)


CHANGES: tuple[Change, ...] = (
    length,
    type_,
    nullable,
    default,
    default_text,
    unique,
    unique_dropped,
    foreign_key,
    foreign_key_dropped,
    check,
    check_dropped,
    checks_changed,
    enum_member_added,
    enum_member_added_first,
    enum_member_renamed,
    enum_member_removed,
    enum_dropped,
    index,
    index_dropped,
    index_changed,
    column_added,
    column_added_with_default,
    column_added_of_all_kinds,
    columns_dropped,
)


TABLES = sorted(Base.metadata.tables)


# Tables that are changed alone. They have all that distinguishes tables for SQLite: a key of one or several
# columns, WITHOUT ROWID, AUTOINCREMENT, references from and to other tables, JSON, and indexes of each kind.
ALONE = ("account_session", "account_user", "history_change", "poll_ballot", "poll_question", "poll_vote")


def cases() -> list[tuple[Change, str]]:
    """Each change with each table of ALONE to which it applies."""
    return [
        (change, table)
        for change in CHANGES
        for table in ALONE
        if change(copy_of_models().tables[table]) is not False
    ]
