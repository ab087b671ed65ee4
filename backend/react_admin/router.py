"""The endpoints of one resource: for each action that someone may do, react-admin's calls for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial, wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isfunction, isgeneratorfunction, unwrap
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from app.database import Database, SessionDep
from app.streaming import paged_from
from react_admin import document, records
from react_admin.export import MEDIA_TYPE, Export, Place, prefers_csv
from react_admin.filters import parameter
from react_admin.listing import find_all, find_page
from react_admin.page import FIRST_PAGE, content_range, range_of
from react_admin.reading import Record, as_records
from react_admin.resource import Action, Resource
from react_admin.stale import IfMatch, etag

# A list is JSON or CSV.
VARY = {"Vary": "Accept"}

EmbedQuery = Annotated[str | None, Query(include_in_schema=False)]
FilterQuery = Annotated[str | None, Query(alias="filter", include_in_schema=False)]

# A dependency that is a plain function, which raises for those whom it does not let through.
# A list calls it by itself, whatever `dependency_overrides` has in its place.
Check = Callable[..., None]
NOT_PLAIN = (iscoroutinefunction, isgeneratorfunction, isasyncgenfunction)


def resource_router(resource: Resource, require: Callable[[Any], Check]) -> APIRouter:
    """`/name` in the dialect. `require` makes of a role the check that lets no one else through."""
    router = APIRouter(prefix=f"/{resource.name}", tags=[resource.name])
    for action, role in resource.roles.items():
        ROUTES[action](router, resource, require(role))
    return router


def _list(router: APIRouter, resource: Resource, check: Check) -> None:
    page_of = TypeAdapter(list[resource.read])  # type: ignore[name-defined] # a value, not a type

    @router.get("", **document.of_list(resource))
    def get_list(
        let_in: Annotated[Callable[[], None], _prepared(check)],
        session: SessionDep,
        request: Request,
        response: Response,
    ) -> Response:
        query = request.query_params
        with session:  # its connection goes back here, and not by way of another thread
            let_in()
            asked = range_of(resource.name, query.get("range"), request.headers.get("range"))
            first, rows = asked or FIRST_PAGE
            listing = resource.listing(query.get("sort"), query.get("filter"))
            embedded = resource.embedded(query.get("embed"))
            if prefers_csv(request.headers.get("accept")):
                return _export(session, request, response, Export(resource, listing))
            if asked is None and parameter("id", "values") in listing.parameters:
                page = find_all(session, listing)  # getMany: all that were asked for
            else:
                page = find_page(session, listing, first, rows)
            found = as_records(session, resource.model, resource.read, page.rows, embedded)
            # Made here: FastAPI would look at the records in another thread, and write them in its loop.
            body = page_of.dump_json(page_of.validate_python(found), by_alias=True, exclude_unset=True)
        standing = content_range(resource.name, first, page)
        answer = Response(body, media_type="application/json", headers=standing | VARY)
        answer.headers.raw.extend(response.headers.raw)
        return answer


def _export(session: Session, request: Request, response: Response, export: Export) -> Response:
    """All rows, of which the first page is read in this transaction, so that its errors have a status."""
    name = export.resource.name
    total = content_range(name, 0, replace(find_page(session, export.listing, 0, 1), rows=()))
    headers = (
        total
        | VARY
        | {
            "Content-Disposition": f'attachment; filename="{name}-{datetime.now(UTC):%Y-%m-%d}.csv"',
            # nginx passes each page on as it comes.
            "X-Accel-Buffering": "no",
        }
    )
    first = export.read(session, place=Place())
    database: Database = request.app.state.database
    answer = paged_from(database, export.read, first, media_type=MEDIA_TYPE, headers=headers)
    answer.headers.raw.extend(response.headers.raw)
    return answer


def _show(router: APIRouter, resource: Resource, check: Check) -> None:
    @router.get("/{id}", **document.of_record(resource, 404, embeds=True), dependencies=[Depends(check)])
    def get_one(
        session: SessionDep,
        response: Response,
        id: resource.id_type,  # type: ignore[name-defined] # noqa: A002 - the name in the path
        embed: EmbedQuery = None,
    ) -> Any:
        return _answer(response, resource, records.load(session, resource, id, embed))


def _create(router: APIRouter, resource: Resource, check: Check) -> None:
    schema = resource.written_by.create_schema

    @router.post(
        "", status_code=201, **document.of_record(resource, 409, tagged=201), dependencies=[Depends(check)]
    )
    def create(session: SessionDep, response: Response, body: schema) -> Any:  # type: ignore[valid-type] # FastAPI reads the value
        row = records.create(session, resource, body)
        return _answer(response, resource, records.load(session, resource, row.id))


def _edit(router: APIRouter, resource: Resource, check: Check) -> None:
    schema = resource.written_by.update_schema

    @router.put("/{id}", **document.of_record(resource, 404, 409, 412), dependencies=[Depends(check)])
    def update(
        session: SessionDep,
        response: Response,
        id: resource.id_type,  # type: ignore[name-defined] # noqa: A002 - the name in the path
        body: schema,  # type: ignore[valid-type] # FastAPI reads the value
        if_match: IfMatch = None,
    ) -> Any:
        row = records.lock(session, resource, id)
        records.update(session, resource, row, body, if_match)
        return _answer(response, resource, records.load(session, resource, id))

    @router.put("", **document.of_ids(resource), dependencies=[Depends(check)])
    def update_many(
        session: SessionDep,
        body: schema,  # type: ignore[valid-type] # FastAPI reads the value
        filter_: FilterQuery = None,
        if_match: IfMatch = None,
    ) -> list[resource.id_type]:  # type: ignore[name-defined]
        ids = resource.ids(filter_)
        for row in records.lock_all(session, resource, ids):
            with records.about(row):
                records.update(session, resource, row, body, if_match)
        return ids


def _delete(router: APIRouter, resource: Resource, check: Check) -> None:
    @router.delete(
        "/{id}", **document.of_record(resource, 404, 409, 412, tagged=None), dependencies=[Depends(check)]
    )
    def delete(
        session: SessionDep,
        id: resource.id_type,  # type: ignore[name-defined] # noqa: A002 - the name in the path
        if_match: IfMatch = None,
    ) -> Any:
        row = records.lock(session, resource, id)
        record = records.load(session, resource, id)
        records.delete(session, resource, row, if_match)
        return record

    @router.delete("", **document.of_ids(resource), dependencies=[Depends(check)])
    def delete_many(
        session: SessionDep, filter_: FilterQuery = None, if_match: IfMatch = None
    ) -> list[resource.id_type]:  # type: ignore[name-defined]
        ids = resource.ids(filter_)
        records.delete_all(session, resource, records.lock_all(session, resource, ids), if_match)
        return ids


ROUTES: dict[Action, Callable[[APIRouter, Resource, Check], None]] = {
    "list": _list,
    "show": _show,
    "create": _create,
    "edit": _edit,
    "delete": _delete,
}


def _prepared(check: Check) -> Any:
    """What `check` needs, and the call left to the endpoint: it saves the way through another thread.

    The endpoint reads its query itself, and later, so that nobody is told what is wrong with it before.
    """

    functions = (check, unwrap(check))  # what is decorated, too
    if not isfunction(check) or any(is_other(one) for is_other in NOT_PLAIN for one in functions):
        raise TypeError(f"{check} is no plain function: called as one, it might not have looked yet")

    @wraps(check)  # by which FastAPI finds its parameters, and what their annotations name
    async def prepare(**needed: Any) -> Callable[[], None]:
        return partial(check, **needed)

    return Depends(prepare)


def _answer(response: Response, resource: Resource, record: Record) -> Any:
    if resource.is_versioned:
        response.headers["ETag"] = etag(record)
    return record
