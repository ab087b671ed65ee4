"""Accounts and their sessions as resources of the dashboard, and the permissions of the signed-in account."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter

from app.accounts import service
from app.accounts.dependencies import CurrentViewer
from app.accounts.models import Role, User, UserSession
from app.accounts.permissions import ADMINS_ONLY
from app.accounts.schemas import Permission, SessionRead, UserCreate, UserRead, UserUpdate
from app.database import utcnow
from react_admin import BulkAction, History, Resource, Writers
from react_admin.errors import responses
from react_admin.export_table import exported_columns

IS_ACTIVE: Any = User.active

# No imports: a file would hold passwords in plain text, or accounts that nobody can sign in to.
users = Resource(
    "users",
    User,
    UserRead,
    roles=ADMINS_ONLY,
    search=("username",),
    facets=("role", "active"),
    history=History(unread={"password": "password_hash"}),
    writers=Writers(UserCreate, service.create_user, UserUpdate, service.update_user, service.delete_user),
    actions=(
        BulkAction("activate", Role.admin, service.activate, ~IS_ACTIVE),
        BulkAction("deactivate", Role.admin, service.deactivate, IS_ACTIVE),
    ),
)

# Deleting a session revokes it.
user_sessions = Resource(
    "sessions",
    UserSession,
    SessionRead,
    roles={"list": Role.admin, "delete": Role.admin},
    scope=lambda *_: UserSession.expires_at > utcnow(),
)


def _roles(resource: Resource) -> list[tuple[str, Role]]:
    """The actions of a resource, each with the role that may do it."""
    imports = [("import", resource.imports.role)] if resource.imports else []
    history = [("history", resource.roles["list"])] if resource.history else []
    actions = [(action.name, action.role) for action in resource.actions]
    return [*resource.roles.items(), *imports, *history, *actions]


def permissions_router(resources: Sequence[Resource]) -> APIRouter:
    """A route with the permissions of the signed-in account, so that the dashboard offers only those."""
    router = APIRouter(prefix="/admin", tags=["accounts"])

    @router.get("", responses=responses(401))
    def get_permissions(user: CurrentViewer) -> list[Permission]:
        may = [
            Permission(
                resource=resource.name,
                actions=[name for name, role in _roles(resource) if user.role.includes(role)],
                bulk=[action.name for action in resource.actions if user.role.includes(action.role)],
                sortable=[*resource.columns],
                searchable=bool(resource.search),
                restorable_days=resource.restorable_days,
                facets=resource.facet_values,
                exported=[*exported_columns(resource)],
            )
            for resource in resources
        ]
        return [permission for permission in may if permission.actions]

    return router
