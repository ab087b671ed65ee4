"""Text as both databases are to compare it: by code point, and in a search as `app.texts.folded` has it."""

from typing import Any

from sqlalchemy import Boolean, Enum, String, Text, TypeDecorator, case, cast, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from app.texts import SEPARATORS


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
    """The form of a text that searches compare."""

    type = String()
    inherit_cache = True


class begins_word(GenericFunction[bool]):  # noqa: N801 - reads as an SQL function
    """True if a word of the text starts with the given letters and digits, which are folded."""

    type = Boolean()
    inherit_cache = True


@compiles(by_code_point, "postgresql")
def _by_code_point_postgresql(element: by_code_point, compiler: Any, **options: Any) -> str:
    [column] = element.clauses
    is_enum = isinstance(stored_type(column.type), Enum)
    text = compiler.process(cast(column, Text) if is_enum else column, **options)
    return f'({text} COLLATE "C")'


@compiles(begins_word, "postgresql")
def _begins_word_postgresql(element: begins_word, compiler: Any, **options: Any) -> str:
    # pg_trgm expands so short a list of separators, and looks up the trigrams of the word's beginning.
    text, start = (compiler.process(one, **options) for one in element.clauses)
    return f"(folded({text}) ~ ('(^|{SEPARATORS})' || {start}))"


@compiles(by_code_point, "sqlite")
def _by_code_point_sqlite(element: by_code_point, compiler: Any, **options: Any) -> str:
    # SQLite compares by code point.
    text: str = compiler.process(element.clauses, **options)
    return text


@compiles(folded, "sqlite")
def _folded_sqlite(element: folded, compiler: Any, **options: Any) -> str:
    # Calling Python takes most of the time. LIKE ignores ASCII case by itself.
    text = compiler.process(element.clauses, **options)
    return f"CASE WHEN {_beyond_ascii(text)} THEN folded({text}) ELSE {text} END"


@compiles(begins_word, "sqlite")
def _begins_word_sqlite(element: begins_word, compiler: Any, **options: Any) -> str:
    # Most words begin after a space, which LIKE sees more quickly. A CASE evaluates no more than it has to.
    text, start = (compiler.process(one, **options) for one in element.clauses)
    return (
        f"CASE WHEN {_beyond_ascii(text)} THEN begins_word({text}, {start})"
        f" WHEN {text} LIKE {start} || '%' OR {text} LIKE '% ' || {start} || '%' THEN 1"
        f" WHEN {text} LIKE '%' || {start} || '%' THEN begins_word({text}, {start}) ELSE 0 END"
    )


def _beyond_ascii(text: str) -> str:
    return f"length({text}) < length(CAST({text} AS BLOB))"
