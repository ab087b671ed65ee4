"""The `filter` of a list: one operator per row of `OPERATORS`, and `q`.

An operator turns a value into bind parameters, and a column with these parameters into a condition. The
condition depends on which parameters there are, never on their values, so that a statement can be cached.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model
from sqlalchemy import ColumnElement, String, bindparam, or_

from react_admin.errors import BadQuery
from react_admin.field_types import STORABLE, VALUES
from react_admin.json_numbers import exact_enum
from react_admin.model_columns import MAX_VALUES
from react_admin.schemas import Read
from react_admin.search import search_condition, search_parameters
from react_admin.sort_order import comparable

SEARCH = "q"

# SQLite refuses a LIKE pattern of more than 50,000 bytes.
SearchTerm = Annotated[str, StringConstraints(strip_whitespace=True, pattern=STORABLE, max_length=1000)]

# Values, or the bind parameters for them, by name.
Parameters = Mapping[str, Any]


class Operator(NamedTuple):
    """A filter on one field, named like the field with `suffix` added.

    `takes_lists`: the value may be null or a list. `narrow_by` names the parameter with which the filter
    matches few rows as a rule.
    """

    suffix: str
    meaning: str
    parameters: Callable[[Any], Parameters]
    condition: Callable[[Any, Parameters], ColumnElement[bool]]
    takes_lists: bool = False
    narrow_by: str | None = None


def _values(value: Any) -> Parameters:
    values = value if isinstance(value, list) else [value]
    parameters = {"values": [item for item in values if item is not None]}
    return parameters | {"null": None} if None in values else parameters


def _is_one_of(column: Any, parameters: Parameters) -> ColumnElement[bool]:
    found = column.in_(parameters["values"])
    return or_(found, column.is_(None)) if "null" in parameters else found


def _is_none_of(column: Any, parameters: Parameters) -> ColumnElement[bool]:
    """The complement of `_is_one_of`: null differs from every value."""
    differs = column.not_in(parameters["values"])
    return differs & column.is_not(None) if "null" in parameters else or_(differs, column.is_(None))


def _comparison(suffix: str, meaning: str, compare: Callable[[Any, Any], ColumnElement[bool]]) -> Operator:
    return Operator(
        suffix,
        meaning,
        lambda value: {"value": value},
        lambda column, parameters: compare(comparable(column), comparable(parameters["value"])),
    )


OPERATORS = (
    Operator(
        "",
        "equals the value, which may be null; a list means one of its values",
        _values,
        _is_one_of,
        takes_lists=True,
        narrow_by="values",
    ),
    Operator("_neq", "is the complement of equality", _values, _is_none_of, takes_lists=True),
    _comparison("_gt", "is greater", gt),
    _comparison("_gte", "is greater or equal", ge),
    _comparison("_lt", "is less", lt),
    _comparison("_lte", "is less or equal", le),
)
SEARCH_OPERATOR = Operator(
    "",
    "searches the declared fields, whatever the case and Unicode form: one or two letters or digits at the "
    "beginning of a word, any other term anywhere. A CJK character is a word",
    search_parameters,
    search_condition,
    narrow_by="thinned",
)
DESCRIPTION = (
    "All conditions must hold. "
    + " ".join(f"`field{operator.suffix}` {operator.meaning}." for operator in OPERATORS)
    + f" `{SEARCH}` {SEARCH_OPERATOR.meaning}."
)


class Condition(NamedTuple):
    """A filter of a query: its name and the names of its parameters, without their values."""

    name: str
    parameters: tuple[str, ...]


class Filter(NamedTuple):
    """A parsed filter. `is_narrow`: it matches few rows as a rule."""

    conditions: tuple[Condition, ...] = ()
    parameters: Parameters = MappingProxyType({})
    is_narrow: bool = False


@dataclass(frozen=True, eq=False)
class Filters:
    """The filters that a resource accepts: for each name, the operator and the columns that it looks at."""

    schema: type[BaseModel]
    fields: tuple[str, ...]
    operators: Mapping[str, tuple[Operator, tuple[Any, ...]]]

    def parse(self, text: str) -> Filter:
        """Parse the JSON of a query's `filter`. Raises BadQuery, which names what can't be understood."""
        try:
            query = self.schema.model_validate_json(text)
        except ValidationError as error:
            raise BadQuery("filter", self._problem(error)) from None
        conditions: list[Condition] = []
        parameters: dict[str, Any] = {}
        is_narrow = False
        for name in sorted(query.model_fields_set):
            value = getattr(query, name)
            if (name, value) == (SEARCH, ""):
                continue
            operator, _ = self.operators[name]
            asked = operator.parameters(value)
            conditions.append(Condition(name, tuple(asked)))
            parameters |= {_bound(name, key): item for key, item in asked.items()}
            is_narrow = is_narrow or operator.narrow_by in asked
        return Filter(tuple(conditions), parameters, is_narrow)

    def condition(self, condition: Condition) -> ColumnElement[bool]:
        """The SQL of a condition, which holds if it does for one of the operator's columns."""
        operator, columns = self.operators[condition.name]
        return or_(*(operator.condition(column, _binds(condition, column)) for column in columns))

    def field_of(self, condition: Condition) -> str:
        """The field that a condition compares, or `q`."""
        operator, _ = self.operators[condition.name]
        return condition.name.removesuffix(operator.suffix)

    def _problem(self, error: ValidationError) -> str:
        first = error.errors(include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            return "is not valid JSON"
        if not first["loc"]:
            return 'is not an object such as {"id":[1,2]}'
        name = str(first["loc"][0])
        if first["type"] != "extra_forbidden":
            return f"has an invalid value for “{name}”"
        if name == SEARCH:
            return f"searches by “{SEARCH}”, which this list does not support"
        return f"names “{name}”, which is not one of {', '.join(self.fields)}"


def filters_of(resource: str, read: type[Read], columns: dict[str, Any], search: Iterable[str]) -> Filters:
    """Every operator for each field of `read` in `columns`, and `q` for the text columns in `search`."""
    fields: dict[str, Any] = {}
    operators: dict[str, tuple[Operator, tuple[Any, ...]]] = {}
    searched = {name: columns[name] for name in search}
    if others := [name for name, column in searched.items() if not isinstance(column.type, String)]:
        raise TypeError(f"{resource} can't be searched by {', '.join(others)}: no text")
    if searched:
        fields[SEARCH] = (SearchTerm, "")
        operators[SEARCH] = SEARCH_OPERATOR, tuple(searched.values())
    for name, column in columns.items():
        kind: Any = _value_type(read, name)
        items = Annotated[list[kind | None], Field(max_length=MAX_VALUES)]
        for operator in OPERATORS:
            fields[name + operator.suffix] = (kind | None | items if operator.takes_lists else kind, None)
            operators[name + operator.suffix] = operator, (column,)
    config = ConfigDict(extra="forbid", allow_inf_nan=False)
    schema = create_model(f"{resource.title()}Filter", __config__=config, **fields)
    return Filters(schema, tuple(columns), operators)


def compared_field(name: str, fields: Collection[str]) -> str | None:
    """The field among `fields` that a filter named `name` would compare, or None."""
    suffixes = [operator.suffix for operator in OPERATORS if operator.suffix]
    compared = (name.removesuffix(suffix) for suffix in suffixes if name.endswith(suffix))
    return next((field for field in compared if field in fields), None)


def _binds(condition: Condition, column: Any) -> Parameters:
    kind = String() if condition.name == SEARCH else column.type
    return {
        key: bindparam(_bound(condition.name, key), type_=kind, expanding=key == "values")
        for key in condition.parameters
    }


def _bound(name: str, key: str) -> str:
    """The name in a statement of the parameter `key` of the filter `name`."""
    return f"{name}__{key}"


def _value_type(read: type[Read], name: str) -> Any:
    """The type of the values of a field, without null."""
    kind: Any = read.model_fields[name].annotation
    if get_origin(kind) in (Union, UnionType):
        members = tuple(member for member in get_args(kind) if member is not NoneType)
        kind = Union[members]  # noqa: UP007 - a union of a tuple
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return VALUES.get(kind, exact_enum(kind))
