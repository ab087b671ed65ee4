"""Text as both databases are to compare it: by code point, and in a search without regard to ASCII case."""

from typing import Any

from sqlalchemy import Enum, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


def ordered(column: Any) -> Any:
    """`column` to be sorted or compared by. Texts say in their type how, enums do not."""
    return by_code_point(column) if isinstance(column.type, Enum) else column


class by_code_point(GenericFunction[Any]):  # noqa: N801 - reads as an SQL function
    """A text by code point, whatever its column's collation."""

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
    return f'({compiler.process(element.clauses, **options)} COLLATE "C")'


@compiles(folded, "postgresql")
def _folded_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    return f"lower({compiler.process(element.clauses, **options)})"


@compiles(by_code_point, "sqlite")
@compiles(folded, "sqlite")
def _as_it_is(element: by_code_point | folded, compiler: Any, **options: Any) -> str:
    # SQLite compares by code point, and its LIKE ignores ASCII case: quicker than of lower().
    text: str = compiler.process(element.clauses, **options)
    return text
