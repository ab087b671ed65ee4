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
        message = f"{_voted(ballots)}, so what they voted on can't change."
        super().__init__(message, dict.fromkeys(fields, message))


class DraftVotedOn(ApiError):
    """From the first ballot on, a poll can't become a draft, which would hide it from its voters."""

    status = 409
    code = "draft_voted_on"

    def __init__(self, ballots: int) -> None:
        message = f"{_voted(ballots)}, so this poll can't become a draft. Close it, or archive it."
        super().__init__(message, {"draft": message})


class ClosedForGood(ApiError):
    """The tallies of a poll with a roll are known after its close, and nobody may vote beside them."""

    status = 409
    code = "closed_for_good"
    message = "A poll with a roll can't be opened again after its close. Create another one."


class NobodyVoted(ApiError):
    """A correction keeps the old text on view for those who voted on it. Without votes, an edit will do."""

    status = 409
    code = "nobody_voted"
    message = "Nobody has voted on this poll yet. Edit it instead."


def _voted(ballots: int) -> str:
    return "1 person has voted" if ballots == 1 else f"{ballots:,} people have voted"
