"""Signing in and out."""

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.accounts import service
from app.accounts.dependencies import CurrentViewer, SessionToken
from app.accounts.errors import WrongPassword
from app.accounts.schemas import Credentials, Identity
from app.accounts.security import SESSION_COOKIE, verify_password
from app.database import DatabaseDep, SessionDep
from app.errors import responses

# A hash takes 64 MiB while it is made: a flood of sign-ins must not take as much as there is.
HASHING = CapacityLimiter(4)

router = APIRouter(prefix="/auth", tags=["accounts"])


@router.post("/login", responses=responses(401, 403, 429))
async def login(request: Request, response: Response, database: DatabaseDep, body: Credentials) -> Identity:
    """Sign in: sets the cookie `session`."""
    address = request.client.host if request.client else ""
    async with database.writing() as session:
        await run_in_threadpool(service.count_attempt, session, body.username, address)
    async with database.reading() as session:
        user = await run_in_threadpool(service.find_user, session, body.username)
    # Slow on purpose, so outside any transaction: SQLite would hold its one writer back meanwhile.
    password_hash = user.password_hash if user else None
    if (
        not await to_thread.run_sync(verify_password, body.password, password_hash, limiter=HASHING)
        or not user
    ):
        raise WrongPassword
    async with database.writing() as session:
        token = await run_in_threadpool(service.open_session, session, user, address)
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(service.SESSION_AGE.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return Identity.model_validate(user)


@router.post("/logout", status_code=204, responses=responses(403))
def logout(response: Response, session: SessionDep, token: SessionToken = None) -> None:
    """Sign out: the session is revoked on the server, too."""
    if token:
        service.close_session(session, token)
    response.delete_cookie(SESSION_COOKIE)


@router.get("/me", responses=responses(401))
def get_me(user: CurrentViewer) -> Identity:
    return user
