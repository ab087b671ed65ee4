"""The endpoints of one resource."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.params import Depends as Dependency
from fastapi_pagination import pagination_ctx
from fastapi_pagination.ext.sqlalchemy import paginate
from sqlalchemy.orm import Session

from app.database import SessionDep
from app.errors import NotFound, responses
from app.react_admin.page import RangePage, RangeParams
from app.react_admin.query import Fields, conditions_of
from app.react_admin.schemas import Id, Write

SortQuery = Annotated[
    str | None,
    Query(description='`["field","ASC"]` or `["field","DESC"]`', examples=['["id","ASC"]']),
]
FilterQuery = Annotated[
    str | None, Query(alias="filter", description='`{"field":value}`', examples=['{"id":[1,2]}'])
]


@dataclass(frozen=True)
class Writers:
    """How a resource is written: the schemas of its bodies, and the domain's functions that take them."""

    create_schema: type[Write]
    create: Callable[[Session, Any], Any]
    update_schema: type[Write]
    update: Callable[[Session, Any, Any], Any]
    delete: Callable[[Session, Any], Any]
    dependencies: Sequence[Dependency]


def resource_router(
    name: str, fields: Fields, readers: Sequence[Dependency], writers: Writers | None = None
) -> APIRouter:
    """`/name` in the dialect: for those whom the dependencies in `readers` and `writers` let through."""
    router = APIRouter(prefix=f"/{name}", tags=[name], dependencies=[*readers])
    _add_reads(router, fields)
    if writers:
        _add_writes(router, fields, writers)
    return router


def _load(session: Session, fields: Fields, id_: int, *, lock: bool = False) -> Any:
    """One record as it now is in the database, locked against other writers where it is to change."""
    query = fields.select().where(fields.model.id == id_).execution_options(populate_existing=True)
    row = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if row is None:
        raise NotFound
    return row


def _add_reads(router: APIRouter, fields: Fields) -> None:
    read, page = fields.read, RangePage[fields.read]  # type: ignore[name-defined] # a value, not a type

    @router.get("", response_model=page, responses=responses(400, 401, 403))
    def get_list(
        session: SessionDep,
        params: Annotated[RangeParams, Depends(pagination_ctx(page))],
        sort: SortQuery = None,
        filter_: FilterQuery = None,
    ) -> Any:
        conditions = conditions_of(filter_)
        if not params.given and isinstance(conditions.get("id"), list):
            params.rows = None  # getMany: all that were asked for
        return paginate(session, fields.select(sort, conditions), params)

    @router.get("/{id}", response_model=read, responses=responses(401, 403, 404))
    def get_one(session: SessionDep, id: Id) -> Any:  # noqa: A002 - the name in the path
        return _load(session, fields, id)


def _add_writes(router: APIRouter, fields: Fields, writers: Writers) -> None:
    write: dict[str, Any] = {"response_model": fields.read, "dependencies": [*writers.dependencies]}

    @router.post("", status_code=201, responses=responses(401, 403, 409), **write)
    def create(session: SessionDep, body: writers.create_schema) -> Any:  # type: ignore[name-defined] # FastAPI reads the value
        row = writers.create(session, body)
        session.flush()
        return _load(session, fields, row.id)

    @router.put("/{id}", responses=responses(401, 403, 404, 409), **write)
    def update(session: SessionDep, id: Id, body: writers.update_schema) -> Any:  # type: ignore[name-defined] # noqa: A002
        row = _load(session, fields, id, lock=True)
        writers.update(session, row, body)
        session.flush()
        return _load(session, fields, id)

    @router.delete("/{id}", responses=responses(401, 403, 404, 409), **write)
    def delete(session: SessionDep, id: Id) -> Any:  # noqa: A002 - the name in the path
        row = _load(session, fields, id, lock=True)
        record = fields.read.model_validate(row)
        writers.delete(session, row)
        session.flush()
        return record
