"""The response to a list that is asked for as a file, and the choice between the formats."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session
from starlette.types import Send

from react_admin import csv_export, xlsx_export
from react_admin.csv_export import CsvExport
from react_admin.export_table import ExportTable, Place
from react_admin.list_shape import ListQuery
from react_admin.listing import Page, find_page
from react_admin.paged_response import paged_from
from react_admin.provided import Check, Reader, Writer
from react_admin.resource import Resource
from react_admin.xlsx_export import TooManyRows, Workbook

JSON = "application/json"
VARY = {"Vary": "Accept"}
SUFFIXES = {csv_export.MEDIA_TYPE: "csv", xlsx_export.MEDIA_TYPE: "xlsx"}

# Bytes of a workbook that are read from its file at a time.
CHUNK = 2**16

# Records an export: its resource, the parameters of its query with its format, and the number of its records.
OnExport = Callable[[Session, Resource, Mapping[str, str], int], object]


def preferred(accept: str | None) -> str:
    """The media type of a list that an Accept header gives the most weight: JSON unless another has more."""
    weights = {}
    for item in (accept or "").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        weights[name] = float(weight) if re.fullmatch(r"0(\.\d{0,3})?|1(\.0{0,3})?", weight) else 0

    def weight_of(media_type: str) -> float:
        kind = media_type.partition("/")[0]
        return next((weights[name] for name in (media_type, f"{kind}/*", "*/*") if name in weights), 0)

    return max((JSON, *SUFFIXES), key=weight_of)


@dataclass(frozen=True)
class Exporter:
    """The exports of a resource.

    `read_of`, `write_of` and `on_export` are those of `resource_router`.
    """

    check: Check
    read_of: Callable[[Request], Reader] | None
    write_of: Callable[[Request], Writer] | None
    on_export: OnExport | None

    def respond(
        self,
        request: Request,
        session: Session,
        query: ListQuery,
        columns: Sequence[str],
        media_type: str,
    ) -> Response:
        """All rows as a file. The first page is read in this transaction: its errors set the status."""
        table = ExportTable(query, columns)
        found = find_page(session, replace(query, first=0, rows=1))
        headers = _headers(query, found, media_type)
        prepare = partial(self._record, request, query.shape.resource, media_type, found.total)
        read = self.read_of(request) if self.read_of else _read_on(session)
        if media_type == xlsx_export.MEDIA_TYPE:
            if found.is_exact and found.total >= xlsx_export.MAX_ROWS:
                raise TooManyRows
            return WorkbookResponse(table, read, prepare, headers)
        pages = CsvExport(table).read
        first = pages(session, place=Place())
        return paged_from(read, pages, first, media_type=media_type, headers=headers, prepare=prepare)

    async def _record(self, request: Request, resource: Resource, media_type: str, records: int) -> None:
        """Call `on_export` in a transaction of its own, because that of a list is rolled back."""
        if self.on_export is None or self.write_of is None:
            return
        on_export = self.on_export
        query = {**request.query_params, "format": SUFFIXES[media_type]}

        def work(session: Session) -> None:
            self.check(request, session)  # again, so that this session knows who asks
            on_export(session, resource, query, records)

        await self.write_of(request)(work)


def _headers(query: ListQuery, found: Page, media_type: str) -> dict[str, str]:
    filename = f"{query.shape.resource.name}-{datetime.now(UTC):%Y-%m-%d}.{SUFFIXES[media_type]}"
    return {
        **total_headers(query, Page([], found.total, found.is_exact)),
        **VARY,
        "Content-Disposition": f'attachment; filename="{filename}"',
        # nginx passes each page on as it comes.
        "X-Accel-Buffering": "no",
    }


def _read_on(session: Session) -> Reader:
    bind = session.get_bind()

    async def read(work: Callable[[Session], Any]) -> Any:
        def run() -> Any:
            with Session(bind) as session:
                return work(session)

        return await run_in_threadpool(run)

    return read


def total_headers(query: ListQuery, page: Page) -> dict[str, str]:
    rows = f"{query.first}-{query.first + len(page.rows) - 1}" if page.rows else "*"
    return {
        "Content-Range": f"{query.shape.resource.name} {rows}/{page.total}",
        "Content-Range-Total": "exact" if page.is_exact else "estimated",
    }


class WorkbookResponse(StreamingResponse):
    """A workbook, written to a temporary file before the response starts."""

    def __init__(
        self,
        table: ExportTable,
        read: Reader,
        prepare: Callable[[], Awaitable[Any]],
        headers: Mapping[str, str],
    ) -> None:
        super().__init__((), 200, headers, xlsx_export.MEDIA_TYPE)
        self._table, self._read, self._prepare = table, read, prepare

    async def stream_response(self, send: Send) -> None:
        with TemporaryDirectory() as folder, TemporaryFile(dir=folder) as file:
            book = Workbook(file, self._table.columns, folder)
            try:
                async for rows in self._pages():
                    await run_in_threadpool(book.add, rows)
                await run_in_threadpool(book.save)
            finally:
                book.discard()
            await self._prepare()
            self.headers["Content-Length"] = str(file.tell())
            file.seek(0)
            self.body_iterator = _chunks(file)
            await super().stream_response(send)

    async def _pages(self) -> AsyncIterator[list[list[Any]]]:
        place: Place | None = Place()
        while place is not None:
            rows, place = await self._read(partial(self._table.read, place=place))
            yield rows


async def _chunks(file: Any) -> AsyncIterator[bytes]:
    while chunk := await run_in_threadpool(file.read, CHUNK):
        yield chunk
