"""Responses for errors: `ApiError`, and FastAPI's validation errors as sentences for a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from react_admin.errors import ApiError, ErrorBody, FieldErrors, Invalid
from react_admin.messages import BODY_NEEDED, REQUIRED, SENTENCES


def handle_errors(app: FastAPI) -> None:
    """Respond to each `ApiError` and each validation error of `app`."""

    @app.exception_handler(ApiError)
    async def api_error(_: Request, error: ApiError) -> JSONResponse:
        return error_response(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = validation_errors(error.errors())
        return error_response(Invalid(errors.get(("root", "serverError")), errors))


def error_body(code: str, message: str, errors: FieldErrors | None = None) -> dict[str, Any]:
    """The body of an error. Without field errors, `message` is the form's own error."""
    return ErrorBody(
        code=code, message=message, errors=_nested(errors or {("root", "serverError"): message})
    ).model_dump()


def body_of(error: ApiError) -> dict[str, Any]:
    return error_body(error.code, error.text, error.errors) | dict(error.body or {})


def error_response(error: ApiError) -> JSONResponse:
    return JSONResponse(body_of(error), error.status, headers=dict(error.headers or {}))


def validation_errors(found: Sequence[Mapping[str, Any]]) -> FieldErrors:
    """Pydantic's errors as sentences, by the path of the field."""
    errors: FieldErrors = {}
    for error in found:
        kind = error["type"]
        path = () if kind == "json_invalid" else tuple(error["loc"][1:])
        if not path and kind in ("missing", "model_attributes_type"):
            text = BODY_NEEDED
        elif kind == "value_error":
            text = str(error["ctx"]["error"])
        elif kind == "string_too_short" and error["ctx"]["min_length"] == 1:
            text = REQUIRED
        elif kind in SENTENCES:
            text = SENTENCES[kind].format(**error.get("ctx", {}))
        else:
            text = f"{error['msg']}."
        errors.setdefault(path or ("root", "serverError"), text)
    return errors


def _nested(errors: FieldErrors) -> dict[str, Any]:
    """`{("choices", 1, "choice_text"): "..."}` as `{"choices": {"1": {"choice_text": "..."}}}`.

    A field with nested errors loses its own text, because react-admin shows one or the other.
    """
    nested: dict[str, Any] = {}
    for path, text in errors.items():
        *parents, last = (path,) if isinstance(path, str) else path
        level = nested
        for parent in parents:
            inner = level.get(str(parent))
            if not isinstance(inner, dict):
                inner = level[str(parent)] = {}
            level = inner
        level.setdefault(str(last), text)
    return nested
