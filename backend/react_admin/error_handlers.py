"""Responses for errors: `ApiError`, and FastAPI's validation errors as sentences for a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from react_admin.errors import ApiError, ErrorBody, FieldErrors, Invalid

# Sentences for the forms of the dashboard, by Pydantic's type of error. Other types keep Pydantic's message.
SENTENCES = {
    "bool_parsing": "Choose yes or no.",
    "bool_type": "Choose yes or no.",
    "datetime_from_date_parsing": "Enter a date and time.",
    "datetime_parsing": "Enter a date and time.",
    "enum": "Choose one of {expected}.",
    "extra_forbidden": "Unknown field.",
    "finite_number": "Enter a number.",
    "greater_than_equal": "Enter at least {ge}.",
    "int_from_float": "Enter a whole number.",
    "int_parsing": "Enter a whole number.",
    "int_type": "Enter a whole number.",
    "json_invalid": "The body is not valid JSON.",
    "less_than_equal": "Enter at most {le}.",
    "list_type": "Send a list.",
    "missing": "Required.",
    "model_attributes_type": "Send a JSON object.",
    "string_pattern_mismatch": "This contains a character that can't be stored.",
    "string_too_long": "This is too long: at most {max_length} characters.",
    "string_too_short": "This is too short: at least {min_length} characters.",
    "string_type": "Enter a text.",
    "string_unicode": "This contains a character that can't be stored.",
    "too_long": "These are too many: at most {max_length}.",
    "uuid_parsing": "Enter a UUID.",
    "uuid_type": "Enter a UUID.",
    "uuid_version": "Enter a random UUID (version {expected_version}).",
}
BODY_NEEDED = "The body must be a JSON object, sent as application/json."


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


def error_response(error: ApiError) -> JSONResponse:
    body = error_body(error.code, error.text, error.errors) | dict(error.body or {})
    return JSONResponse(body, error.status, headers=dict(error.headers or {}))


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
            text = SENTENCES["missing"]
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
