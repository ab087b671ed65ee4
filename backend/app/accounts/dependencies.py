"""Who is asking. Each of these is a 401 or a 403 where the account may not."""

from typing import Annotated

from fastapi import Cookie, Depends

from app.accounts import service
from app.accounts.errors import NotAllowed, SignedOut
from app.accounts.models import Role, User
from app.accounts.security import SESSION_COOKIE
from app.database import SessionDep

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)]


def current_viewer(session: SessionDep, token: SessionToken = None) -> User:
    """Whoever is signed in: every role reads."""
    user = service.signed_in_user(session, token) if token else None
    if user is None:
        raise SignedOut
    return user


CurrentViewer = Annotated[User, Depends(current_viewer)]


def current_editor(user: CurrentViewer) -> User:
    if user.role not in (Role.editor, Role.admin):
        raise NotAllowed
    return user


def current_admin(user: CurrentViewer) -> User:
    if user.role is not Role.admin:
        raise NotAllowed
    return user
