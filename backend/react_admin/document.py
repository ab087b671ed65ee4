"""What the OpenAPI document says of a resource's routes.

The dialect has JSON within the query. FastAPI has no such parameters of its own, so the routes take text, and
this says what it holds, typed for each resource.
"""

from functools import cache
from typing import Any

from pydantic import BaseModel, create_model

from app.errors import ErrorBody, responses
from react_admin.resource import MAX_ROWS, Resource
from react_admin.schemas import MAX_INTEGER, Read

Schema = dict[str, Any]

FILTER = """\
All of these hold. `field` is a value, null, or a list for "one of"; `field_neq` is its opposite; `field_gt`,
`field_gte`, `field_lt` and `field_lte` compare. `q` searches, whatever the case and Unicode form: for one or
two letters or digits where a word begins, for anything else anywhere. A CJK character is a word."""

ETAG = {
    "ETag": {
        "description": "The record's version, for `If-Match`",
        "required": True,
        "schema": {"type": "string"},
    }
}
TOTAL = {
    "Content-Range": {
        "description": "Which rows these are, of how many: `questions 0-24/319`, or `questions */0`",
        "required": True,
        "schema": {"type": "string"},
    },
    "Content-Range-Total": {
        "description": "Whether the total is exact, or what the database's planner expects",
        "required": True,
        "schema": {"enum": ["exact", "estimated"]},
    },
}


CSV = {"text/csv": {"schema": {"type": "string", "description": "All rows that the filter matches"}}}


def of_list(resource: Resource) -> dict[str, Any]:
    """A route that answers with a page of records."""
    row = {"type": "integer", "minimum": 0, "maximum": MAX_INTEGER}
    sort = _pair({"enum": [*resource.columns]}, {"enum": ["ASC", "DESC"]})
    parameters = [
        _parameter("sort", sort, "A field and a direction; the id breaks ties"),
        _parameter("range", _pair(row, row), f"The first row and the last, from 0: at most {MAX_ROWS}"),
        _parameter("filter", _schema(resource.filters.schema), FILTER),
        *_embed(resource),
    ]
    return {
        "response_model": list[resource.read],  # type: ignore[name-defined] # a value, not a type
        "response_model_exclude_unset": True,
        "responses": {200: {"headers": TOTAL, "content": CSV}, **responses(400, 401, 403)},
        "openapi_extra": {"parameters": parameters},
    }


def of_record(
    resource: Resource, *statuses: int, embeds: bool = False, tagged: int | None = 200
) -> dict[str, Any]:
    """A route that answers with a record, which the answer with the status `tagged` has as its ETag."""
    answers = responses(401, 403, *statuses)
    if 412 in statuses:
        answers[412] = {
            "model": _stale(resource.read),
            "description": "Someone else has changed it meanwhile",
        }
    if resource.is_versioned and tagged:
        answers[tagged] = {"headers": ETAG}
    return {
        "response_model": resource.read,
        "response_model_exclude_unset": True,
        "responses": answers,
        "openapi_extra": {"parameters": _embed(resource) if embeds else []},
    }


def of_ids(resource: Resource) -> dict[str, Any]:
    """A route that changes many records, all or none, and answers with their ids."""
    ids = _parameter("filter", _schema(resource.ids_filter), "The ids of the records", required=True)
    stale = {"model": _stale(resource.read), "description": "Someone else has changed one of them meanwhile"}
    return {
        "responses": {**responses(400, 401, 403, 404, 409), 412: stale},
        "openapi_extra": {"parameters": [ids]},
    }


@cache
def _stale(read: type[Read]) -> type[BaseModel]:
    return create_model(f"Stale{read.__name__}", __base__=ErrorBody, current=(read, ...))


def _embed(resource: Resource) -> list[Schema]:
    if not resource.embeds:
        return []
    names = {"type": "array", "items": {"enum": [*resource.embeds]}}
    return [_parameter("embed", names, "The related records to read with each")]


def _schema(model: type[BaseModel]) -> Schema:
    """A model's schema, whole: the document names its own components, another way where two are alike."""
    schema = model.model_json_schema(ref_template="{model}")
    types = schema.pop("$defs", {})

    def whole(part: Any) -> Any:
        if isinstance(part, list):
            return [whole(one) for one in part]
        if isinstance(part, dict):
            return types[part["$ref"]] if "$ref" in part else {name: whole(one) for name, one in part.items()}
        return part

    return dict(whole(schema))


def _pair(first: Schema, second: Schema) -> Schema:
    return {"type": "array", "prefixItems": [first, second], "minItems": 2, "maxItems": 2}


def _parameter(name: str, schema: Schema, description: str, *, required: bool = False) -> Schema:
    content = {"application/json": {"schema": schema}}
    return {"name": name, "in": "query", "required": required, "description": description, "content": content}
