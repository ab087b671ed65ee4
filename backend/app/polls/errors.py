"""Errors of polls."""

from react_admin import ApiError, NotFound


class PollNotFound(NotFound):
    code = "poll_not_found"
    message = "This poll does not exist."


class VotedOn(ApiError):
    """From the first ballot on, the fields that people voted on are fixed."""

    status = 409
    code = "voted_on"

    def __init__(self, ballots: int, fields: list[str]) -> None:
        voted = "1 person has voted" if ballots == 1 else f"{ballots:,} people have voted"
        message = f"{voted}, so what they voted on can't change."
        super().__init__(message, dict.fromkeys(fields, message))
