"""What is asked about the installation itself."""

from fastapi import APIRouter, Request
from pydantic import BaseModel

from app.database import SessionDep
from app.errors import responses
from app.migrations import require_current

router = APIRouter(tags=["site"])


class Site(BaseModel):
    """`public_url` is what links to polls start with, without a slash at the end."""

    public_url: str


class Alive(BaseModel):
    status: str = "ok"


@router.get("/site")
async def get_site(request: Request) -> Site:
    return Site(public_url=request.app.state.settings.public_url or str(request.base_url).rstrip("/"))


@router.get("/health")
async def health() -> Alive:
    """The process is alive."""
    return Alive()


@router.get("/ready", responses=responses(503))
def ready(session: SessionDep) -> Alive:
    """The database answers, and its schema is this version's."""
    require_current(session.connection())
    return Alive()
