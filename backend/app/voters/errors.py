"""Errors of voters with a code."""

from react_admin import ApiError


class WrongCode(ApiError):
    """An unknown code, or one that was revoked or replaced. A guesser can't tell which."""

    status = 401
    code = "wrong_code"
    message = "This code does not open any vote. Compare it with your invitation, or ask for a new one."


class CodeNeeded(ApiError):
    """No code was entered, or it has been revoked or replaced since."""

    status = 401
    code = "code_needed"
    message = "Enter your code to vote."


class OtherRoll(ApiError):
    status = 403
    code = "other_roll"
    message = "The code that you entered is for other polls. Enter the code for this one."
