"""The order of a list: the same on both databases, whatever the collation of a column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Enum, String, Text, UnaryExpression, case, cast, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from react_admin.model_columns import stored_type


@dataclass(frozen=True)
class Order:
    """One key of a list's order."""

    column: Any
    descending: bool = False

    @property
    def comparable(self) -> Any:
        return comparable(self.column)

    def by(self, column: Any = None, *, backwards: bool = False) -> UnaryExpression[Any]:
        """The ORDER BY term.

        Nulls sort as the largest value, which is where PostgreSQL's indexes have them.
        """
        column = self.comparable if column is None else column
        descending = self.descending != backwards
        order: UnaryExpression[Any] = column.desc() if descending else column.asc()
        if not getattr(self.column, "nullable", True):
            return order
        return order.nulls_first() if descending else order.nulls_last()


def order_by_keys(
    order: Sequence[Order], keys: Sequence[Any], *, backwards: bool = False
) -> list[UnaryExpression[Any]]:
    """The ORDER BY terms over the `keys` that a subquery has selected.

    The keys are comparable values, except the last, which is `id` as it is stored.
    """
    *others, id_ = keys
    columns = zip(order, [*others, comparable(id_)], strict=True)
    return [key.by(column, backwards=backwards) for key, column in columns]


def comparable(column: Any) -> Any:
    """`column` as it is sorted and compared: an enum by the values of its members, a text by code point."""
    kind = column.type
    if (
        isinstance(kind, Enum)
        and kind.enum_class
        and [member.value for member in kind.enum_class] != kind.enums
    ):
        column = case(*((column == member, literal(member.value)) for member in kind.enum_class))
    return by_code_point(column) if isinstance(stored_type(column.type), String) else column


class by_code_point(GenericFunction[Any]):  # noqa: N801 - reads as an SQL function
    """A text, or the names of an enum, compared by code point."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(by_code_point, "postgresql")
def _by_code_point_postgresql(element: by_code_point, compiler: Any, **options: Any) -> str:
    [column] = element.clauses
    is_enum = isinstance(stored_type(column.type), Enum)
    text = compiler.process(cast(column, Text) if is_enum else column, **options)
    return f'({text} COLLATE "C")'


@compiles(by_code_point, "sqlite")
def _by_code_point_sqlite(element: by_code_point, compiler: Any, **options: Any) -> str:
    # SQLite's default collation compares by code point.
    text: str = compiler.process(element.clauses, **options)
    return text
