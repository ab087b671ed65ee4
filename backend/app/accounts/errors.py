"""What can go wrong with accounts."""

from app.errors import AppError


class SignedOut(AppError):
    status = 401
    message = "Please sign in."


class WrongPassword(AppError):
    status = 401
    message = "That username and password don't match."


class TooManyAttempts(AppError):
    status = 429
    message = "Too many attempts. Wait a few minutes, then try again."


class NotAllowed(AppError):
    status = 403
    message = "Your account may not do this. Ask an admin for it."


class UsernameTaken(AppError):
    status = 409
    message = "Someone has this username already."

    def __init__(self) -> None:
        super().__init__(errors={"username": self.message})


class LastAdmin(AppError):
    status = 409
    message = "This is the last admin. Make another account an admin first."
