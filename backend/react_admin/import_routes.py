"""The route of imports: a preview, and the import itself with its progress.

An import responds with one JSON object per line. All but the last say how many records are written so far;
the last one says, after the commit, how it ended. The status is 202, because it is sent before that.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from react_admin import openapi
from react_admin.date_periods import zone_named
from react_admin.error_handlers import body_of
from react_admin.errors import ApiError, BadQuery
from react_admin.import_fields import ImportColumn, chosen_columns, guess_columns, import_fields, open_fields
from react_admin.import_file import ENCODINGS, MAX_FILE, FileTooLarge, open_file
from react_admin.import_records import Fault, ImportPlan
from react_admin.import_values import ImportField, Reading
from react_admin.imports import FileCheck, Progress, write
from react_admin.provided import Check, Reader, Writer
from react_admin.query import from_json
from react_admin.resource import Resource
from react_admin.session_history import name_change

logger = logging.getLogger(__name__)

# Seconds between two lines of progress.
INTERVAL = 0.3

MEDIA_TYPE = "application/x-ndjson"


class ImportFailed(ApiError):
    status = 503
    code = "import_failed"
    message = "The database failed during the import. Look at the list before you import the file again."


class PreviewRow(BaseModel):
    line: int
    values: dict[str, Any]


class ImportPreview(BaseModel):
    """A file as it will be read, and every fault that can be found without writing.

    Of its `records`, `updated` ones exist. `notices` are worth a look, and keep nothing from being imported.
    """

    encoding: str
    columns: list[ImportColumn]
    fields: list[ImportField]
    rows: list[PreviewRow]
    records: int
    updated: int
    faults: list[Fault]
    fault_count: int
    notices: list[Fault]
    notice_count: int


class ImportParameters(BaseModel):
    """The query of an import, apart from `columns`, `labels` and `values`, which are JSON."""

    preview: bool = False
    zone: str = "UTC"
    dates: Literal["day_first", "month_first"] = "day_first"
    encoding: str | None = None


def add_import(
    router: APIRouter,
    resource: Resource,
    check: Check,
    read_of: Callable[[Request], Reader] | None,
    write_of: Callable[[Request], Writer] | None,
) -> None:
    if read_of is None or write_of is None:
        raise TypeError(f"The imports of {resource.name} need `read_of` and `write_of`.")

    reader = read_of

    async def allow(request: Request) -> None:
        await reader(request)(partial(check, request))

    # Before the query is judged and the file is read.
    @router.post(":import", dependencies=[Depends(allow)], **openapi.of_import(resource, ImportPreview))
    async def import_file(request: Request, query: Annotated[ImportParameters, Query()]) -> Any:
        read = reader(request)
        body = await _body(request)
        plan = await run_in_threadpool(_plan, resource, request, body, query)
        checked = FileCheck(plan)
        while await read(checked.some):
            pass
        if query.preview:
            return _preview(plan, checked)
        checked.refuse_faulty()
        return _import(plan, checked.records, partial(check, request), write_of(request))


def _import(
    plan: ImportPlan, records: int, check: Callable[[Session], object], write_edit: Writer
) -> StreamingResponse:
    progress = Progress(records)

    def work(session: Session) -> None:
        check(session)  # again, so that this session knows who asks
        name_change(session, "import")
        write(session, plan, progress)

    lines = _lines(partial(write_edit, work), progress)
    return StreamingResponse(lines, 202, {"X-Accel-Buffering": "no"}, MEDIA_TYPE)


async def _body(request: Request) -> bytes:
    """The file. It is refused as soon as too much of it has come."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_FILE:
            raise FileTooLarge
    return bytes(body)


def _plan(resource: Resource, request: Request, body: bytes, query: ImportParameters) -> ImportPlan:
    if query.encoding not in (None, *ENCODINGS):
        raise BadQuery("encoding", f"is one of {', '.join(ENCODINGS)}")
    file = open_file(body, query.encoding)
    reading = Reading(zone_named(query.zone), month_first=query.dates == "month_first")
    given = _given(resource, request)
    return ImportPlan(resource, file, _columns(resource, file.header, request, given), reading, given)


def _given(resource: Resource, request: Request) -> dict[str, Any]:
    given = from_json("values", request.query_params.get("values", "{}"))
    if not isinstance(given, dict) or not {*given} <= {*import_fields(resource)}:
        raise BadQuery("values", f"has values for fields among {', '.join(import_fields(resource))}")
    return given


def _columns(
    resource: Resource, header: list[str], request: Request, given: dict[str, Any]
) -> list[ImportColumn]:
    query = request.query_params
    if "columns" not in query:
        labels = from_json("labels", query.get("labels", "{}"))
        if not isinstance(labels, dict) or not all(isinstance(name, str) for name in labels.values()):
            raise BadQuery("labels", "maps labels to names of fields")
        return guess_columns(resource, header, labels, given)
    chosen = from_json("columns", query["columns"])
    if not isinstance(chosen, list):
        raise BadQuery("columns", "is a list with a field or null for each column of the file")
    return chosen_columns(resource, header, chosen, given)


def _preview(plan: ImportPlan, checked: FileCheck) -> ImportPreview:
    return ImportPreview(
        encoding=plan.file.encoding,
        columns=[*plan.columns],
        fields=[*open_fields(plan.resource, plan.given).values()],
        rows=[PreviewRow(**row) for row in checked.sample],
        records=checked.records,
        updated=checked.updated,
        faults=checked.faults,
        fault_count=checked.fault_count,
        notices=checked.notices,
        notice_count=checked.notice_count,
    )


async def _lines(run: Callable[[], Awaitable[None]], progress: Progress) -> AsyncGenerator[bytes, None]:
    """The progress of an import, and its outcome. A client that leaves before the commit ends it."""
    task = asyncio.ensure_future(run())
    task.add_done_callback(_retrieve)
    try:
        while not task.done():
            yield _line(done=progress.done, total=progress.total)
            await asyncio.wait({task}, timeout=INTERVAL)
        yield _outcome(task, progress)
    finally:
        progress.is_wanted = False


def _outcome(task: asyncio.Future[None], progress: Progress) -> bytes:
    try:
        task.result()
        created, updated = progress.done - progress.updated, progress.updated
        return _line(created=created, **{"updated": updated} if updated else {})
    except ApiError as error:
        return _line(status=error.status, **body_of(error))
    except DBAPIError as error:
        logger.error("the database failed during an import", exc_info=error)
        return _line(status=ImportFailed.status, **body_of(ImportFailed()))


def _retrieve(task: asyncio.Future[None]) -> None:
    """Keep asyncio from reporting that nobody asked for the error of an import that was abandoned."""
    if not task.cancelled():
        task.exception()


def _line(**values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"
