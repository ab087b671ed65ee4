"""Errors of the application as a whole.

Each package has the errors of its domain in an `errors.py` of its own.

docs/errors.md lists every code.
"""

from react_admin import ApiError


class BadRequest(ApiError):
    status = 400
    code = "bad_request"
    message = "The request can't be read."


class MethodNotAllowed(ApiError):
    status = 405
    code = "method_not_allowed"
    message = "This method is not allowed here."


class Conflict(ApiError):
    """A constraint violation that no other error explains."""

    status = 409
    code = "conflict"
    message = "This conflicts with other records."


class TooLarge(ApiError):
    status = 413
    code = "too_large"
    message = "The request is too large."


class InternalError(ApiError):
    status = 500
    code = "internal_error"
    message = "Something went wrong on our side. Try again in a moment."

    def __init__(self) -> None:
        # Starlette sends it past all middleware, NoFrames included.
        super().__init__(headers={"Content-Security-Policy": "frame-ancestors 'none'"})


class Unavailable(ApiError):
    status = 503
    code = "unavailable"
    message = "The database is not available right now. Try again in a moment."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})
