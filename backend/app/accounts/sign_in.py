"""Signing in: throttled attempts, and the sessions of signed-in accounts."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.accounts.errors import TooManyAttempts, WrongPassword
from app.accounts.models import SignInAttempts, User, UserSession
from app.accounts.schemas import Identity
from app.accounts.security import digest, new_token
from app.database import now, utcnow
from app.text_rules import name_key

SESSION_AGE = timedelta(days=14)

# Failed sign-ins from one address as one user that are allowed within a window.
MAX_ATTEMPTS = 10
ATTEMPTS_WINDOW = timedelta(minutes=5)

# Built once: every request of the dashboard runs it, and building it takes longer than running it.
SIGNED_IN = (
    select(User.id, User.username, User.role)
    .join(UserSession, UserSession.user_id == User.id)
    .where(UserSession.token_digest == bindparam("digest"), UserSession.expires_at > utcnow())
)


def count_attempt(session: Session, username: str, address: str) -> None:
    """Count an attempt to sign in before the password is verified, so that concurrent attempts count too."""
    moment = now(session)
    session.execute(delete(SignInAttempts).where(SignInAttempts.ends_at <= moment))
    dialect = {"postgresql": postgresql, "sqlite": sqlite}[session.get_bind().dialect.name]
    attempt = dialect.insert(SignInAttempts).values(
        key=digest(address, name_key(username)), attempts=1, ends_at=moment + ATTEMPTS_WINDOW
    )
    noted = attempt.on_conflict_do_update(
        index_elements=[SignInAttempts.key], set_={"attempts": SignInAttempts.attempts + 1}
    ).returning(SignInAttempts.attempts, SignInAttempts.ends_at)
    attempts, ends_at = session.execute(noted).one()
    if attempts > MAX_ATTEMPTS:
        seconds = int((ends_at - moment).total_seconds()) + 1
        raise TooManyAttempts(headers={"Retry-After": str(seconds)})


def open_session(session: Session, user: User, address: str) -> str:
    """Sign in: reset the count of attempts, and return the token for the cookie.

    Raises WrongPassword if the password was changed since it was verified.
    """
    same = select(User.id).where(User.id == user.id, User.password_hash == user.password_hash)
    # The lock keeps a new password, which signs out everywhere, from being set in between.
    if session.scalar(same.with_for_update(read=True)) is None:
        raise WrongPassword
    moment = now(session)
    attempts = digest(address, name_key(user.username))
    session.execute(delete(SignInAttempts).where(SignInAttempts.key == attempts))
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
