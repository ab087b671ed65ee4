"""Answers of any length, read page by page.

Each page is a short transaction of its own. While a slow client receives it, no transaction, connection or
thread is held, and no more than that page is in memory.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Protocol, TypeVar

from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from starlette.types import Send

from app.database import Database
from app.errors import AppError

logger = logging.getLogger(__name__)

Place = TypeVar("Place")


class ReadPage(Protocol[Place]):
    """Reads the page at a place: its bytes, and the place of the next page, or None after the last."""

    def __call__(self, session: Session, *, place: Place) -> tuple[bytes, Place | None]: ...


class PagedResponse(StreamingResponse):
    """Ends without its last chunk where a page can't be read, which clients report as incomplete."""

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        except AppError as error:
            logger.warning("a long answer was aborted: %s", error)


async def paged(
    database: Database, read: ReadPage[Place], place: Place, *, media_type: str, headers: Mapping[str, str]
) -> PagedResponse:
    """The pages from `place` on. The first is read at once, so that its errors become the answer's status."""
    first = await database.read_page(partial(read, place=place))
    return paged_from(database, read, first, media_type=media_type, headers=headers)


def paged_from(
    database: Database,
    read: ReadPage[Place],
    first: tuple[bytes, Place | None],
    *,
    media_type: str,
    headers: Mapping[str, str],
) -> PagedResponse:
    """The page `first`, which was read already, and those that follow."""
    return PagedResponse(_pages(database, read, *first), 200, headers, media_type)


async def _pages(
    database: Database, read: ReadPage[Place], page: bytes, place: Place | None
) -> AsyncIterator[bytes]:
    yield page
    while place is not None:
        page, place = await database.read_page(partial(read, place=place))
        yield page
