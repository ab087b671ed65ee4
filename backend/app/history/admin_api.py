"""Changes as a resource of the dashboard, and the call that restores a state."""

from collections.abc import Iterable, Sequence

from fastapi import APIRouter, Request
from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select
from sqlalchemy.orm import Session

from app.accounts.dependencies import CurrentViewer, signed_in
from app.accounts.errors import NotAllowed
from app.accounts.models import Role
from app.accounts.permissions import VIEWERS_READ, allowed
from app.accounts.schemas import Identity
from app.accounts.security import SESSION_COOKIE
from app.database import SessionDep
from app.history import service
from app.history.errors import NoState
from app.history.models import Change
from app.history.schemas import ChangeRead, Restored, RestoreRequest
from react_admin import Action, Id, NotFound, PermissionFirst, Resource
from react_admin.errors import responses
from react_admin.resource import Scope
from react_admin.stale_saves import IfMatch

CHANGES = "changes"


def changes_of(resources: Sequence[Resource]) -> Resource:
    """The changes of `resources`, as far as the sender of a request may see them."""

    def scope(request: Request, session: Session) -> ColumnElement[bool]:
        return _visible(resources, request, session)

    return Resource(
        CHANGES,
        Change,
        ChangeRead,
        roles=VIEWERS_READ,
        search=("record",),
        facets=("action", "at"),
        scope=scope,
    )


def restoring_router(resources: Sequence[Resource]) -> APIRouter:
    router = APIRouter(prefix="/changes", tags=["changes"], route_class=PermissionFirst)
    known = {resource.name: resource for resource in resources if resource.history}

    @router.post(
        "/{id}/restore",
        dependencies=[allowed(Role.editor)],
        responses=responses(401, 403, 404, 409, 412),
    )
    def restore(
        request: Request,
        id: Id,  # noqa: A002 - the name in the path
        body: RestoreRequest,
        session: SessionDep,
        user: CurrentViewer,
        if_match: IfMatch = None,
    ) -> Restored:
        """Bring the record of a change to a state that it had, by the rules of an edit.

        A deleted record is created again, with a new id.
        """
        visible = select(Change).where(Change.id == id, _visible(known.values(), request, session))
        change = session.scalar(visible.with_for_update(of=Change))
        if change is None:
            raise NotFound
        if change.resource not in known:  # an event of no record, such as an export
            raise NoState
        resource = known[change.resource]
        if not _may(user, resource, "create" if change.after is None else "edit"):
            raise NotAllowed
        scope = resource.scope_of(request, session)
        record_id = service.restore(session, resource, change, body.state, if_match, scope)
        return Restored(resource=resource.name, record_id=record_id)

    return router


def _visible(resources: Iterable[Resource], request: Request, session: Session) -> ColumnElement[bool]:
    """The condition for the changes of records that the sender of a request may list.

    Exports of the changes themselves are visible to everyone who may list changes. For a resource with a
    scope, only its exports and the changes of existing records within the scope are visible.
    """
    user = signed_in(request, session, request.cookies.get(SESSION_COOKIE))
    listed = [resource for resource in resources if _may(user, resource, "list")]
    whole = [resource.name for resource in listed if not resource.scope_of(request, session)]
    parts = (
        and_(
            Change.resource == resource.name,
            or_(Change.record_id.is_(None), Change.record_id.in_(_ids(resource, scope))),
        )
        for resource in listed
        if (scope := resource.scope_of(request, session))
    )
    return or_(Change.resource.in_([*whole, CHANGES]), *parts)


def _ids(resource: Resource, scope: Scope) -> Select[str]:
    return select(cast(resource.model.id, String)).where(*scope)


def _may(user: Identity, resource: Resource, action: Action) -> bool:
    role: Role | None = resource.roles.get(action)
    return role is not None and user.role.includes(role)
