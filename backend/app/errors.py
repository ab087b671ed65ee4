"""Every error body of the API: `{"code": kind, "message": a sentence for a person, "errors": {field: text}}`.

`code` is stable, for programs to compare; docs/errors.md lists all of them.
`errors` is nested like the form that was sent (`{"choices": {"1": {"choice_text": "..."}}}`), so that
react-admin shows each text at its field. What belongs to no field stands at `root.serverError`.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, InternalError, OperationalError
from starlette.exceptions import HTTPException
from starlette.routing import Match

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

# Texts by field, or by the path of a nested one such as `("choices", 1, "choice_text")`.
FieldErrors = dict[str | tuple[str | int, ...], str]


# A lost connection, a deadlock, a server that starts, one that has become a replica and writes no more.
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)


class ErrorBody(BaseModel):
    """The body of every error. `code` names its kind and is stable; docs/errors.md lists all codes."""

    code: str
    message: str
    errors: dict[str, Any]


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Errors for the OpenAPI document: all of them have the one body."""
    return {status: {"model": ErrorBody} for status in statuses}


class AppError(Exception):
    """An error that has its own status and code.

    Each subclass declares a `code` of its own. Without `errors`, `message` is what the form as a whole is
    told. `body` is what the answer holds besides.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str]
    message: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if "code" not in vars(cls):
            raise TypeError(f"{cls.__name__} needs a `code` of its own.")

    def __init__(
        self,
        message: str | None = None,
        errors: FieldErrors | None = None,
        headers: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> None:
        self.text = message or self.message
        self.errors = errors
        self.headers = headers
        self.body = body
        super().__init__(self.text)


class BadRequest(AppError):
    status = 400
    code = "bad_request"
    message = "The request can't be read."


class NotFound(AppError):
    status = 404
    code = "not_found"
    message = "There is nothing here."


class MethodNotAllowed(AppError):
    status = 405
    code = "method_not_allowed"
    message = "This can't be done here."


class Conflict(AppError):
    """A constraint of the database that no other error explains."""

    status = 409
    code = "conflict"
    message = "This conflicts with other records."


class TooLarge(AppError):
    status = 413
    code = "too_large"
    message = "That is too much to send at once."


class Invalid(AppError):
    """The body is well-formed, but its values do not fit together."""

    status = 422
    code = "invalid"
    message = "Some of this can't be saved yet."


class Bug(AppError):
    status = 500
    code = "internal_error"
    message = "Something broke on our side. Try again in a moment."


class Unavailable(AppError):
    status = 503
    code = "unavailable"
    message = "The database does not answer just now. Try again in a moment."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})


# Pydantic writes for programmers. These are what people meet in a form; the rest keeps its words.
SENTENCES = {
    "bool_parsing": "This is yes or no: true or false.",
    "bool_type": "This is yes or no: true or false.",
    "datetime_from_date_parsing": "This isn't a date and time.",
    "datetime_parsing": "This isn't a date and time.",
    "enum": "This is one of {expected}.",
    "extra_forbidden": "There is no such field.",
    "finite_number": "This isn't a number.",
    "greater_than_equal": "This is too low: at least {ge}.",
    "int_from_float": "This isn't a whole number.",
    "int_parsing": "This isn't a whole number.",
    "int_type": "This isn't a whole number.",
    "json_invalid": "The body isn't valid JSON.",
    "less_than_equal": "This is too high: at most {le}.",
    "list_type": "This isn't a list.",
    "missing": "This is needed.",
    "model_attributes_type": "This isn't a JSON object.",
    "string_pattern_mismatch": "This holds a character that can't be stored.",
    "string_too_long": "This is too long: at most {max_length} characters.",
    "string_too_short": "This is too short: at least {min_length} characters.",
    "string_type": "This isn't text.",
    "string_unicode": "This holds a character that can't be stored.",
    "too_long": "These are too many: at most {max_length}.",
    "uuid_parsing": "This isn't a UUID.",
    "uuid_type": "This isn't a UUID.",
    "uuid_version": "This isn't a random UUID, of version {expected_version}.",
}
BODY_NEEDED = "The body must be a JSON object, sent as application/json."


def _nest(errors: FieldErrors) -> dict[str, Any]:
    """`{("choices", 1, "choice_text"): "..."}` as `{"choices": {"1": {"choice_text": "..."}}}`.

    Where a field has a text of its own and its parts have too, the parts' are kept.
    """
    nested: dict[str, Any] = {}
    for path, text in errors.items():
        *parents, last = (path,) if isinstance(path, str) else path
        at = nested
        for parent in parents:
            below = at.get(str(parent))
            if not isinstance(below, dict):
                below = at[str(parent)] = {}
            at = below
        at.setdefault(str(last), text)
    return nested


def answer(error: AppError) -> JSONResponse:
    return _answer(error.status, error.code, error.text, error.errors, error.headers, error.body)


def _answer(
    status: int,
    code: str,
    message: str,
    errors: FieldErrors | None = None,
    headers: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
) -> JSONResponse:
    said = ErrorBody(code=code, message=message, errors=_nest(errors or {("root", "serverError"): message}))
    return JSONResponse({**said.model_dump(), **(body or {})}, status, headers=dict(headers or {}))


def validation_errors(found: Sequence[Mapping[str, Any]]) -> FieldErrors:
    """Pydantic's errors by the path of their field."""
    errors: FieldErrors = {}
    for error in found:
        kind = error["type"]
        path = () if kind == "json_invalid" else tuple(error["loc"][1:])
        if not path and kind in ("missing", "model_attributes_type"):
            text = BODY_NEEDED
        elif kind == "value_error":
            text = str(error["ctx"]["error"])
        elif kind == "string_too_short" and error["ctx"]["min_length"] == 1:
            text = SENTENCES["missing"]
        elif kind in SENTENCES:
            text = SENTENCES[kind].format(**error.get("ctx", {}))
        else:
            text = f"{error['msg']}."
        errors.setdefault(path or ("root", "serverError"), text)
    return errors


