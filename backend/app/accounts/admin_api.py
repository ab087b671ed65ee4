"""Accounts as a resource of the dashboard, for admins."""

from fastapi import Depends

from app.accounts import service
from app.accounts.dependencies import current_admin
from app.accounts.models import User
from app.accounts.schemas import UserCreate, UserRead, UserUpdate
from app.react_admin import Fields, Writers, resource_router

users = resource_router(
    "users",
    Fields(User, UserRead, names=("id", "username", "role"), search=("username",)),
    readers=[Depends(current_admin)],
    writers=Writers(
        UserCreate,
        service.create_user,
        UserUpdate,
        service.update_user,
        service.delete_user,
        dependencies=[Depends(current_admin)],
    ),
)
