"""Accounts as a resource of the dashboard, and the permissions of the signed-in account."""

from collections.abc import Sequence

from fastapi import APIRouter

from app.accounts import service
from app.accounts.dependencies import CurrentViewer
from app.accounts.models import Role, User
from app.accounts.permissions import ADMINS_ONLY
from app.accounts.schemas import Permission, UserCreate, UserRead, UserUpdate
from react_admin import Resource, Writers
from react_admin.errors import responses

users = Resource(
    "users",
    User,
    UserRead,
    roles=ADMINS_ONLY,
    search=("username",),
    facets=("role",),
    writers=Writers(UserCreate, service.create_user, UserUpdate, service.update_user, service.delete_user),
)


def _roles(resource: Resource) -> list[tuple[str, Role]]:
    """Everything that can be done with a resource, each with the role that may do it."""
    return [*resource.roles.items(), *((action.name, action.role) for action in resource.actions)]


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
            )
            for resource in resources
        ]
        return [permission for permission in may if permission.actions]

    return router
