"""The `filter` of a resource: a typed model of what may be asked, and the conditions that it stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model
from sqlalchemy import ColumnElement, String, false, func, literal, or_

from app.react_admin.collation import folded, ordered
from app.react_admin.errors import BadQuery
from app.react_admin.schemas import STORABLE, VALUES, Read

SEARCH = "q"

# SQLite takes 32,766 values in one statement.
MAX_VALUES = 10_000

# SQLite refuses a pattern of more than 50,000 bytes.
SearchTerm = Annotated[str, StringConstraints(strip_whitespace=True, pattern=STORABLE, max_length=1000)]

# Shorter terms are looked for at the beginning and after spaces only: no index finds them anywhere in a text.
SHORTEST_INFIX = 3


def _one_of(column: Any, value: Any) -> ColumnElement[bool]:
    values = value if isinstance(value, list) else [value]
    found = column.in_([one for one in values if one is not None])
    return or_(found, column.is_(None)) if None in values else found


def _none_of(column: Any, value: Any) -> ColumnElement[bool]:
    """The complement of `_one_of`: a row without a value differs from every value."""
    values = value if isinstance(value, list) else [value]
    differs = column.not_in([one for one in values if one is not None])
    return differs & column.is_not(None) if None in values else or_(differs, column.is_(None))


# By the suffix that it adds to a field's name.
EQUALITIES: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {"": _one_of, "_neq": _none_of}
COMPARISONS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "_gt": lambda column, value: ordered(column) > _bound(column, value),
    "_gte": lambda column, value: ordered(column) >= _bound(column, value),
    "_lt": lambda column, value: ordered(column) < _bound(column, value),
    "_lte": lambda column, value: ordered(column) <= _bound(column, value),
}


def _bound(column: Any, value: Any) -> Any:
    """`value` as `column` is ordered by it; bound, since SQLAlchemy compares nothing with a bare True."""
    return ordered(literal(value, column.type))


def _found(column: Any, term: str) -> ColumnElement[bool]:
    """Whether a text contains `term`, or for a short one has a word that begins so, ignoring ASCII case."""
    # Bytes know no other letters than ASCII's, and neither does PostgreSQL's lower() of our texts.
    term = term.encode().lower().decode()
    text = folded(column)
    if len(term) < SHORTEST_INFIX:
        return or_(text.startswith(term, autoescape=True), text.contains(f" {term}", autoescape=True))
    found = text.contains(term, autoescape=True)
    if not term.isalnum() or (thinned := _thinned(term)) == term:
        return found
    # As an argument, what is found goes past the index, which is asked for what is left of the word.
    return text.like(f"%{thinned}%") & func.coalesce(found, false())


def _thinned(word: str) -> str:
    """`word` with a wildcard for every fourth letter, if three letters follow.

    PostgreSQL looks up each three letters in a row, and long words have more of these than find them.
    """
    last = len(word) - 3
    return "".join("_" if at % 4 == 3 and at < last else letter for at, letter in enumerate(word))


@dataclass(frozen=True)
class Filters:
    """What a list may be asked for."""

    schema: type[BaseModel]
    names: tuple[str, ...]
    conditions: dict[str, Callable[[Any], ColumnElement[bool]]]

    def parse(self, text: str | None) -> dict[str, Any]:
        """What a query asks for, by parameter. Raises BadQuery, which names what makes no sense."""
        try:
            asked = self.schema.model_validate_json(text if text is not None else "{}")
        except ValidationError as error:
            raise BadQuery("filter", self._problem(error)) from None
        found = {name: getattr(asked, name) for name in asked.model_fields_set}
        return {name: value for name, value in found.items() if (name, value) != (SEARCH, "")}

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


def _value_type(read: type[Read], name: str) -> Any:
    """The type of a field that has a value."""
    kind: Any = read.model_fields[name].annotation
    if get_origin(kind) in (Union, UnionType):
        kind = Union[tuple(one for one in get_args(kind) if one is not NoneType)]  # noqa: UP007 - all there are
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return VALUES.get(kind, kind)


def filters_of(resource: str, read: type[Read], columns: dict[str, Any], search: tuple[str, ...]) -> Filters:
    """Every field of `read` that has its own in `columns`, with every operator; and `q`, which looks in
    the columns that `search` names."""
    fields: dict[str, Any] = {}
    conditions: dict[str, Callable[[Any], ColumnElement[bool]]] = {}
    if others := [name for name in search if not isinstance(columns[name].type, String)]:
        raise TypeError(f"{resource} can't be searched by {', '.join(others)}: no text")
    if search:
        fields[SEARCH] = (SearchTerm, "")
        conditions[SEARCH] = lambda term: or_(*(_found(columns[name], term) for name in search))
    for name, column in columns.items():
        kind: Any = _value_type(read, name)
        several = Annotated[list[kind | None], Field(max_length=MAX_VALUES)]
        operators = {
            **{suffix: (make, kind | None | several) for suffix, make in EQUALITIES.items()},
            **{suffix: (make, kind) for suffix, make in COMPARISONS.items()},
        }
        for suffix, (make, accepts) in operators.items():
            # A field whose own name ends like an operator goes before.
            if suffix and name + suffix in columns:
                continue
            fields[name + suffix] = (accepts, None)
            conditions[name + suffix] = partial(make, column)
    config = ConfigDict(extra="forbid", allow_inf_nan=False)
    schema = create_model(f"{resource.title()}Filter", __config__=config, **fields)
    return Filters(schema, tuple(columns), conditions)
