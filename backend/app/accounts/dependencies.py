"""The signed-in account of a request."""

from typing import Annotated

from fastapi import Cookie, Depends, Security
from fastapi.security import APIKeyCookie
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts.errors import SignedOut
from app.accounts.schemas import Identity
from app.accounts.security import SESSION_COOKIE
from app.database import SessionDep
from react_admin import set_actor

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)]

# Documents the cookie of a route that needs one.
session_cookie = APIKeyCookie(name=SESSION_COOKIE, scheme_name="session", auto_error=False)


def current_viewer(session: SessionDep, token: Annotated[str | None, Security(session_cookie)]) -> Identity:
    """The signed-in account. Every role may read."""
    return signed_in(session, token)


CurrentViewer = Annotated[Identity, Depends(current_viewer)]


def signed_in(session: Session, token: str | None) -> Identity:
    """The account of a session token, which the history names as the actor. Raises SignedOut."""
    user = sessions.signed_in_user(session, token) if token else None
    if user is None:
        raise SignedOut
    set_actor(session, user.id, user.username)
    return user
