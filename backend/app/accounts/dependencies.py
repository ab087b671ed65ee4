"""The signed-in account of a request, and where the request comes from."""

from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from typing import Annotated

from fastapi import Cookie, Depends, Request, Security
from fastapi.security import APIKeyCookie
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts.errors import SignedOut
from app.accounts.schemas import Identity
from app.accounts.security import SESSION_COOKIE
from app.database import DATABASE_AWAY, DatabaseDep, SessionDep
from react_admin import set_actor

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)]

# Documents the cookie of a route that needs one.
session_cookie = APIKeyCookie(name=SESSION_COOKIE, scheme_name="session", auto_error=False)

SecuredToken = Annotated[str | None, Security(session_cookie)]


def current_viewer(request: Request, session: SessionDep, token: SecuredToken) -> Identity:
    """The signed-in account. Every role may read."""
    return signed_in(request, session, token)


CurrentViewer = Annotated[Identity, Depends(current_viewer)]


async def current_account(request: Request, database: DatabaseDep, token: SecuredToken) -> Identity:
    """The signed-in account, as for CurrentViewer, but no transaction stays open for the request."""
    return await database.read(partial(signed_in, request, token=token))


CurrentAccount = Annotated[Identity, Depends(current_account)]


def signed_in(request: Request, session: Session, token: str | None) -> Identity:
    """The account of a session token, which the history names as the actor. Raises SignedOut."""
    found = sessions.signed_in_user(session, token) if token else None
    if found is None:
        raise SignedOut
    request.state.is_use_due = found.is_use_due
    set_actor(session, found.account.id, found.account.username)
    return found.account


async def note_use(
    request: Request, database: DatabaseDep, token: SessionToken = None
) -> AsyncIterator[None]:
    """Note after the response, in a transaction of its own, that the session was used."""
    try:
        yield
    finally:
        if token and getattr(request.state, "is_use_due", False):
            with suppress(*DATABASE_AWAY):  # the next request tries again
                await database.write(partial(sessions.note_use, token=token))


def client_address(request: Request) -> str:
    return request.client.host if request.client else ""


ClientAddress = Annotated[str, Depends(client_address)]
