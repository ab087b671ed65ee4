"""What can be wrong with a request in the dialect."""

from collections.abc import Collection
from typing import Any

from app.errors import AppError


class BadQuery(AppError):
    """A query parameter that makes no sense; `errors` names it."""

    status = 400
    code = "bad_query"

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(f"The {parameter} {problem}.", {parameter: f"It {problem}."})


class UnknownIds(AppError):
    """Some of the records that should be changed together do not exist: none of them was."""

    status = 404
    code = "unknown_ids"

    def __init__(self, ids: Collection[Any]) -> None:
        named = ", ".join(str(id_) for id_ in ids)
        super().__init__(
            f"Nothing was changed: there is no record {named}.", {"filter": f"There is no record {named}."}
        )


class UnknownKind(AppError):
    """The discriminator of these records names no model that the resource has. Nothing was changed."""

    status = 409
    code = "unknown_kind"

    def __init__(self, ids: Collection[Any]) -> None:
        named = ", ".join(str(id_) for id_ in ids)
        super().__init__(f"Nothing was changed: record {named} is of a kind that is not known here.")


class Stale(AppError):
    """Someone else saved the record since it was read. The body's `current` is the record as it now is."""

    status = 412
    code = "stale"
    message = "Someone else has changed this since you opened it. Nothing was saved."

    def __init__(self, current: Any) -> None:
        super().__init__(body={"current": current})
