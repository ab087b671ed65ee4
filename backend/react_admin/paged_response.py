"""Long responses, read from the database page by page.

Each page is read in a short transaction of its own. While a slow client receives a page, no transaction,
connection or thread is held, and memory holds that page alone.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from starlette.types import Send

from react_admin.errors import ApiError
from react_admin.provided import Reader

logger = logging.getLogger(__name__)

T = TypeVar("T")
Place = TypeVar("Place")
Item = TypeVar("Item")


class TextFormat(NamedTuple, Generic[Item]):
    """How a list is written: the text of an item, and the texts before, between and after the items."""

    media_type: str
    line: Callable[[Item], str]
    head: str
    separator: str
    tail: str

    def page(self, items: Iterable[Item], *, is_first: bool, is_last: bool) -> bytes:
        """Some items of the list. The pages of a list follow each other without anything in between."""
        before = self.head if is_first else self.separator
        lines = self.separator.join(map(self.line, items))
        return f"{before}{lines}{self.tail if is_last else ''}".encode()


class ReadPage(Protocol[Place]):
    """Reads the page at a place. Returns its bytes and the place of the next page, or None after the last."""

    def __call__(self, session: Session, *, place: Place) -> tuple[bytes, Place | None]: ...


class PagedResponse(StreamingResponse):
    """A response that ends without its last chunk if a page can't be read.

    Clients report it as incomplete. `prepare` is called before the response starts, so that its errors set
    the status.
    """

    prepare: Callable[[], Awaitable[Any]] | None = None

    async def stream_response(self, send: Send) -> None:
        if self.prepare:
            await self.prepare()
        try:
            await super().stream_response(send)
        except ApiError as error:
            logger.warning("a long response was aborted: %s", error)


async def paged(
    read: Reader, read_page: ReadPage[Place], place: Place, *, media_type: str, headers: Mapping[str, str]
) -> PagedResponse:
    """The pages from `place` on.

    The first is read before the response starts, so that its errors set the status.
    """
    first = await read(partial(read_page, place=place))
    return paged_from(read, read_page, first, media_type=media_type, headers=headers)


def paged_from(
    read: Reader,
    read_page: ReadPage[Place],
    first: tuple[bytes, Place | None],
    *,
    media_type: str,
    headers: Mapping[str, str],
    prepare: Callable[[], Awaitable[Any]] | None = None,
) -> PagedResponse:
    """The page `first`, which was read already, and the pages that follow it."""
    response = PagedResponse(_pages(read, read_page, *first), 200, headers, media_type)
    response.prepare = prepare
    return response


async def _pages(
    read: Reader, read_page: ReadPage[Place], page: bytes, place: Place | None
) -> AsyncIterator[bytes]:
    yield page
    while place is not None:
        page, place = await read(partial(read_page, place=place))
        yield page
