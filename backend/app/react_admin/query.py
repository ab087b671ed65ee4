"""`sort` and `filter` of the dialect, turned into a SELECT over declared fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import pydantic_core
from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm.interfaces import ORMOption

from app.errors import AppError
from app.react_admin.schemas import STORABLE, Read, storable

SEARCH = "q"
NO_CONDITIONS: Mapping[str, Any] = {}
SearchTerm = Annotated[str, StringConstraints(strip_whitespace=True, pattern=STORABLE)]


class BadQuery(AppError):
    """A query parameter that makes no sense; `errors` names it."""

    status = 400

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(f"The {parameter} of this list {problem}.", {parameter: f"It {problem}."})


def from_json(parameter: str, text: str) -> Any:
    try:
        return pydantic_core.from_json(text, allow_inf_nan=False)
    except ValueError:
        raise BadQuery(parameter, "is not valid JSON") from None


@dataclass(frozen=True)
class Fields:
    """What a list of a model is sorted, filtered and searched by; each field has its type in `read`."""

    model: Any
    read: type[Read]
    names: tuple[str, ...]
    search: tuple[str, ...] = ()
    options: tuple[ORMOption, ...] = ()

    def select(self, sort: str | None = None, conditions: Mapping[str, Any] = NO_CONDITIONS) -> Select[Any]:
        """The rows that meet `conditions`, in the order of `sort`, ties broken by the primary key."""
        query = select(self.model).options(*self.options)
        for name, value in conditions.items():
            query = query.where(self._found(value) if name == SEARCH else self._matches(name, value))
        return query.order_by(*self._order(sort))

    def _order(self, sort: str | None) -> list[ColumnElement[Any]]:
        match from_json("sort", sort) if sort is not None else ["id", "ASC"]:
            case [str(name), "ASC" | "DESC" as direction]:
                column = self._column("sort", name)
                # Where PostgreSQL's indexes have their nulls; SQLite's have them at the other end.
                order = column.asc().nulls_last() if direction == "ASC" else column.desc().nulls_first()
                return [order, self.model.id]
        raise BadQuery("sort", 'is a field and a direction such as ["id","ASC"]')

    def _column(self, parameter: str, name: str) -> Any:
        if name not in self.names:
            raise BadQuery(parameter, f"names “{name}”, which is not one of {', '.join(self.names)}")
        return getattr(self.model, name)

    def _matches(self, name: str, value: Any) -> ColumnElement[bool]:
        column = self._column("filter", name)
        values = self._checked(name, value if isinstance(value, list) else [value])
        one_of = column.in_([one for one in values if one is not None])
        return or_(one_of, column.is_(None)) if None in values else one_of

    def _checked(self, name: str, values: list[Any]) -> list[Any]:
        """`values` as the field's own type; null asks for the rows that have none."""
        field = self.read.model_fields[name]
        try:
            kind: Any = Annotated[field.annotation, field, AfterValidator(storable)]
            return TypeAdapter(list[kind | None]).validate_python(values)
        except ValidationError:
            raise BadQuery("filter", f"has a value for “{name}” that can't be one") from None

    def _found(self, value: Any) -> ColumnElement[bool]:
        """The rows in which a declared field contains `value`, ignoring ASCII case."""
        if not self.search:
            raise BadQuery("filter", f"asks to search by “{SEARCH}”, which this list can't")
        try:
            term = TypeAdapter(SearchTerm).validate_python(value)
        except ValidationError:
            raise BadQuery("filter", f"has a “{SEARCH}” that isn't text") from None
        columns = (getattr(self.model, name) for name in self.search)
        return or_(*(column.icontains(term, autoescape=True) for column in columns))


def conditions_of(filter_: str | None) -> dict[str, Any]:
    """The value that each field, or the search, is asked to have."""
    found = from_json("filter", filter_) if filter_ is not None else {}
    if not isinstance(found, dict):
        raise BadQuery("filter", 'is an object such as {"id":[1,2]}')
    return found
