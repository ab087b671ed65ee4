"""Who is signed in, and what they may do. Each dependency raises a 401 or a 403 otherwise."""

from collections.abc import Callable, Mapping
from typing import Annotated, get_args

from fastapi import Cookie, Depends, Request, Security
from fastapi.security import APIKeyCookie
from sqlalchemy.orm import Session

from app.accounts import service
from app.accounts.errors import NotAllowed, SignedOut
from app.accounts.models import Role
from app.accounts.schemas import Identity
from app.accounts.security import SESSION_COOKIE
from app.database import SessionDep
from react_admin import Action

# Roles by action, for the resources of the dashboard.
VIEWERS_READ: Mapping[Action, Role] = {"list": Role.viewer, "show": Role.viewer}
EDITORS_WRITE: Mapping[Action, Role] = {
    **VIEWERS_READ,
    "create": Role.editor,
    "edit": Role.editor,
    "delete": Role.editor,
}
ADMINS_ONLY: Mapping[Action, Role] = dict.fromkeys(get_args(Action), Role.admin)

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)]

# Documents the cookie of a route that needs one.
session_cookie = APIKeyCookie(name=SESSION_COOKIE, scheme_name="session", auto_error=False)


def current_viewer(session: SessionDep, token: Annotated[str | None, Security(session_cookie)]) -> Identity:
    """The signed-in account. Every role may read."""
    return _signed_in(session, token)


CurrentViewer = Annotated[Identity, Depends(current_viewer)]


def require(role: Role) -> Callable[[Request, Session], None]:
    """Return a check that lets accounts pass whose role is `role` or includes it."""

    def check(request: Request, session: Session) -> None:
        if not _signed_in(session, request.cookies.get(SESSION_COOKIE)).role.includes(role):
            raise NotAllowed

    return check


def _signed_in(session: Session, token: str | None) -> Identity:
    user = service.signed_in_user(session, token) if token else None
    if user is None:
        raise SignedOut
    return user
