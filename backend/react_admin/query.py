"""The query parameters of the dialect: `sort`, `range`, `filter` and `embed`, parsed and documented.

Each of them is JSON within the URL. The header `Range: r=0-24` counts where the query has no `range`.
"""

import re
from functools import cache
from typing import Annotated, Any, NamedTuple

import pydantic_core
from fastapi import Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic.json_schema import JsonSchemaMode

from react_admin.errors import BadQuery
from react_admin.filters import DESCRIPTION
from react_admin.list_shape import ListQuery, Matching, Shape
from react_admin.model_columns import MAX_INTEGER
from react_admin.resource import Resource, Scope

# Largest page, and most records of a bulk call. react-admin's export asks for as many.
MAX_ROWS = 1000

Schema = dict[str, Any]

FilterQuery = Annotated[str | None, Query(alias="filter", include_in_schema=False)]


class Range(NamedTuple):
    """`rows` rows from `first`, which counts from 0."""

    first: int
    rows: int


# The page of a query without a range: react-admin's default.
FIRST_PAGE = Range(0, 25)


def parse(resource: Resource, request: Request, scope: Scope = ()) -> ListQuery:
    """The query of a list. Raises BadQuery, which names the parameter that can't be understood."""
    query = request.query_params
    range_ = _range(resource, query.get("range"), request.headers.get("range"))
    sort, descending = _sort(resource, query.get("sort"))
    filter_ = resource.filters.parse(query.get("filter", "{}"))
    return ListQuery(
        Shape(resource, sort, descending, filter_.conditions, scope),
        *(range_ or FIRST_PAGE),
        filter_.parameters,
        parse_embed(resource, query.get("embed")),
        by_ids=range_ is None and any(condition.name == "id" for condition in filter_.conditions),
        is_narrow=filter_.is_narrow,
    )


def parse_embed(resource: Resource, embed: str | None) -> list[str]:
    """The relationships to embed. Raises BadQuery for a name that can't be embedded."""
    names = from_json("embed", embed) if embed is not None else []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadQuery("embed", "is a list of names")
    for name in names:
        if name not in resource.embeds:
            raise BadQuery("embed", f"names “{name}”, which can't be embedded")
    return names


def parse_ids(resource: Resource, filter_: str | None) -> list[Any]:
    """The ids of a bulk call, without duplicates. Raises BadQuery for any other filter."""
    try:
        asked: Any = _ids_schema(resource).model_validate_json(filter_ or "")
        return [*dict.fromkeys(asked.id)]
    except ValidationError:
        problem = f'is not the ids of at most {MAX_ROWS} records, such as {{"id":[1,2]}}'
        raise BadQuery("filter", problem) from None


def parse_matching(resource: Resource, filter_: str | None, scope: Scope = ()) -> Matching:
    """The records of a bulk action. Raises BadQuery without a filter: `{}` must be said to mean all."""
    if filter_ is None:
        raise BadQuery("filter", "is missing: {} means all records")
    found = resource.filters.parse(filter_)
    return Matching(Shape(resource, "id", False, found.conditions, scope), found.parameters)


def list_parameters(resource: Resource) -> list[Schema]:
    """The parameters of a list for the OpenAPI document.

    FastAPI has no parameters that hold JSON. The routes take text, and this describes its content.
    """
    row = {"type": "integer", "minimum": 0, "maximum": MAX_INTEGER}
    sort = _pair({"enum": [*resource.columns]}, {"enum": ["ASC", "DESC"]})
    return [
        parameter("sort", sort, "A field and a direction; the id breaks ties"),
        parameter("range", _pair(row, row), f"The first and the last row, from 0: at most {MAX_ROWS}"),
        filter_parameter(resource),
        *embed_parameter(resource),
    ]


def filter_parameter(resource: Resource, *, required: bool = False) -> Schema:
    return parameter("filter", inlined(resource.filters.schema), DESCRIPTION, required=required)


def embed_parameter(resource: Resource) -> list[Schema]:
    if not resource.embeds:
        return []
    names = {"type": "array", "items": {"enum": [*resource.embeds]}}
    return [parameter("embed", names, "The related records to read with each")]


def ids_parameter(resource: Resource) -> Schema:
    return parameter("filter", inlined(_ids_schema(resource)), "The ids of the records", required=True)


def _sort(resource: Resource, sort: str | None) -> tuple[str, bool]:
    match from_json("sort", sort) if sort is not None else ["id", "ASC"]:
        case [str(name), "ASC" | "DESC" as direction]:
            if name not in resource.columns:
                raise BadQuery("sort", f"names “{name}”, which is not one of {', '.join(resource.columns)}")
            return name, direction == "DESC"
    raise BadQuery("sort", 'is a field and a direction such as ["id","ASC"]')


def _range(resource: Resource, query: str | None, header: str | None) -> Range | None:
    if query is not None:
        return _checked(from_json("range", query))
    # RFC 9110: a server ignores units that it does not know, such as bytes.
    if not header or not header.startswith(f"{resource.name}="):
        return None
    found = re.fullmatch(r"(\d{1,19})-(\d{1,19})", header.removeprefix(f"{resource.name}="))
    return _checked([int(bound) for bound in found.groups()] if found else None)


def _checked(bounds: Any) -> Range:
    match bounds:
        case [int(first), int(last)] if not isinstance(first, bool) and not isinstance(last, bool):
            if not 0 <= first <= last <= MAX_INTEGER:
                raise BadQuery("range", "counts from 0, and its end does not come before its start")
            if last - first >= MAX_ROWS:
                raise BadQuery("range", f"covers at most {MAX_ROWS} rows")
            return Range(first, last - first + 1)
    raise BadQuery("range", "is two whole numbers such as [0,24]")


def from_json(name: str, text: str) -> Any:
    """The value of the query parameter `name`. Raises BadQuery if it is not JSON."""
    try:
        return pydantic_core.from_json(text, allow_inf_nan=False)
    except ValueError:
        raise BadQuery(name, "is not valid JSON") from None


@cache
def _ids_schema(resource: Resource) -> type[BaseModel]:
    ids = Annotated[list[resource.id_type], Field(max_length=MAX_ROWS)]  # type: ignore[name-defined] # a value
    return create_model(f"{resource.name.title()}Ids", __config__=ConfigDict(extra="forbid"), id=(ids, ...))


def inlined(model: type[BaseModel], mode: JsonSchemaMode = "validation") -> Schema:
    """A model's schema with its definitions inlined: two models may use one name for different types."""
    schema = model.model_json_schema(ref_template="{model}", mode=mode)
    types = schema.pop("$defs", {})

    def inline(part: Any) -> Any:
        if isinstance(part, list):
            return [inline(item) for item in part]
        if isinstance(part, dict):
            return (
                inline(types[part["$ref"]])
                if "$ref" in part
                else {key: inline(item) for key, item in part.items()}
            )
        return part

    return dict(inline(schema))


def _pair(first: Schema, second: Schema) -> Schema:
    return {"type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2}


def parameter(name: str, schema: Schema, description: str, *, required: bool = False) -> Schema:
    content = {"application/json": {"schema": schema}}
    return {"name": name, "in": "query", "required": required, "description": description, "content": content}
