"""Health checks, and the address of the installation."""

from fastapi import APIRouter, Request
from pydantic import BaseModel

from app.database import SessionDep
from app.migrations import require_current
from react_admin.errors import responses

router = APIRouter(tags=["site"])


class Site(BaseModel):
    """`public_url` is the address that links to polls start with, without a trailing slash."""

    public_url: str


class Alive(BaseModel):
    status: str = "ok"


def public_url(request: Request) -> str:
    """The address that links start with: PUBLIC_URL, or the one at which the request arrived."""
    return request.app.state.settings.public_url or str(request.base_url).rstrip("/")


@router.get("/site")
async def get_site(request: Request) -> Site:
    return Site(public_url=public_url(request))


@router.get("/health")
async def health() -> Alive:
    """The process is alive."""
    return Alive()


@router.get("/ready", responses=responses(503))
def ready(session: SessionDep) -> Alive:
    """The database answers and has the schema of this version."""
    require_current(session.connection())
    return Alive()
