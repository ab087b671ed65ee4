"""Throttling: attempts to sign in are counted, and too many of them are refused for a while."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.accounts.errors import TooManyAttempts
from app.accounts.models import SignInAttempts
from app.accounts.security import digest
from app.database import now
from app.text_rules import name_key

# Failed sign-ins from one address as one user that are allowed within a window.
MAX_ATTEMPTS = 10
ATTEMPTS_WINDOW = timedelta(minutes=5)


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


def reset_attempts(session: Session, username: str, address: str) -> None:
    key = digest(address, name_key(username))
    session.execute(delete(SignInAttempts).where(SignInAttempts.key == key))