def _allowed(request: Request) -> str:
    """The methods that this path takes: Starlette names those of its first route alone."""

    def is_taken(method: str) -> bool:
        scope = {**request.scope, "method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return ", ".join(filter(is_taken, METHODS))


def handle_errors(app: FastAPI) -> None:
    """Give every error of `app` its body; on the loop, so that no crowd of refusals waits for threads."""

    @app.exception_handler(AppError)
    async def app_error(_: Request, error: AppError) -> JSONResponse:
        return answer(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = validation_errors(error.errors())
        whole = errors.get(("root", "serverError"))
        return answer(Invalid(whole or "Some of this needs another look.", errors))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        match error.status_code:
            case 400:
                return answer(BadRequest(f"{error.detail}.", headers=error.headers))
            case 404:
                return answer(NotFound())
            case 405:
                return answer(MethodNotAllowed(headers={"Allow": _allowed(request)}))
            case 413:
                return answer(TooLarge())
            case status:
                return _answer(status, f"http_{status}", f"{error.detail}.", headers=error.headers)

    async def database(_: Request, error: Exception) -> JSONResponse:
        logger.error("the database failed", exc_info=error)
        return answer(Unavailable())

    for kind in DATABASE_AWAY:
        app.add_exception_handler(kind, database)

    @app.exception_handler(IntegrityError)
    async def conflict(_: Request, error: IntegrityError) -> JSONResponse:
        logger.warning("the database refused a conflict", exc_info=error)
        return answer(Conflict())

    @app.exception_handler(DataError)
    async def unstorable(_: Request, error: DataError) -> JSONResponse:
        logger.warning("the database refused a value", exc_info=error)
        return answer(Invalid("Some of this is too long or too large to be saved."))

    @app.exception_handler(Exception)
    async def bug(_: Request, __: Exception) -> JSONResponse:
        return answer(Bug())
