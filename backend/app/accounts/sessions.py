"""The sessions of signed-in accounts."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from app.accounts.errors import WrongPassword
from app.accounts.models import User, UserSession
from app.accounts.schemas import Identity
from app.accounts.security import digest, new_token
from app.accounts.throttling import reset_attempts
from app.database import now, utcnow

SESSION_AGE = timedelta(days=14)

# Built once: every request of the dashboard runs it, and building it takes longer than running it.
SIGNED_IN = (
    select(User.id, User.username, User.role)
    .join(UserSession, UserSession.user_id == User.id)
    .where(UserSession.token_digest == bindparam("digest"), UserSession.expires_at > utcnow())
)


def open_session(session: Session, user: User, address: str) -> str:
    """Sign in: reset the count of attempts, and return the token for the cookie.

    Raises WrongPassword if the password was changed since it was verified.
    """
    same = select(User.id).where(User.id == user.id, User.password_hash == user.password_hash)
    # The lock keeps a new password, which signs out everywhere, from being set in between.
    if session.scalar(same.with_for_update(read=True)) is None:
        raise WrongPassword
    moment = now(session)
    reset_attempts(session, user.username, address)
    session.execute(delete(UserSession).where(UserSession.expires_at <= moment))
    token = new_token()
    session.add(UserSession(token_digest=digest(token), user_id=user.id, expires_at=moment + SESSION_AGE))
    return token


def close_session(session: Session, token: str) -> None:
    session.execute(delete(UserSession).where(UserSession.token_digest == digest(token)))


def signed_in_user(session: Session, token: str) -> Identity | None:
    # On the connection: the ORM session, which scans rows for objects, would take a third longer.
    user = session.connection().execute(SIGNED_IN, {"digest": digest(token)}).one_or_none()
    return Identity.model_validate(user) if user else None
