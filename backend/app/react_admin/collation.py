"""Text as both databases are to compare it: by code point, and in a search without regard to ASCII case."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class by_code_point(GenericFunction[Any]):  # noqa: N801 - reads as an SQL function
    """A text whose column does not say so itself, such as an enum's."""

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
