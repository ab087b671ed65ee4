"""Every router of the API."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from app.accounts.admin_api import users
from app.accounts.api import router as auth
from app.database import SAFE_METHODS
from app.errors import ForeignOrigin
from app.polls.admin_api import choices, questions
from app.polls.public_api import router as public
from app.site import router as site


async def same_origin(
    request: Request, origin: Annotated[str | None, Header(include_in_schema=False)] = None
) -> None:
    """Refuse what another site's page sends in a visitor's name. Programs send no Origin."""
    if request.method in SAFE_METHODS or origin is None:
        return
    if origin.partition("://")[2] != request.headers.get("host"):
        raise ForeignOrigin


async def no_store(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


admin = APIRouter(prefix="/admin", dependencies=[Depends(no_store)])
admin.include_router(questions)
admin.include_router(choices)
admin.include_router(users)

api = APIRouter(prefix="/api", dependencies=[Depends(same_origin)])
api.include_router(public)
api.include_router(auth, dependencies=[Depends(no_store)])
api.include_router(admin)
api.include_router(site)
