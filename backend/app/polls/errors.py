"""What can go wrong with polls and ballots."""

from typing import Any

from app.errors import AppError, Invalid, NotFound


class PollNotFound(NotFound):
    code = "poll_not_found"
    message = "There is no such poll."


class ReceiptTaken(AppError):
    status = 409
    code = "receipt_taken"
    message = "This ballot was counted already, with other choices. It stays as it was first sent."


class PollClosed(AppError):
    status = 403
    code = "poll_closed"
    message = "This poll is closed, so the vote was not counted."


class PaperChanged(AppError):
    """The ballot was filled in on another paper. The body's `current` is the poll as it is now."""

    status = 409
    code = "paper_changed"
    message = "The poll was changed before this vote arrived, so the vote was not counted."

    def __init__(self, current: Any) -> None:
        super().__init__(body={"current": current})


class AlreadyVoted(AppError):
    status = 409
    code = "already_voted"
    message = "A vote from this browser was counted already. It stays as it is."


class BadChoices(Invalid):
    """Choices that this poll does not take; says what to do at the field `choices`."""

    code = "bad_choices"

    def __init__(self, message: str) -> None:
        super().__init__(message, {"choices": message})


class ResultsHidden(AppError):
    status = 403
    code = "results_hidden"
    message = "The result of this poll can't be seen here now."


class BallotNotFound(NotFound):
    code = "ballot_not_found"
    message = "No vote with this receipt was counted on this poll."


class BallotsHidden(AppError):
    status = 403
    code = "ballots_hidden"
    message = "The votes of this poll are published when it has closed."


class BallotsChanged(AppError):
    """The poll was reopened while its ballots were read, so the pages may not fit together."""

    status = 409
    code = "ballots_changed"
    message = "The votes of this poll have just changed. Load the list again."


class VotedOn(AppError):
    """From the first ballot on, what people voted on is fixed."""

    status = 409
    code = "voted_on"

    def __init__(self, ballots: int, fields: list[str]) -> None:
        voted = "1 person has voted" if ballots == 1 else f"{ballots:,} people have voted"
        message = f"{voted}, so what they voted on can't change."
        super().__init__(message, dict.fromkeys(fields, message))
