"""The fields that an import can write, and the columns of a file that fill them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from react_admin.default_writers import writers_of
from react_admin.errors import BadQuery
from react_admin.export_table import exported_columns
from react_admin.import_values import ImportField, Kind
from react_admin.resource import Resource

Schema = dict[str, Any]

# Kinds by the types and formats of JSON Schema, of which a field may have several: the first here counts.
KINDS: dict[str, Kind] = {
    "date-time": "instant",
    "date": "date",
    "boolean": "boolean",
    "integer": "whole",
    "number": "number",
    "string": "text",
}


class ImportColumn(BaseModel):
    """A column of a file, and the field that it fills, if any. A read-only column is left out."""

    name: str
    field: str | None
    read_only: bool


@cache
def import_fields(resource: Resource) -> dict[str, ImportField]:
    """The fields of the schema that creates a record.

    A list of records is a field of one text per line, if each of them needs one text only. Those of the
    relationship that the resource spreads have a column per field, too.
    """
    schema = writers_of(resource).create_schema.model_json_schema()
    types: Schema = schema.get("$defs", {})
    fields = []
    for name, part, required in _properties(schema):
        kind, values = _kind(part, types)
        fields.append(ImportField(name=name, kind=kind, required=required, values=values))
        if name == resource.spread and (item := _item(part, types)):
            fields += [
                ImportField(name=f"{name}.{inner}", kind=kind, required=needed, values=values)
                for inner, inner_part, needed in _properties(item)
                if inner != "id"  # a new record has new related ones
                for kind, values in [_kind(inner_part, types)]
            ]
    return {field.name: field for field in fields}


@cache
def item_text(resource: Resource, name: str) -> str:
    """The one field that a related record of `name` needs, which a line of a cell fills."""
    schema = writers_of(resource).create_schema.model_json_schema()
    item = _item(schema["properties"][name], schema["$defs"])
    [text] = _needed(item or {})
    return text


def open_fields(resource: Resource, given: Collection[str]) -> dict[str, ImportField]:
    """The fields that columns can fill: all but those `given` for every record."""
    return {name: field for name, field in import_fields(resource).items() if name not in given}


def guess_columns(
    resource: Resource, header: Sequence[str], labels: Mapping[str, str], given: Collection[str] = ()
) -> list[ImportColumn]:
    """The columns of a file, each with the field of its name, or of its label in `labels`.

    Case, spaces and punctuation do not count. The first of two columns of the same name has the field.
    """
    fields = open_fields(resource, given)
    known = {_key(label): name for label, name in labels.items() if name in fields}
    known |= {_key(name): name for name in fields}
    if any(_key(name) in map(_key, header) for name in nested(resource, fields)):
        known = {key: name for key, name in known.items() if name != resource.spread}
    shown = {_key(name) for name in exported_columns(resource) if name not in fields}
    columns: list[ImportColumn] = []
    for name in header:
        field = known.pop(_key(name), None)
        is_read_only = field is None and _key(name) in shown
        columns.append(ImportColumn(name=name, field=field, read_only=is_read_only))
    return columns


def chosen_columns(
    resource: Resource, header: Sequence[str], chosen: Sequence[Any], given: Collection[str] = ()
) -> list[ImportColumn]:
    """The columns of a file with the fields that the user has chosen. Raises BadQuery."""
    fields = [*open_fields(resource, given)]
    if len(chosen) != len(header):
        raise BadQuery("columns", f"has {len(chosen)} fields for the {len(header)} columns of the file")
    for field in chosen:
        if field is not None and field not in fields:
            raise BadQuery("columns", f"names “{field}”, which is not one of {', '.join(fields)}")
        if field is not None and chosen.count(field) > 1:
            raise BadQuery("columns", f"names “{field}” twice")
    if resource.spread in chosen and nested(resource, chosen):
        raise BadQuery("columns", f"fills “{resource.spread}” in two ways")
    guessed = guess_columns(resource, header, {}, given)
    return [
        ImportColumn(name=column.name, field=field, read_only=column.read_only and field is None)
        for column, field in zip(guessed, chosen, strict=True)
    ]


def nested(resource: Resource, chosen: Collection[str | None]) -> list[str]:
    """The fields among `chosen` of the records that the resource spreads over lines."""
    return [name for name in chosen if name and resource.spread and name.startswith(f"{resource.spread}.")]


def missing_fields(resource: Resource, chosen: Collection[str | None]) -> list[str]:
    """The fields that a record needs and no column fills."""
    is_nested = bool(nested(resource, chosen))
    return [
        field.name
        for field in import_fields(resource).values()
        if field.required and field.name not in chosen
        if is_nested or "." not in field.name
    ]


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _properties(schema: Schema) -> Iterator[tuple[str, Schema, bool]]:
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        yield name, part, name in required


def _needed(schema: Schema) -> list[str]:
    return [name for name, _, required in _properties(schema) if required]


def _options(part: Schema, types: Schema) -> list[Schema]:
    """The alternatives of a type, without null."""
    if "$ref" in part:
        part = types[part["$ref"].rpartition("/")[2]]
    if "anyOf" in part:
        return [option for inner in part["anyOf"] for option in _options(inner, types)]
    return [] if part.get("type") == "null" else [part]


def _item(part: Schema, types: Schema) -> Schema | None:
    """The schema of the records in a list, or None for any other type."""
    lists = [option["items"] for option in _options(part, types) if "items" in option]
    items = [item for listed in lists for item in _options(listed, types) if "properties" in item]
    return items[0] if items else None


def _kind(part: Schema, types: Schema) -> tuple[Kind, list[str]]:
    """The kind of field for this type, and the values of a choice."""
    options = _options(part, types)
    constants = ([option["const"]] if "const" in option else option.get("enum", []) for option in options)
    if values := [str(value) for constant in constants for value in constant]:
        return "choice", values
    if item := _item(part, types):
        return ("lines" if len(_needed(item)) == 1 else "json"), []
    names = [name for option in options for name in (*_as_list(option.get("type")), option.get("format"))]
    return next((kind for name, kind in KINDS.items() if name in names), "json"), []


def _as_list(names: Any) -> list[Any]:
    return names if isinstance(names, list) else [names]
