"""Signing in and out."""

from functools import partial

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response

from app.accounts import service, sessions, throttling
from app.accounts.dependencies import CurrentViewer, SessionToken
from app.accounts.errors import WrongPassword
from app.accounts.schemas import Credentials, Identity
from app.accounts.security import SESSION_COOKIE, verify_password
from app.database import DatabaseDep
from react_admin.errors import responses

# Passwords that are hashed at the same time. Hashing takes 64 MiB each, so this bounds the memory of a rush.
HASHING = CapacityLimiter(4)

router = APIRouter(prefix="/auth", tags=["accounts"])


@router.post("/login", responses=responses(401, 403, 429))
async def login(request: Request, response: Response, database: DatabaseDep, body: Credentials) -> Identity:
    """Sign in: sets the cookie `session`."""
    address = request.client.host if request.client else ""
    # Through `write`, because a sign-in edits no poll: snapshots of polls stay valid.
    await database.write(partial(throttling.count_attempt, username=body.username, address=address))
    user = await database.read(partial(service.find_user, username=body.username))
    # Hashing is slow on purpose and runs outside any transaction, which would block SQLite's only writer.
    password_hash = user.password_hash if user else None
    is_right = await to_thread.run_sync(verify_password, body.password, password_hash, limiter=HASHING)
    if not is_right or not user:
        raise WrongPassword
    token = await database.write(partial(sessions.open_session, user=user, address=address))
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(sessions.SESSION_AGE.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return Identity.model_validate(user)


@router.post("/logout", status_code=204, responses=responses(403))
async def logout(response: Response, database: DatabaseDep, token: SessionToken = None) -> None:
    """Sign out: deletes the cookie, and revokes the session on the server."""
    if token:
        await database.write(partial(sessions.close_session, token=token))
    response.delete_cookie(SESSION_COOKIE)


@router.get("/me", responses=responses(401))
def get_me(user: CurrentViewer) -> Identity:
    return user
