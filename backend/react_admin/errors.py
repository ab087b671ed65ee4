"""Errors of the API: exceptions that carry their status, and the body of every error.

The body is `{"code": kind, "message": sentence, "errors": {field: text}}`. `code` is stable, for programs to
compare. `errors` is nested like the form that was sent (`{"choices": {"1": {"choice_text": "..."}}}`), so
that react-admin shows each text at its field. An error of no field is at `root.serverError`.
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from pydantic import BaseModel

# Texts by field, or by the path of a nested field such as `("choices", 1, "choice_text")`.
FieldErrors = dict[str | tuple[str | int, ...], str]


class ErrorBody(BaseModel):
    """The body of every error; `code` names its kind and is stable."""

    code: str
    message: str
    errors: dict[str, Any]


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of a route for the OpenAPI document: they all have the same body."""
    return {status: {"model": ErrorBody} for status in statuses}


class ApiError(Exception):
    """An error with a status and a code of its own.

    Each subclass declares its `code`. `errors` are the texts of the form's fields; without them, `message` is
    shown for the form as a whole. `body` is added to the body of the response.
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


class NotFound(ApiError):
    status = 404
    code = "not_found"
    message = "Not found."


class Invalid(ApiError):
    """The body is well-formed, but its values are not accepted."""

    status = 422
    code = "invalid"
    message = "Please correct the marked fields."


class BadQuery(ApiError):
    """A query parameter that can't be understood; `errors` names it."""

    status = 400
    code = "bad_query"

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(f"The {parameter} {problem}.", {parameter: f"It {problem}."})


class UnknownIds(ApiError):
    """Some records of a bulk call do not exist. No record was changed."""

    status = 404
    code = "unknown_ids"

    def __init__(self, ids: Collection[Any]) -> None:
        named = ", ".join(str(id_) for id_ in ids)
        super().__init__(
            f"Nothing was changed: there is no record {named}.", {"filter": f"There is no record {named}."}
        )


class UnknownKind(ApiError):
    """The discriminator of some records names no model of the resource. No record was changed."""

    status = 409
    code = "unknown_kind"

    def __init__(self, ids: Collection[Any]) -> None:
        named = ", ".join(str(id_) for id_ in ids)
        super().__init__(f"Nothing was changed: the kind of record {named} is unknown.")


class Stale(ApiError):
    """Someone else saved the record since it was read. `current` in the body is the record as it is now."""

    status = 412
    code = "stale"
    message = "Someone else has changed this since you opened it. Nothing was saved."

    def __init__(self, current: Any) -> None:
        super().__init__(body={"current": current})


class Taken(ApiError):
    status = 409
    code = "taken"
    message = "Another record has this already."


class InUse(ApiError):
    status = 409
    code = "in_use"
    message = "Other records refer to this one, so it can't be deleted."
