"""Accounts as a resource of the dashboard, and the permissions of the signed-in account."""

from collections.abc import Iterator, Sequence

from fastapi import APIRouter

from app.accounts import service
from app.accounts.dependencies import CurrentViewer
from app.accounts.models import Role, User
from app.accounts.permissions import ADMINS_ONLY
from app.accounts.schemas import Permission, UserCreate, UserRead, UserUpdate
from react_admin import Resource, Writers
from react_admin.errors import responses
from react_admin.export_table import exported_columns

# No imports: a file would hold passwords in plain text, or accounts that nobody can sign in to.
users = Resource(
    "users",
    User,
    UserRead,
    roles=ADMINS_ONLY,
    search=("username",),
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
                actions=[action for action, role in _roles(resource) if user.role.includes(role)],
                sortable=[*resource.columns],
                exported=[*exported_columns(resource)],
            )
            for resource in resources
        ]
        return [permission for permission in may if permission.actions]

    return router


def _roles(resource: Resource) -> Iterator[tuple[str, Role]]:
    """The role for each action of a resource, and for its imports."""
    yield from resource.roles.items()
    if resource.imports:
        yield "import", resource.imports.role
