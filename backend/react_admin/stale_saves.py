"""Stale saves: an edit of a record that someone else has saved in the meantime is refused.

A record's `version` is its `ETag`. A write is compared by its `If-Match` header, else by the `version` in its
body; without either, the last write wins.
"""

import re
from typing import Annotated, Any

from fastapi import Header, Response
from sqlalchemy.orm import Session

from react_admin.errors import Stale
from react_admin.model_columns import VERSION
from react_admin.read_records import Record, read_records
from react_admin.resource import Resource

IfMatch = Annotated[
    str | None, Header(description='The `ETag` that the record had when it was read, such as `"3"`, or `*`')
]

# A proxy that compresses a response makes its ETag weak. A weak ETag still names the version.
ETAG = r'(?:W/)?"([^"]*)"'
ETAGS = re.compile(rf"\s*{ETAG}(?:\s*,\s*{ETAG})*\s*")


def tagged(response: Response, resource: Resource, record: Record) -> Record:
    """The record, whose version the response gets as its ETag."""
    if resource.is_versioned:
        response.headers["ETag"] = f'"{record[VERSION]}"'
    return record


def refuse_stale(
    session: Session, resource: Resource, row: Any, if_match: str | None, body: Any = None
) -> None:
    """Raise Stale unless the request was based on the version that `row` has."""
    if if_match is not None:
        named = re.findall(ETAG, if_match) if ETAGS.fullmatch(if_match) else []
        matches = if_match.strip() == "*" or (resource.is_versioned and str(row.version) in named)
    else:
        version = getattr(body, VERSION, None) if resource.is_versioned else None
        matches = version is None or version == row.version
    if not matches:
        [current] = read_records(session, resource.model, resource.read, [row.id])
        raise Stale(resource.read.model_validate(current).model_dump(mode="json", exclude_unset=True))


def increment_version(resource: Resource, row: Any) -> None:
    if resource.is_versioned:
        row.version += 1
