"""Errors of accounts and sign-in."""

from react_admin import ApiError


class SignedOut(ApiError):
    status = 401
    code = "signed_out"
    message = "Please sign in."


class WrongPassword(ApiError):
    status = 401
    code = "wrong_password"
    message = "That username and password don't match."


class TooManyAttempts(ApiError):
    status = 429
    code = "too_many_attempts"
    message = "Too many attempts. Wait a few minutes, then try again."


class NotAllowed(ApiError):
    status = 403
    code = "not_allowed"
    message = "Your account may not do this. Ask an admin for permission."


class UsernameTaken(ApiError):
    status = 409
    code = "username_taken"
    message = "This username is taken."

    def __init__(self) -> None:
        super().__init__(errors={"username": self.message})


class WrongCurrentPassword(ApiError):
    status = 422
    code = "wrong_current_password"
    message = "This is not your current password."

    def __init__(self) -> None:
        super().__init__(errors={"current_password": self.message})


class OwnAccount(ApiError):
    status = 409
    code = "own_account"
    message = "This is your own account. Another admin can delete or deactivate it, or change its role."


class LastAdmin(ApiError):
    status = 409
    code = "last_admin"
    message = "This is the last active admin. Make another account an admin first."
