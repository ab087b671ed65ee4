"""A resource as it is declared: a model, what is read and written of it, and who may do what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

import pydantic_core
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from sqlalchemy import ARRAY, JSON, LargeBinary, inspect

from react_admin.declaration import refuse_key, refuse_names
from react_admin.derive import VERSION, column_fields, is_version
from react_admin.errors import BadQuery
from react_admin.filters import Filters, filters_of
from react_admin.listing import Listing, Order
from react_admin.numbers import AS_TEXT
from react_admin.schemas import VALUES, Read
from react_admin.writers import Writers, stored_as_sent

# The most rows that are read or changed at once: react-admin's export asks for as many.
MAX_ROWS = 1000

# The types that neither sort nor compare alike on both databases, if at all.
INCOMPARABLE = (ARRAY, JSON, LargeBinary)

# react-admin's own words for what someone may do with a resource.
Action = Literal["list", "show", "create", "edit", "delete"]


@dataclass(frozen=True)
class Resource:
    """`model` as the resource `name`, with the fields of `read`.

    Each column among these can be filtered and sorted by, but for JSON, arrays and bytes; each relationship
    can be embedded; `search` names those that `q` looks in. `roles` says who may do which action: one that it
    leaves out, nobody may. Without `writers` the stored columns are written as they are sent. A column
    `version` guards against stale saves. In an export each record of the relationship `spread` is a row.
    """

    name: str
    model: Any
    read: type[Read]
    roles: Mapping[Action, Any]
    search: tuple[str, ...] = ()
    writers: Writers | None = None
    spread: str | None = None

    def __post_init__(self) -> None:
        """Raises TypeError for what the dialect can't serve."""
        refuse_key(self.model)
        refuse_names(self.model, self.read.model_fields)
        if "id" not in self.columns:
            raise TypeError(f"{self.name} needs the field `id` in {self.read.__name__}, of a type that sorts")
        if self.spread is not None and self.spread not in self.embeds:
            raise TypeError(
                f"{self.name} can't spread {self.spread}: no relationship in {self.read.__name__}"
            )

    @cached_property
    def columns(self) -> dict[str, Any]:
        known = column_fields(self.model)
        return {
            name: getattr(self.model, name)
            for name in self.read.model_fields
            if name in known and not isinstance(known[name].type, INCOMPARABLE)
        }

    @cached_property
    def embeds(self) -> tuple[str, ...]:
        return tuple(name for name in self.read.model_fields if name in inspect(self.model).relationships)

    @cached_property
    def filters(self) -> Filters:
        return filters_of(self.name, self.read, self.columns, self.search)

    @cached_property
    def written_by(self) -> Writers:
        return self.writers or stored_as_sent(self.model, self.read)

    @property
    def id_type(self) -> Any:
        """The type of the ids in a path: that of the field `id`, where a database can have it."""
        field = self.read.model_fields["id"]
        if AS_TEXT in field.metadata:
            return Annotated[VALUES[int], AS_TEXT]
        return (
            field.rebuild_annotation() if field.metadata else VALUES.get(field.annotation, field.annotation)
        )

    @cached_property
    def ids_filter(self) -> type[BaseModel]:
        """What names the records of a bulk call."""
        ids = Annotated[list[self.id_type], Field(max_length=MAX_ROWS)]  # type: ignore[name-defined] # a value
        return create_model(f"{self.name.title()}Ids", __config__=ConfigDict(extra="forbid"), id=(ids, ...))

    @cached_property
    def is_versioned(self) -> bool:
        return VERSION in self.columns and is_version(VERSION, column_fields(self.model)[VERSION])

    def listing(self, sort: str | None = None, filter_: str | None = None) -> Listing:
        """The rows that the query's parameters ask for. Raises BadQuery where they make no sense."""
        return Listing(self.model, self.read, self._order(sort), *self.filters.parse(filter_))

    def embedded(self, embed: str | None) -> list[str]:
        """The relationships that a query names. Raises BadQuery for a name that is none."""
        names = from_json("embed", embed) if embed is not None else []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise BadQuery("embed", "is a list of names")
        for name in names:
            if name not in self.embeds:
                raise BadQuery("embed", f"names “{name}”, which can't be embedded")
        return names

    def ids(self, filter_: str | None) -> list[Any]:
        """The records that a bulk call names, each once. Raises BadQuery for another filter than by ids."""
        try:
            asked: Any = self.ids_filter.model_validate_json(filter_ or "")
            return [*dict.fromkeys(asked.id)]
        except ValidationError:
            problem = f'is not the ids of at most {MAX_ROWS} records, such as {{"id":[1,2]}}'
            raise BadQuery("filter", problem) from None

    def _order(self, sort: str | None) -> tuple[Order, ...]:
        match from_json("sort", sort) if sort is not None else ["id", "ASC"]:
            case [str(name), "ASC" | "DESC" as direction]:
                if name not in self.columns:
                    raise BadQuery("sort", f"names “{name}”, which is not one of {', '.join(self.columns)}")
                keys = (Order(self.columns[name], descending=direction == "DESC"), Order(self.model.id))
                return keys[:1] if name == "id" else keys
        raise BadQuery("sort", 'is a field and a direction such as ["id","ASC"]')


def from_json(parameter: str, text: str) -> Any:
    try:
        return pydantic_core.from_json(text, allow_inf_nan=False)
    except ValueError:
        raise BadQuery(parameter, "is not valid JSON") from None
