"""Signing in and out, and the password and sessions of the signed-in account."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Header, Request, Response

from app.accounts import service, sessions, throttling
from app.accounts.dependencies import ClientAddress, CurrentAccount, CurrentViewer, SessionToken
from app.accounts.errors import WrongCurrentPassword, WrongPassword
from app.accounts.models import User
from app.accounts.schemas import Credentials, Identity, OwnSession, PasswordChange
from app.accounts.security import SESSION_COOKIE, hash_password, verify_password
from app.database import Database, DatabaseDep, SessionDep
from react_admin import Id, PermissionFirst
from react_admin.errors import responses

# Passwords that are hashed at the same time. Hashing takes 64 MiB each, so this bounds the memory of a rush.
HASHING = CapacityLimiter(4)

router = APIRouter(prefix="/auth", tags=["accounts"], route_class=PermissionFirst)


@router.post("/login", responses=responses(401, 403, 429))
async def login(
    request: Request,
    response: Response,
    database: DatabaseDep,
    address: ClientAddress,
    body: Credentials,
    user_agent: Annotated[str, Header(include_in_schema=False)] = "",
) -> Identity:
    """Sign in: sets the cookie `session`."""
    user = await _verified(database, body.username, body.password, address)
    if user is None:
        raise WrongPassword
    token = await database.write(
        partial(sessions.open_session, user=user, address=address, user_agent=user_agent)
    )
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(sessions.SESSION_AGE.total_seconds()),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return Identity.model_validate(user)


async def _verified(database: Database, username: str, password: str, address: str) -> User | None:
    """The account with this name and password. The attempt is counted.

    Through `write`, because a sign-in edits no poll: snapshots of polls stay valid.
    """
    await database.write(partial(throttling.count_attempt, username=username, address=address))
    user = await database.read(partial(service.find_user, username=username))
    # Hashing is slow on purpose and runs outside any transaction, which would block SQLite's only writer.
    password_hash = user.password_hash if user else None
    is_right = await to_thread.run_sync(verify_password, password, password_hash, limiter=HASHING)
    return user if is_right else None


@router.post("/logout", status_code=204, responses=responses(403))
async def logout(response: Response, database: DatabaseDep, token: SessionToken = None) -> None:
    """Sign out: deletes the cookie, and revokes the session on the server."""
    if token:
        await database.write(partial(sessions.close_session, token=token))
    response.delete_cookie(SESSION_COOKIE)


@router.get("/me", responses=responses(401))
def get_me(user: CurrentViewer) -> Identity:
    return user


@router.post("/password", status_code=204, responses=responses(401, 403, 429))
async def change_password(
    database: DatabaseDep,
    account: CurrentAccount,
    address: ClientAddress,
    body: PasswordChange,
    token: SessionToken = None,
) -> None:
    """Change the password of the signed-in account. All its other sessions end."""
    user = await _verified(database, account.username, body.current_password, address)
    if user is None:
        raise WrongCurrentPassword
    new_hash = await to_thread.run_sync(hash_password, body.new_password, limiter=HASHING)
    await database.write(
        partial(service.change_password, user=user, new_hash=new_hash, token=token or "", address=address)
    )


@router.get("/sessions", responses=responses(401))
def get_sessions(session: SessionDep, _: CurrentViewer, token: SessionToken = None) -> Sequence[OwnSession]:
    """The sessions of the account, one per browser that is signed in."""
    return sessions.own_sessions(session, token or "")


@router.delete("/sessions", status_code=204, responses=responses(401, 403))
def revoke_other_sessions(session: SessionDep, user: CurrentViewer, token: SessionToken = None) -> None:
    """Sign out everywhere else."""
    sessions.revoke_sessions(session, user.id, except_token=token)


@router.delete("/sessions/{id}", status_code=204, responses=responses(401, 403, 404))
def revoke_session(
    session: SessionDep,
    _: CurrentViewer,
    id: Id,  # noqa: A002 - the name in the path
    token: SessionToken = None,
) -> None:
    sessions.revoke_own_session(session, token or "", id)
