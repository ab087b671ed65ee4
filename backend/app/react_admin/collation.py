"""Text as both databases are to compare it: by code point, and in a search without regard to ASCII case."""

from typing import Any

from sqlalchemy import Enum, String, Text, TypeDecorator, case, cast, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


def ordered(column: Any) -> Any:
    """`column` to be sorted or compared by: an enum by its members' values, and a text by code point."""
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class and [one.value for one in kind.enum_class] != kind.enums:
        column = case(*((column == one, literal(one.value)) for one in kind.enum_class))
    return by_code_point(column) if isinstance(stored_type(column.type), String) else column


def stored_type(kind: Any) -> Any:
    """The type that a column's type is stored as: a TypeDecorator has another."""
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


class by_code_point(GenericFunction[Any]):  # noqa: N801 - reads as an SQL function
    """A text, or an enum's names, by code point, whatever the column's collation."""

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


class folded(GenericFunction[str]):  # noqa: N801 - reads as an SQL function
    """A text as LIKE is to see it, to ignore ASCII case."""

    type = String()
    inherit_cache = True


@compiles(by_code_point, "postgresql")
def _by_code_point_postgresql(element: by_code_point, compiler: Any, **options: Any) -> str:
    [column] = element.clauses
    is_enum = isinstance(stored_type(column.type), Enum)
    text = compiler.process(cast(column, Text) if is_enum else column, **options)
    return f'({text} COLLATE "C")'


@compiles(folded, "postgresql")
def _folded_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    return f'lower({compiler.process(element.clauses, **options)} COLLATE "C")'


@compiles(by_code_point, "sqlite")
@compiles(folded, "sqlite")
def _as_it_is(element: by_code_point | folded, compiler: Any, **options: Any) -> str:
    # SQLite compares by code point, and its LIKE ignores ASCII case: quicker than of lower().
    text: str = compiler.process(element.clauses, **options)
    return text
