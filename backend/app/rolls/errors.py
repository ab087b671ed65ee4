"""Errors of rolls and their people."""

from react_admin import ApiError


class RollNameTaken(ApiError):
    status = 409
    code = "roll_name_taken"
    message = "There is a roll with this name, or one that looks like it."

    def __init__(self) -> None:
        super().__init__(errors={"name": self.message})


class RollInUse(ApiError):
    status = 409
    code = "roll_in_use"
    message = "A poll uses this roll, so it can't be deleted. Delete the poll, or give it another roll first."


class RollStillUsed(ApiError):
    status = 409
    code = "roll_still_used"
    message = (
        "A poll of this roll is not closed and sealed yet, so its people are still needed. A poll is sealed "
        "within a minute of its close. Delete the polls that will not be held."
    )


class PersonVotedWith(ApiError):
    """From the first ballot with a roll on, a person who is deleted could be added and vote again."""

    status = 409
    code = "roll_voted_with"
    message = "People have voted with this roll, so nobody can be deleted from it. Revoke the code instead."


class CodesLost(ApiError):
    """The codes that SECRET_KEY derives are not those that open the polls."""

    status = 409
    code = "codes_lost"
    message = "These codes were made with another SECRET_KEY. Set that one again, or replace each code."


class CodeRevoked(ApiError):
    status = 409
    code = "code_revoked"
    message = "This person may no longer vote, so there is no new code."
