"""The `filter` of a resource: a typed model of what may be asked, and the conditions that it stands for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from operator import ge, gt, le, lt
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model
from sqlalchemy import ColumnElement, String, bindparam, false, func, or_

from app import texts
from react_admin.collation import begins_word, folded, ordered
from react_admin.declaration import SEARCH
from react_admin.errors import BadQuery
from react_admin.numbers import exact_enum
from react_admin.schemas import STORABLE, VALUES, Read

# SQLite takes 32,766 values in one statement.
MAX_VALUES = 10_000

# SQLite refuses a pattern of more than 50,000 bytes.
SearchTerm = Annotated[str, StringConstraints(strip_whitespace=True, pattern=STORABLE, max_length=1000)]

# Fewer letters and digits are looked for where a word begins only: no index finds them anywhere in a text.
SHORTEST_INFIX = 3

# What a column is compared with, by name. All that a condition depends on is which names these are.
Asked = Mapping[str, Any]


def parameter(name: str, key: str) -> str:
    """What stands in a statement for `key` of what a filter's parameter `name` asks for."""
    return f"{name}__{key}"


# The ends of those of values and of long words, which few rows have as a rule.
NARROW = (parameter("", "values"), parameter("", "thinned"))


class Operator(NamedTuple):
    """How a value that is asked for becomes parameters, and how a column and these are a condition."""

    asked: Callable[[Any], Asked]
    condition: Callable[[Any, Asked], ColumnElement[bool]]


def _values(name: str, value: Any) -> Asked:
    values = value if isinstance(value, list) else [value]
    some = {name: [one for one in values if one is not None]}
    return some | {"null": None} if None in values else some


def _one_of(column: Any, asked: Asked) -> ColumnElement[bool]:
    found = column.in_(asked["values"])
    return or_(found, column.is_(None)) if "null" in asked else found


def _none_of(column: Any, asked: Asked) -> ColumnElement[bool]:
    """The complement of `_one_of`: a row without a value differs from every value."""
    differs = column.not_in(asked["others"])
    return differs & column.is_not(None) if "null" in asked else or_(differs, column.is_(None))


def _comparison(compare: Callable[[Any, Any], ColumnElement[bool]]) -> Operator:
    return Operator(
        lambda value: {"value": value},
        lambda column, asked: compare(ordered(column), ordered(asked["value"])),
    )


# By the suffix that it adds to a field's name.
EQUALITIES = {
    "": Operator(partial(_values, "values"), _one_of),
    "_neq": Operator(partial(_values, "others"), _none_of),
}
COMPARISONS = {
    suffix: _comparison(compare) for suffix, compare in (("_gt", gt), ("_gte", ge), ("_lt", lt), ("_lte", le))
}


def _searched(term: str) -> Asked:
    term = texts.folded(term)
    if len(term) < SHORTEST_INFIX and term.isalnum():
        return {"word": term}
    text = re.sub("[/%_]", r"/\g<0>", term)
    if not term.isalnum() or (thinned := _thinned(term)) == term:
        return {"part": f"%{text}%"}
    return {"part": f"%{text}%", "thinned": f"%{thinned}%"}


def _found(column: Any, asked: Asked) -> ColumnElement[bool]:
    """The condition that a text contains a term or, if that is short, has a word that starts with it."""
    if "word" in asked:
        return begins_word(column, asked["word"])
    text = folded(column)
    found = text.like(asked["part"], escape="/")
    # As an argument, what is found goes past the index, which is asked for what is left of the word.
    return text.like(asked["thinned"]) & func.coalesce(found, false()) if "thinned" in asked else found


def _thinned(word: str) -> str:
    """Three times three letters in a row of a word, which find it; of one of seven letters two times.

    PostgreSQL looks up each three letters in a row, and long words have more of these than find them.
    """
    if len(word) < 7:
        return word
    third = f"_{word[8:11]}" if len(word) >= 11 else word[7:8]
    return f"{word[:3]}_{word[4:7]}{third}"


@dataclass(frozen=True, eq=False)
class Filters:
    """What a list may be asked for: each operator by its parameter, and the columns that it looks at."""

    schema: type[BaseModel]
    names: tuple[str, ...]
    operators: dict[str, tuple[Operator, tuple[Any, ...]]]

    def parse(self, text: str | None) -> tuple[tuple[ColumnElement[bool], ...], Asked]:
        """The conditions that a query asks for, and their parameters.

        Raises BadQuery, which names what makes no sense.
        """
        try:
            query = self.schema.model_validate_json(text if text is not None else "{}")
        except ValidationError as error:
            raise BadQuery("filter", self._problem(error)) from None
        conditions: list[ColumnElement[bool]] = []
        parameters: dict[str, Any] = {}
        for name in sorted(query.model_fields_set):
            value = getattr(query, name)
            if (name, value) != (SEARCH, ""):
                asked = self.operators[name][0].asked(value)
                conditions.append(_condition(self, name, tuple(asked)))
                parameters |= {parameter(name, key): one for key, one in asked.items()}
        return tuple(conditions), parameters

    def _problem(self, error: ValidationError) -> str:
        first = error.errors(include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            return "is not valid JSON"
        if not first["loc"]:
            return 'is not an object such as {"id":[1,2]}'
        name = str(first["loc"][0])
        if first["type"] != "extra_forbidden":
            return f"has a value for “{name}” that can't be one"
        if name == SEARCH:
            return f"asks to search by “{SEARCH}”, which this list can't"
        return f"names “{name}”, which is not one of {', '.join(self.names)}"


@cache
def _condition(filters: Filters, name: str, keys: tuple[str, ...]) -> ColumnElement[bool]:
    """That one of an operator's columns meets it, made once."""
    operator, columns = filters.operators[name]

    def asked(column: Any) -> Asked:
        kind = String() if name == SEARCH else column.type
        return {
            key: bindparam(parameter(name, key), type_=kind, expanding=key in ("values", "others"))
            for key in keys
        }

    return or_(*(operator.condition(column, asked(column)) for column in columns))


def _value_type(read: type[Read], name: str) -> Any:
    """The type of a field that has a value."""
    kind: Any = read.model_fields[name].annotation
    if get_origin(kind) in (Union, UnionType):
        kind = Union[tuple(one for one in get_args(kind) if one is not NoneType)]  # noqa: UP007 - all there are
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return VALUES.get(kind, exact_enum(kind))


def filters_of(resource: str, read: type[Read], columns: dict[str, Any], search: tuple[str, ...]) -> Filters:
    """Every field of `read` that has its own in `columns`, with every operator; and `q`, which looks in
    the columns that `search` names."""
    fields: dict[str, Any] = {}
    operators: dict[str, tuple[Operator, tuple[Any, ...]]] = {}
    if others := [name for name in search if not isinstance(columns[name].type, String)]:
        raise TypeError(f"{resource} can't be searched by {', '.join(others)}: no text")
    if search:
        fields[SEARCH] = (SearchTerm, "")
        operators[SEARCH] = Operator(_searched, _found), tuple(columns[name] for name in search)
    for name, column in columns.items():
        kind: Any = _value_type(read, name)
        several = Annotated[list[kind | None], Field(max_length=MAX_VALUES)]
        for suffix, operator in (EQUALITIES | COMPARISONS).items():
            fields[name + suffix] = (kind if suffix in COMPARISONS else kind | None | several, None)
            operators[name + suffix] = operator, (column,)
    config = ConfigDict(extra="forbid", allow_inf_nan=False)
    schema = create_model(f"{resource.title()}Filter", __config__=config, **fields)
    return Filters(schema, tuple(columns), operators)
