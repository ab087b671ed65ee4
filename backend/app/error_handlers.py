"""Turns every error of a request into a response with the one error body."""

import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, IntegrityError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.database import DATABASE_AWAY
from app.errors import BadRequest, Conflict, InternalError, MethodNotAllowed, TooLarge, Unavailable
from react_admin import Invalid, NotFound, handle_errors
from react_admin.error_handlers import error_body, error_response

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def add_error_handlers(app: FastAPI) -> None:
    """Add the handlers. They are coroutines, so that a rush of errors does not queue for worker threads."""
    handle_errors(app)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        match error.status_code:
            case 400:
                return error_response(BadRequest(f"{error.detail}.", headers=error.headers))
            case 404:
                return error_response(NotFound())
            case 405:
                return error_response(MethodNotAllowed(headers={"Allow": _allowed_methods(request)}))
            case 413:
                return error_response(TooLarge())
            case status:
                body = error_body(f"http_{status}", f"{error.detail}.")
                return JSONResponse(body, status, headers=dict(error.headers or {}))

    async def database_away(_: Request, error: Exception) -> JSONResponse:
        logger.error("the database failed", exc_info=error)
        return error_response(Unavailable())

    for kind in DATABASE_AWAY:
        app.add_exception_handler(kind, database_away)

    @app.exception_handler(IntegrityError)
    async def conflict(_: Request, error: IntegrityError) -> JSONResponse:
        logger.warning("the database reported a conflict", exc_info=error)
        return error_response(Conflict())

    @app.exception_handler(DataError)
    async def unstorable(_: Request, error: DataError) -> JSONResponse:
        logger.warning("the database refused a value", exc_info=error)
        return error_response(Invalid("A value is too long or too large to be saved."))

    @app.exception_handler(Exception)
    async def internal_error(_: Request, __: Exception) -> JSONResponse:
        return error_response(InternalError())


def _allowed_methods(request: Request) -> str:
    """The methods of every route at this path. Starlette names only those of the first route that matches."""

    def is_allowed(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return ", ".join(filter(is_allowed, METHODS))
