"""Stale saves: an edit of a record that someone else has saved since it was read is refused.

A record's `version` is its `ETag`. It is compared with `If-Match`, or else with the `version` in the body;
where neither was sent, the last write wins.
"""

import re
from typing import Annotated, Any

from fastapi import Header
from sqlalchemy.orm import Session

from react_admin.derive import VERSION
from react_admin.errors import Stale
from react_admin.reading import Record, read_records
from react_admin.resource import Resource

IfMatch = Annotated[
    str | None, Header(description='The `ETag` that the record had when it was read, such as `"3"`, or `*`')
]

# A proxy that compresses an answer makes its ETag a weak one. It still names the version.
ETAG = r'(?:W/)?"([^"]*)"'
ETAGS = re.compile(rf"\s*{ETAG}(?:\s*,\s*{ETAG})*\s*")


def etag(record: Record) -> str:
    return f'"{record[VERSION]}"'


def refuse_stale(
    session: Session, resource: Resource, row: Any, if_match: str | None, body: Any = None
) -> None:
    """Raise Stale unless `row` is at the version that the request was made on."""
    if if_match is not None:
        named = re.findall(ETAG, if_match) if ETAGS.fullmatch(if_match) else []
        fits = if_match.strip() == "*" or (resource.is_versioned and str(row.version) in named)
    else:
        version = getattr(body, VERSION, None) if resource.is_versioned else None
        fits = version is None or version == row.version
    if not fits:
        [current] = read_records(session, resource.model, resource.read, [row.id])
        raise Stale(resource.read.model_validate(current).model_dump(mode="json", exclude_unset=True))


def raise_version(resource: Resource, row: Any) -> None:
    if resource.is_versioned:
        row.version += 1
