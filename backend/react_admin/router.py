"""The routes of a resource: react-admin's calls for each action of its `roles`."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from react_admin import crud, openapi
from react_admin.bulk_routes import add_bulk_actions
from react_admin.default_writers import writers_of
from react_admin.export_responses import JSON, VARY, Exporter, OnExport, preferred, total_headers
from react_admin.export_table import parse_columns
from react_admin.facet_routes import add_facets
from react_admin.import_routes import add_import
from react_admin.listing import find_all, find_page
from react_admin.permission_first import PermissionFirst
from react_admin.provided import Check, GetSession, Reader, Writer
from react_admin.query import FilterQuery, parse, parse_embed, parse_ids
from react_admin.read_records import as_records
from react_admin.resource import Action, Resource
from react_admin.stale_saves import IfMatch, tagged

EmbedQuery = Annotated[str | None, Query(include_in_schema=False)]


def resource_router(
    resource: Resource,
    require: Callable[[Any], Check],
    get_session: GetSession,
    read_of: Callable[[Request], Reader] | None = None,
    write_of: Callable[[Request], Writer] | None = None,
    on_export: OnExport | None = None,
) -> APIRouter:
    """The routes `/name` of a resource.

    - `require` turns a role into the check that refuses everyone else.
    - `get_session` is a dependency that yields the session of a request and commits it. The two databases
      agree on a list if its transaction is a snapshot (on PostgreSQL, REPEATABLE READ).
    - `read_of` returns how an export reads its pages after the first. By default each page has a session of
      its own on the engine of the request.
    - `write_of` returns how an import or a record of an export writes: an async function that calls
      `work(session)` in one transaction and commits it. Imports need it, and `read_of`.
    - `on_export` is called in such a transaction before an export is sent. A commit that fails refuses it.
    """
    router = APIRouter(prefix=f"/{resource.name}", tags=[resource.name], route_class=PermissionFirst)
    session = Depends(get_session, scope="function")  # so that a commit that fails is an error
    for action, role in resource.roles.items():
        check = _strict(require(role))
        if action == "list":
            _add_list(router, resource, session, check, Exporter(check, read_of, write_of, on_export))
            add_facets(router, resource, session, [_dependency(check, session)])
        else:
            ROUTES[action](router, resource, session, [_dependency(check, session)])
    add_bulk_actions(router, resource, session, lambda role: _dependency(_strict(require(role)), session))
    if resource.imports:
        add_import(router, resource, _strict(require(resource.imports.role)), read_of, write_of)
    return router


def _strict(check: Check) -> Check:
    def call(request: Request, session: Session) -> None:
        if check(request, session) is not None:
            # A coroutine, for example, has not checked anything yet.
            raise TypeError(f"{check} is not a plain function that returns None")

    return call


def _dependency(check: Check, session_: Any) -> Any:
    def allow(request: Request, session: Session = session_) -> None:
        check(request, session)

    return Depends(allow)


def _add_list(router: APIRouter, resource: Resource, session_: Any, check: Check, exporter: Exporter) -> None:
    records_of = TypeAdapter(list[resource.read])  # type: ignore[name-defined] # a value, not a type

    @router.get("", **openapi.of_list(resource))
    def get_list(request: Request, response: Response, session: Session = session_) -> Response:
        # The check is called here rather than injected, and the session is closed here: each would otherwise
        # be another trip through a worker thread.
        with session:
            check(request, session)
            query = parse(resource, request, resource.scope_of(request, session))
            # Of an export only, but a wrong name is an error in every list.
            columns = parse_columns(resource, request.query_params.get("columns"))
            media_type = preferred(request.headers.get("accept"))
            if media_type != JSON:
                exported = exporter.respond(request, session, query, columns, media_type)
                return _with_headers(response, exported)
            page = find_all(session, query) if query.by_ids else find_page(session, query)
            found = as_records(session, resource.model, resource.read, page.rows, query.embedded)
            # FastAPI would validate the records in another thread and serialise them on the event loop.
            body = records_of.dump_json(records_of.validate_python(found), by_alias=True, exclude_unset=True)
        headers = total_headers(query, page) | VARY
        return _with_headers(response, Response(body, media_type=JSON, headers=headers))


def _add_show(router: APIRouter, resource: Resource, session_: Any, allowed: list[Any]) -> None:
    @router.get("/{id}", **openapi.of_record(resource, 404, embeds=True), dependencies=allowed)
    def get_one(
        request: Request,
        response: Response,
        id: resource.id_type,  # type: ignore[name-defined] # noqa: A002 - the name in the path
        embed: EmbedQuery = None,
        session: Session = session_,
    ) -> Any:
        scope = resource.scope_of(request, session)
        record = crud.load(session, resource, id, parse_embed(resource, embed), scope)
        return tagged(response, resource, record)


def _add_create(router: APIRouter, resource: Resource, session_: Any, allowed: list[Any]) -> None:
    schema = writers_of(resource).create_schema

    @router.post("", status_code=201, **openapi.of_record(resource, 409, tagged=201), dependencies=allowed)
    def create(response: Response, body: schema, session: Session = session_) -> Any:  # type: ignore[valid-type] # FastAPI reads the value
        row = crud.create(session, resource, body)
        return tagged(response, resource, crud.load(session, resource, row.id))


def _add_edit(router: APIRouter, resource: Resource, session_: Any, allowed: list[Any]) -> None:
    schema = writers_of(resource).update_schema

    @router.put("/{id}", **openapi.of_record(resource, 404, 409, 412), dependencies=allowed)
    def update(
        request: Request,
        response: Response,
        id: resource.id_type,  # type: ignore[name-defined] # noqa: A002 - the name in the path
        body: schema,  # type: ignore[valid-type] # FastAPI reads the value
        if_match: IfMatch = None,
        session: Session = session_,
    ) -> Any:
        row = crud.lock(session, resource, id, resource.scope_of(request, session))
        crud.update(session, resource, row, body, if_match)
        return tagged(response, resource, crud.load(session, resource, id))

    @router.put("", **openapi.of_ids(resource), dependencies=allowed)
    def update_many(
        request: Request,
        body: schema,  # type: ignore[valid-type] # FastAPI reads the value
        filter_: FilterQuery = None,
        if_match: IfMatch = None,
        session: Session = session_,
    ) -> list[resource.id_type]:  # type: ignore[name-defined]
        ids = parse_ids(resource, filter_)
        rows = crud.lock_all(session, resource, ids, resource.scope_of(request, session))
        crud.update_all(session, resource, rows, body, if_match)
        return ids


def _add_delete(router: APIRouter, resource: Resource, session_: Any, allowed: list[Any]) -> None:
    @router.delete("/{id}", **openapi.of_record(resource, 404, 409, 412, tagged=None), dependencies=allowed)
    def delete(
        request: Request,
        id: resource.id_type,  # type: ignore[name-defined] # noqa: A002 - the name in the path
        if_match: IfMatch = None,
        session: Session = session_,
    ) -> Any:
        row = crud.lock(session, resource, id, resource.scope_of(request, session))
        record = crud.load(session, resource, id)
        crud.delete(session, resource, row, if_match)
        return record

    @router.delete("", **openapi.of_ids(resource), dependencies=allowed)
    def delete_many(
        request: Request,
        filter_: FilterQuery = None,
        if_match: IfMatch = None,
        session: Session = session_,
    ) -> list[resource.id_type]:  # type: ignore[name-defined]
        ids = parse_ids(resource, filter_)
        rows = crud.lock_all(session, resource, ids, resource.scope_of(request, session))
        crud.delete_all(session, resource, rows, if_match)
        return ids


ROUTES: dict[Action, Callable[[APIRouter, Resource, Any, list[Any]], None]] = {
    "show": _add_show,
    "create": _add_create,
    "edit": _add_edit,
    "delete": _add_delete,
}


def _with_headers(injected: Response, response: Response) -> Response:
    """`response` with the headers that dependencies have set on the injected response."""
    response.headers.raw.extend(injected.headers.raw)
    return response
