"""Who is asking. Each of these is a 401 or a 403 where the account may not."""

from collections.abc import Callable, Mapping
from typing import Annotated, get_args

from fastapi import Cookie, Depends, Security
from fastapi.security import APIKeyCookie

from app.accounts import service
from app.accounts.errors import NotAllowed, SignedOut
from app.accounts.models import Role
from app.accounts.schemas import Identity
from app.accounts.security import SESSION_COOKIE
from app.database import SessionDep
from react_admin import Action

# Who may do what with a resource.
VIEWERS_READ: Mapping[Action, Role] = {"list": Role.viewer, "show": Role.viewer}
EDITORS_WRITE: Mapping[Action, Role] = {
    **VIEWERS_READ,
    "create": Role.editor,
    "edit": Role.editor,
    "delete": Role.editor,
}
ADMINS_ONLY: Mapping[Action, Role] = dict.fromkeys(get_args(Action), Role.admin)

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)]
# The same where there has to be one, which the OpenAPI document says of the call.
NeededToken = Annotated[
    str | None, Security(APIKeyCookie(name=SESSION_COOKIE, scheme_name="session", auto_error=False))
]


def current_viewer(session: SessionDep, token: NeededToken) -> Identity:
    """Whoever is signed in: every role reads."""
    user = service.signed_in_user(session, token) if token else None
    if user is None:
        raise SignedOut
    return user


CurrentViewer = Annotated[Identity, Depends(current_viewer)]


def require(role: Role) -> Callable[..., None]:
    """A dependency that lets those through whose role is `role` or includes it."""

    def check(session: SessionDep, token: NeededToken) -> None:
        if not current_viewer(session, token).role.includes(role):
            raise NotAllowed

    return check
