"""Errors of ballots, and of the published list of votes."""

from typing import Any

from app.polls.models import Question
from react_admin import ApiError, Invalid, NotFound


class ReceiptTaken(ApiError):
    status = 409
    code = "receipt_taken"
    message = "This ballot was counted already, with other choices. It stays as it was first sent."


class PollClosed(ApiError):
    status = 403
    code = "poll_closed"
    message = "This poll is closed, so the vote was not counted."


class PaperChanged(ApiError):
    """The ballot was filled in on another paper. The ballot box adds the poll as it is now to the body."""

    status = 409
    code = "paper_changed"
    message = "The poll was changed before this vote arrived, so the vote was not counted."

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def set_current(self, poll: Any) -> None:
        self.body = {"current": poll}


class AlreadyVoted(ApiError):
    status = 409
    code = "already_voted"
    message = "A vote from this browser was counted already. It stays as it is."

    def __init__(self, question: Question) -> None:
        super().__init__(_WITH_CODE if question.is_of_roll else None)


_WITH_CODE = "A vote with this code was counted already. It stays as it is."


class OtherVoter(ApiError):
    """Another code was entered in this browser since the page was opened: it would be another's vote."""

    status = 409
    code = "other_voter"
    message = "Another code was entered in this browser, so the vote was not counted. Enter your code again."


class BadChoices(Invalid):
    """Choices that the poll does not accept, with advice at the field `choices`."""

    code = "bad_choices"

    def __init__(self, message: str) -> None:
        super().__init__(message, {"choices": message})


class BallotsDiffer(ApiError):
    """A reset named another number of ballots than the poll now has."""

    status = 409
    code = "ballots_differ"

    def __init__(self, ballots: int) -> None:
        count = "1 ballot" if ballots == 1 else f"{ballots:,} ballots"
        super().__init__(f"The poll now has {count}. Nothing was thrown away.")


class BallotNotFound(NotFound):
    code = "ballot_not_found"
    message = "No vote with this receipt was counted on this poll."


class BallotsHidden(ApiError):
    status = 403
    code = "ballots_hidden"
    message = "The votes of this poll are published after it has closed."


class NotSealed(ApiError):
    status = 409
    code = "not_sealed"
    message = "The list says who has voted once the poll is sealed, within a minute of its close."


class BallotsChanged(ApiError):
    """The poll was reopened while its ballots were read, so the pages may not fit together."""

    status = 409
    code = "ballots_changed"
    message = "The votes of this poll have just changed. Load the list again."
