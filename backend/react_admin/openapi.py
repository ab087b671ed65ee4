"""The OpenAPI description of a resource's routes."""

from functools import cache
from typing import Any

from pydantic import BaseModel, create_model

from react_admin.errors import ErrorBody, responses
from react_admin.export_table import exported_columns
from react_admin.import_fields import import_fields
from react_admin.query import embed_parameter, filter_parameter, ids_parameter, list_parameters, parameter
from react_admin.resource import Resource
from react_admin.schemas import Read

ETAG = {
    "ETag": {
        "description": "The record's version, for `If-Match`",
        "required": True,
        "schema": {"type": "string"},
    }
}
TOTAL = {
    "Content-Range": {
        "description": "The rows of this page and the total: `questions 0-24/319`, or `questions */0`",
        "required": True,
        "schema": {"type": "string"},
    },
    "Content-Range-Total": {
        "description": "Whether the total is exact, or the database's estimate",
        "required": True,
        "schema": {"enum": ["exact", "estimated"]},
    },
}
FILE = {"schema": {"type": "string", "description": "All rows that the filter matches"}}
FILES = dict.fromkeys(("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), FILE)
LABELS = {"type": "object", "additionalProperties": {"type": "string"}}
PROGRESS = {
    "description": "A JSON object per line: the records that are `done` of the `total`. The last line has "
    "the number `created` after the commit, or the error and its `status`",
    "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
}


def of_list(resource: Resource) -> dict[str, Any]:
    """A route that responds with a page of records."""
    return {
        "response_model": list[resource.read],  # type: ignore[name-defined] # a value, not a type
        "response_model_exclude_unset": True,
        "responses": {200: {"headers": TOTAL, "content": FILES}, **responses(400, 401, 403)},
        "openapi_extra": {"parameters": [*list_parameters(resource), _columns_parameter(resource)]},
    }


def of_import(resource: Resource, preview: type[BaseModel]) -> dict[str, Any]:
    """A route that takes a file, and responds with a preview or with the progress of an import."""
    fields = {"enum": [*import_fields(resource), None]}
    return {
        "response_model": preview,
        "responses": {202: PROGRESS, **responses(400, 401, 403, 413, 422)},
        "openapi_extra": {
            "requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}},
            "parameters": [
                parameter("columns", {"type": "array", "items": fields}, "The field of each column"),
                parameter("labels", LABELS, "Fields by other names that columns may have"),
                parameter("values", {"type": "object"}, "Values of fields that every record has"),
            ],
        },
    }


def of_record(
    resource: Resource, *statuses: int, embeds: bool = False, tagged: int | None = 200
) -> dict[str, Any]:
    """A route that responds with a record, or with an error of `statuses`.

    `tagged` is the status of the response that carries the record's ETag.
    """
    answers = responses(401, 403, *statuses)
    if 412 in statuses:
        answers[412] = {"model": _stale(resource.read), "description": "Someone else changed it in between"}
    if resource.is_versioned and tagged:
        answers[tagged] = {"headers": ETAG}
    return {
        "response_model": resource.read,
        "response_model_exclude_unset": True,
        "responses": answers,
        "openapi_extra": {"parameters": embed_parameter(resource) if embeds else []},
    }


def of_ids(resource: Resource) -> dict[str, Any]:
    """A route that changes many records, all or none, and responds with their ids."""
    stale = {"model": _stale(resource.read), "description": "Someone else changed one of them in between"}
    return {
        "responses": {**responses(400, 401, 403, 404, 409), 412: stale},
        "openapi_extra": {"parameters": [ids_parameter(resource)]},
    }


def of_preview(resource: Resource, action: str) -> dict[str, Any]:
    """A route that says what a bulk action would do."""
    return {
        "name": f"preview_{action}",
        "responses": responses(400, 401, 403),
        "openapi_extra": {"parameters": [filter_parameter(resource, required=True)]},
    }


def of_bulk_change(resource: Resource, action: str) -> dict[str, Any]:
    """A route that does a bulk action: to all records of the filter, or to none."""
    return {
        "name": f"{action}_all",
        "responses": responses(400, 401, 403, 409, 422),
        "openapi_extra": {"parameters": [filter_parameter(resource, required=True)]},
    }


def _columns_parameter(resource: Resource) -> dict[str, Any]:
    names = {"type": "array", "items": {"enum": [*exported_columns(resource)]}, "minItems": 1}
    return parameter("columns", names | {"uniqueItems": True}, "The columns of an export, by default all")


@cache
def _stale(read: type[Read]) -> type[BaseModel]:
    return create_model(f"Stale{read.__name__}", __base__=ErrorBody, current=(read, ...))
