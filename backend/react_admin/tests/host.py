"""A minimal host application for the library: an engine, sessions, and roles sent in a header."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from react_admin import Action, Resource, create_functions, handle_errors, register_functions, resource_router
from react_admin.list_shape import ListQuery
from react_admin.provided import Reader, Writer
from react_admin.query import parse

STATEMENT_CACHE_SIZE = 200


class Database:
    """Sessions on a database. A read-only session sees one snapshot."""

    def __init__(self, url: sa.URL) -> None:
        arguments = {"check_same_thread": False} if url.get_backend_name() == "sqlite" else {}
        self.engine = sa.create_engine(url, query_cache_size=STATEMENT_CACHE_SIZE, connect_args=arguments)
        register_functions(self.engine)
        if url.get_backend_name() == "sqlite":
            sa.event.listen(self.engine, "connect", _configure_sqlite)
            sa.event.listen(self.engine, "begin", _begin_transaction)
        isolation = "SERIALIZABLE" if url.get_backend_name() == "sqlite" else "REPEATABLE READ"
        self._readers = sessionmaker(self.engine.execution_options(isolation_level=isolation))
        self._writers = sessionmaker(
            self.engine.execution_options(begin="BEGIN IMMEDIATE"), expire_on_commit=False
        )

    def begin(self) -> AbstractContextManager[Session]:
        return self._writers.begin()

    def read(self) -> Session:
        return self._readers()

    def write(self) -> Session:
        return self._writers()


def _configure_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_transaction(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def get_session(request: Request) -> Iterator[Session]:
    database: Database = request.app.state.database
    with database.read() if request.method == "GET" else database.write() as session:
        yield session
        session.commit()


def reader(request: Request) -> Reader:
    database: Database = request.app.state.database
    return _in_thread(database.read)


def writer(request: Request) -> Writer:
    database: Database = request.app.state.database
    return _in_thread(database.begin)


def _in_thread(
    open_session: Callable[[], AbstractContextManager[Session]],
) -> Callable[[Callable[[Session], Any]], Awaitable[Any]]:
    async def call(work: Callable[[Session], Any]) -> Any:
        def run() -> Any:
            with open_session() as session:
                return work(session)

        return await run_in_threadpool(run)

    return call


Check = Callable[[Request, Session], None]


def role_check(role: Check) -> Check:
    """The dependency that checks a role. The roles of these tests are such functions already."""
    return role


def may_read(request: Request, _: Session) -> None:
    if request.headers.get("x-role") not in ("reader", "gardener"):
        raise HTTPException(401)


def may_write(request: Request, session: Session) -> None:
    may_read(request, session)
    if request.headers.get("x-role") != "gardener":
        raise HTTPException(403)


READERS: dict[Action, Any] = {"list": may_read, "show": may_read}
GARDENERS: dict[Action, Any] = {**READERS, "create": may_write, "edit": may_write, "delete": may_write}


def add_resources(app: FastAPI, *resources: Resource) -> None:
    for resource in resources:
        app.include_router(resource_router(resource, role_check, get_session))


@contextmanager
def serving(database: Database, metadata: sa.MetaData, *resources: Resource) -> Iterator[TestClient]:
    """A client that may do everything with `resources`. Their tables exist within this context."""
    app = FastAPI()
    handle_errors(app)
    add_resources(app, *resources)
    app.state.database = database
    metadata.create_all(database.engine)
    try:
        yield TestClient(app, headers={"X-Role": "gardener"})
    finally:
        metadata.drop_all(database.engine)


def list_query(
    resource: Resource, sort: str | None = None, filter_: str | None = None, first: int = 0, rows: int = 25
) -> ListQuery:
    """The parsed query of a list request with these parameters."""
    parameters = {name: value for name, value in (("sort", sort), ("filter", filter_)) if value is not None}
    scope = {"type": "http", "headers": [], "query_string": urlencode(parameters).encode()}
    return replace(parse(resource, Request(scope)), first=first, rows=rows)


def install_functions(url: sa.URL) -> sa.URL:
    """Create the library's SQL functions in a database, and return its address."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        create_functions(connection)
    engine.dispose()
    return url
