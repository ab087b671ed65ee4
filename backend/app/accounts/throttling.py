"""Throttling: attempts to sign in are counted, and too many of them are refused for a while."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.accounts.errors import TooManyAttempts
from app.accounts.models import SignInAttempts
from app.accounts.security import digest
from app.database import now
from app.text_rules import name_key


class Limit(NamedTuple):
    """The attempts that are allowed within a window. It begins with the first one."""

    attempts: int
    window: timedelta


# Failed sign-ins from one address as one user.
SIGN_INS = Limit(10, timedelta(minutes=5))


def count_attempt(session: Session, username: str, address: str) -> None:
    """Count an attempt to sign in before the password is verified, so that concurrent attempts count too."""
    count(session, SIGN_INS, digest(address, name_key(username)))


def count(session: Session, limit: Limit, key: bytes) -> None:
    """Count an attempt. Raises TooManyAttempts if it is beyond the limit."""
    moment = now(session)
    session.execute(delete(SignInAttempts).where(SignInAttempts.ends_at <= moment))
    dialect = {"postgresql": postgresql, "sqlite": sqlite}[session.get_bind().dialect.name]
    attempt = dialect.insert(SignInAttempts).values(key=key, attempts=1, ends_at=moment + limit.window)
    noted = attempt.on_conflict_do_update(
        index_elements=[SignInAttempts.key], set_={"attempts": SignInAttempts.attempts + 1}
    ).returning(SignInAttempts.attempts, SignInAttempts.ends_at)
    attempts, ends_at = session.execute(noted).one()
    if attempts > limit.attempts:
        raise _too_many(moment, ends_at)


def refuse_more(session: Session, limit: Limit, key: bytes) -> None:
    """Raise TooManyAttempts if another attempt would be beyond the limit. Counts nothing."""
    moment = now(session)
    counted = session.get(SignInAttempts, key)
    if counted and counted.attempts >= limit.attempts and counted.ends_at > moment:
        raise _too_many(moment, counted.ends_at)


def _too_many(moment: datetime, ends_at: datetime) -> TooManyAttempts:
    seconds = int((ends_at - moment).total_seconds()) + 1
    return TooManyAttempts(headers={"Retry-After": str(seconds)})


def reset_attempts(session: Session, username: str, address: str) -> None:
    key = digest(address, name_key(username))
    session.execute(delete(SignInAttempts).where(SignInAttempts.key == key))
