"""Permissions of each role in the dashboard."""

from collections.abc import Callable, Mapping
from typing import get_args

from fastapi import Request
from sqlalchemy.orm import Session

from app.accounts.dependencies import signed_in
from app.accounts.errors import NotAllowed
from app.accounts.models import Role
from app.accounts.security import SESSION_COOKIE
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


def require(role: Role) -> Callable[[Request, Session], None]:
    """Return a check that lets accounts pass whose role is `role` or includes it."""

    def check(request: Request, session: Session) -> None:
        if not signed_in(request, session, request.cookies.get(SESSION_COOKIE)).role.includes(role):
            raise NotAllowed

    return check
