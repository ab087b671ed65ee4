"""The sessions of signed-in accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.orm import Session

from app.accounts.errors import WrongPassword
from app.accounts.models import MAX_ADDRESS, User, UserSession
from app.accounts.schemas import Identity, OwnSession
from app.accounts.security import digest, new_token
from app.accounts.throttling import reset_attempts
from app.accounts.user_agents import browser_of
from app.database import now, utcnow
from react_admin import NotFound

SESSION_AGE = timedelta(days=14)

# Time between two writes of `last_used_at`, and so its accuracy.
NOTED_EVERY = timedelta(minutes=5)

# Built once: every request of the dashboard runs it, and building it takes longer than running it.
SIGNED_IN = (
    select(User.id, User.username, User.role, UserSession.last_used_at, utcnow().label("moment"))
    .join(UserSession, UserSession.user_id == User.id)
    .where(UserSession.token_digest == bindparam("digest"), UserSession.expires_at > utcnow(), User.active)
)


def open_session(session: Session, user: User, address: str, user_agent: str = "") -> str:
    """Sign in: reset the count of attempts, and return the token for the cookie.

    Raises WrongPassword if the account is deactivated, which a stranger must not learn, or if the password
    was changed since it was verified.
    """
    same = select(User.id).where(User.id == user.id, User.password_hash == user.password_hash, User.active)
    # The lock keeps a new password or a deactivation, which sign out everywhere, from happening in between.
    if session.scalar(same.with_for_update(key_share=True)) is None:
        raise WrongPassword
    moment = now(session)
    reset_attempts(session, user.username, address)
    _delete_expired(session)
    session.execute(update(User).where(User.id == user.id).values(last_sign_in=moment))
    token = new_token()
    session.add(
        UserSession(
            token_digest=digest(token),
            user_id=user.id,
            created_at=moment,
            last_used_at=moment,
            expires_at=moment + SESSION_AGE,
            address=address[:MAX_ADDRESS],
            browser=browser_of(user_agent),
        )
    )
    return token


def close_session(session: Session, token: str) -> None:
    session.execute(delete(UserSession).where(_has(token)))


@dataclass(frozen=True)
class SignedIn:
    """The account of a session. `is_use_due`: its use was last noted more than NOTED_EVERY ago."""

    account: Identity
    is_use_due: bool


def signed_in_user(session: Session, token: str) -> SignedIn | None:
    # On the connection: the ORM session, which scans rows for objects, would take a third longer.
    row = session.connection().execute(SIGNED_IN, {"digest": digest(token)}).one_or_none()
    if row is None:
        return None
    return SignedIn(Identity.model_validate(row), row.moment - row.last_used_at >= NOTED_EVERY)


def note_use(session: Session, token: str) -> None:
    """Set `last_used_at`, unless a concurrent request has."""
    moment = now(session)
    _delete_expired(session)
    due = UserSession.last_used_at <= moment - NOTED_EVERY
    session.execute(update(UserSession).where(_has(token), due).values(last_used_at=moment))


def own_sessions(session: Session, token: str) -> Sequence[OwnSession]:
    """The sessions of the token's account, the latest used first."""
    shown = [getattr(UserSession, name) for name in OwnSession.model_fields if name != "current"]
    own = (
        select(*shown, _has(token).label("current"))
        .where(UserSession.user_id == _owner(token), UserSession.expires_at > utcnow())
        .order_by(UserSession.last_used_at.desc(), UserSession.id.desc())
    )
    return [OwnSession.model_validate(row) for row in session.execute(own)]


def revoke_own_session(session: Session, token: str, id_: int) -> None:
    """Raises NotFound for a session of another account, too."""
    own = delete(UserSession).where(UserSession.id == id_, UserSession.user_id == _owner(token))
    if session.scalar(own.returning(UserSession.id)) is None:
        raise NotFound


def revoke_sessions(session: Session, user_id: int, *, except_token: str | None = None) -> None:
    """Sign the account out everywhere, or everywhere but in the session of `except_token`."""
    revoked = delete(UserSession).where(UserSession.user_id == user_id)
    session.execute(revoked if except_token is None else revoked.where(~_has(except_token)))


def _delete_expired(session: Session) -> None:
    """Delete expired sessions. Their addresses are kept no longer than that."""
    session.execute(delete(UserSession).where(UserSession.expires_at <= utcnow()))


def _has(token: str) -> ColumnElement[bool]:
    return UserSession.token_digest == digest(token)


def _owner(token: str) -> ColumnElement[int]:
    return select(UserSession.user_id).where(_has(token)).scalar_subquery()
