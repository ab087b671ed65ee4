"""The range of rows that react-admin asks for, and the page that answers it with `Content-Range`."""

import re
from typing import Any, NamedTuple

from react_admin.errors import BadQuery
from react_admin.listing import Page
from react_admin.resource import MAX_ROWS, from_json
from react_admin.schemas import MAX_INTEGER


class Range(NamedTuple):
    """The rows from `first` on, counted from 0."""

    first: int
    rows: int


# A page without a range, as react-admin's own default.
FIRST_PAGE = Range(0, 25)


def range_of(resource: str, query: str | None, header: str | None) -> Range | None:
    """What `range=[first,last]`, both inclusive, or else the header `Range: r=first-last` asks for."""
    if query is not None:
        return _checked(from_json("range", query))
    # Another unit, such as bytes, is not ours to read: RFC 9110 has it ignored.
    if not header or not header.startswith(f"{resource}="):
        return None
    found = re.fullmatch(r"(\d{1,19})-(\d{1,19})", header.removeprefix(f"{resource}="))
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


def content_range(resource: str, first: int, page: Page) -> dict[str, str]:
    """The headers that say where a page's rows stand among all of them."""
    rows = f"{first}-{first + len(page.rows) - 1}" if page.rows else "*"
    return {
        "Content-Range": f"{resource} {rows}/{page.total}",
        "Content-Range-Total": "exact" if page.is_exact else "estimated",
    }
