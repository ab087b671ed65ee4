"""Accounts as a resource of the dashboard, and the permissions of the signed-in account."""

from collections.abc import Sequence

from fastapi import APIRouter

from app.accounts import service
from app.accounts.dependencies import CurrentViewer
from app.accounts.models import User
from app.accounts.permissions import ADMINS_ONLY
from app.accounts.schemas import Identity, Permission, UserCreate, UserRead, UserUpdate
from react_admin import History, Resource, Writers
from react_admin.errors import responses

users = Resource(
    "users",
    User,
    UserRead,
    roles=ADMINS_ONLY,
    search=("username",),
    facets=("role",),
    history=History(unread={"password": "password_hash"}),
    writers=Writers(UserCreate, service.create_user, UserUpdate, service.update_user, service.delete_user),
)


def permissions_router(resources: Sequence[Resource]) -> APIRouter:
    """A route with the permissions of the signed-in account, so that the dashboard offers only those."""
    router = APIRouter(prefix="/admin", tags=["accounts"])

    @router.get("", responses=responses(401))
    def get_permissions(user: CurrentViewer) -> list[Permission]:
        may = [
            Permission(
                resource=resource.name,
                actions=_actions(resource, user),
                sortable=[*resource.columns],
                searchable=bool(resource.search),
                restorable_days=resource.restorable_days,
                facets=resource.facet_values,
            )
            for resource in resources
        ]
        return [permission for permission in may if permission.actions]

    return router


def _actions(resource: Resource, user: Identity) -> list[str]:
    actions: list[str] = [action for action, role in resource.roles.items() if user.role.includes(role)]
    return [*actions, "history"] if resource.history and "list" in actions else actions
