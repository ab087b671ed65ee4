"""Every router of the API."""

from fastapi import APIRouter, Depends, FastAPI, Response

from app.accounts.admin_api import permissions_router, users
from app.accounts.api import router as auth
from app.accounts.dependencies import require
from app.health import router as site
from app.polls.admin_api import choices, questions
from app.voting.api import router as public
from react_admin import resource_router


async def no_store(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


# The dashboard's resources.
RESOURCES = (questions, choices, users)

admin = APIRouter(prefix="/admin")
for resource in RESOURCES:
    admin.include_router(resource_router(resource, require))


def add_api(app: FastAPI) -> None:
    """Add all routers, those of a rush hour first: they are tried in turn, with all that they include."""
    for router in (public, site):
        app.include_router(router, prefix="/api")
    for router in (auth, permissions_router(RESOURCES), admin):
        app.include_router(router, prefix="/api", dependencies=[Depends(no_store)])
