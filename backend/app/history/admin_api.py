"""Changes as a resource of the dashboard, and the call that restores a state."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.accounts.dependencies import CurrentViewer, signed_in
from app.accounts.errors import NotAllowed
from app.accounts.models import Role
from app.accounts.permissions import VIEWERS_READ
from app.accounts.schemas import Identity
from app.accounts.security import SESSION_COOKIE
from app.database import SessionDep
from app.history import service
from app.history.models import Change
from app.history.schemas import ChangeRead, Restored, RestoreRequest
from react_admin import Id, NotFound, Resource
from react_admin.errors import responses
from react_admin.stale_saves import IfMatch

Scope = Callable[[Request, Session], ColumnElement[bool]]


def changes_of(resources: Sequence[Resource]) -> Resource:
    """The changes of `resources`. Accounts see those of the resources that they may list."""

    def scope(request: Request, session: Session) -> ColumnElement[bool]:
        user = signed_in(request, session, request.cookies.get(SESSION_COOKIE))
        return Change.resource.in_([resource.name for resource in resources if _may(user, resource, "list")])

    return Resource(
        "changes",
        Change,
        ChangeRead,
        roles=VIEWERS_READ,
        search=("record",),
        facets=("action", "at"),
        scope=scope,
    )


def restoring_router(resources: Sequence[Resource]) -> APIRouter:
    router = APIRouter(prefix="/changes", tags=["changes"])
    known = {resource.name: resource for resource in resources if resource.history}

    @router.post("/{id}:restore", responses=responses(401, 403, 404, 409, 412))
    def restore(
        id: Id,  # noqa: A002 - the name in the path
        body: RestoreRequest,
        session: SessionDep,
        user: CurrentViewer,
        if_match: IfMatch = None,
    ) -> Restored:
        """Bring the record of a change to a state that it had, by the rules of an edit.

        A deleted record is created again, with a new id.
        """
        change = session.get(Change, id)
        resource = known.get(change.resource) if change else None
        if change is None or resource is None or not _may(user, resource, "list"):
            raise NotFound
        if not _may(user, resource, "create" if change.after is None else "edit"):
            raise NotAllowed
        record_id = service.restore(session, resource, change, body.state, if_match)
        return Restored(resource=resource.name, record_id=record_id)

    return router


def _may(user: Identity, resource: Resource, action: Any) -> bool:
    role: Role | None = resource.roles.get(action)
    return role is not None and user.role.includes(role)
