"""What can go wrong with accounts."""

from app.errors import AppError


class SignedOut(AppError):
    status = 401
    code = "signed_out"
    message = "Please sign in."


class WrongPassword(AppError):
    status = 401
    code = "wrong_password"
    message = "That username and password don't match."


class TooManyAttempts(AppError):
    status = 429
    code = "too_many_attempts"
    message = "Too many attempts. Wait a few minutes, then try again."


class NotAllowed(AppError):
    status = 403
    code = "not_allowed"
    message = "Your account may not do this. Ask an admin for it."


class UsernameTaken(AppError):
    status = 409
    code = "username_taken"
    message = "Someone has this username already."

    def __init__(self) -> None:
        super().__init__(errors={"username": self.message})


class LastAdmin(AppError):
    status = 409
    code = "last_admin"
    message = "This is the last admin. Make another account an admin first."
