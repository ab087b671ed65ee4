"""The range of rows that react-admin asks for, and the page that answers it with `Content-Range`."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Generic, Self, TypeVar

from fastapi import Header, Query, Request
from fastapi_pagination.api import request
from fastapi_pagination.bases import AbstractParams, BasePage, RawParams
from fastapi_pagination.customization import CustomizedPage, UseFlattenPage, UseName, UseResponseHeaders

from app.react_admin.errors import BadQuery
from app.react_admin.resource import MAX_ROWS, from_json
from app.react_admin.schemas import MAX_INTEGER

T = TypeVar("T")

# A page without a range, as react-admin's own default.
DEFAULT_ROWS = 25


class RangeParams(AbstractParams):
    """`range=[first,last]`, both counted from 0 and inclusive, or the header `Range: r=first-last`."""

    def __init__(
        self,
        request: Request,
        range: Annotated[str | None, Query(include_in_schema=False)] = None,  # noqa: A002 - the dialect's name
        range_header: Annotated[str | None, Header(alias="Range", include_in_schema=False)] = None,
    ) -> None:
        resource = resource_of(request)
        self.given = range is not None
        bounds = from_json("range", range) if range is not None else [0, DEFAULT_ROWS - 1]
        # Another unit, such as bytes, is not ours to read: RFC 9110 has it ignored.
        if range is None and range_header and range_header.startswith(f"{resource}="):
            self.given = True
            found = re.fullmatch(r"(\d{1,19})-(\d{1,19})", range_header.removeprefix(f"{resource}="))
            bounds = [int(bound) for bound in found.groups()] if found else None
        self.first, last = _checked(bounds)
        self.rows = last - self.first + 1

    def to_raw_params(self) -> RawParams:
        return RawParams(limit=self.rows, offset=self.first)


def _checked(bounds: Any) -> tuple[int, int]:
    match bounds:
        case [int(first), int(last)] if not isinstance(first, bool) and not isinstance(last, bool):
            if not 0 <= first <= last <= MAX_INTEGER:
                raise BadQuery("range", "counts from 0, and its end does not come before its start")
            if last - first >= MAX_ROWS:
                raise BadQuery("range", f"covers at most {MAX_ROWS} rows")
            return first, last
    raise BadQuery("range", "is two whole numbers such as [0,24]")


def resource_of(request: Request) -> str:
    return request.url.path.rsplit("/", 1)[-1]


class _RangePage(BasePage[T], Generic[T]):
    """The rows, and where among all of them they stand."""

    __params_type__ = RangeParams

    first: int
    is_exact: bool

    @classmethod
    def create(cls, items: Sequence[T], params: Any, *, total: int | None = None, **standing: Any) -> Self:
        return cls(items=items, total=total, first=params.first, **standing)


def _headers(page: Any) -> dict[str, str | Sequence[str]]:
    rows = f"{page.first}-{page.first + len(page.items) - 1}" if page.items else "*"
    return {
        "Content-Range": f"{resource_of(request())} {rows}/{page.total}",
        "Content-Range-Total": "exact" if page.is_exact else "estimated",
    }


RangePage = CustomizedPage[_RangePage, UseName("Records"), UseResponseHeaders(_headers), UseFlattenPage()]
