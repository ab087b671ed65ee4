"""Accounts and sign-in."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.errors import LastAdmin, TooManyAttempts, UsernameTaken, WrongPassword
from app.accounts.models import Role, SignInAttempts, User, UserSession
from app.accounts.schemas import Identity, UserCreate, UserUpdate
from app.accounts.security import digest, hash_password, new_token
from app.database import now, utcnow

FIRST_ADMIN = "admin"
SESSION_AGE = timedelta(days=14)

# Sign-ins from one address as one user that may fail within one window.
MAX_ATTEMPTS = 10
ATTEMPTS_WINDOW = timedelta(minutes=5)

# Made once: each request from the dashboard asks for it, and to make it takes longer than to run it.
SIGNED_IN = (
    select(User.id, User.username, User.role)
    .join(UserSession, UserSession.user_id == User.id)
    .where(UserSession.token_digest == bindparam("digest"), UserSession.expires_at > utcnow())
)


def create_user(session: Session, data: UserCreate) -> User:
    return _add(session, User(username=data.username, role=data.role), data.password)


def update_user(session: Session, user: User, data: UserUpdate) -> None:
    """Change what was sent. A new password signs the account out everywhere."""
    changes = data.model_changes
    if changes.get("role", Role.admin) is not Role.admin:
        _keep_an_admin(session, user)
    if password := changes.pop("password", None):
        set_password(session, user, password)
    for name, value in changes.items():
        setattr(user, name, value)
    _flush(session)


def delete_user(session: Session, user: User) -> None:
    _keep_an_admin(session, user)
    session.delete(user)


def set_password(session: Session, user: User, password: str) -> None:
    """Give `user` a new password, and sign the account out everywhere."""
    user.password_hash = hash_password(password)
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))


def find_user(session: Session, username: str) -> User | None:
    return session.scalar(select(User).where(User.username == username))


def make_first_admin(session: Session, password: str | None) -> str | None:
    """Make the account `admin` if there is none at all. Returns its password where one was generated.

    Raises UsernameTaken where another worker was quicker.
    """
    if session.scalar(select(User.id).limit(1)) is not None:
        return None
    chosen = password or new_token()
    _add(session, User(username=FIRST_ADMIN, role=Role.admin), chosen)
    return None if password else chosen


def count_attempt(session: Session, username: str, address: str) -> None:
    """Note an attempt to sign in before it is judged, so that many at once are counted too."""
    moment = now(session)
    session.execute(delete(SignInAttempts).where(SignInAttempts.ends_at <= moment))
    dialect = {"postgresql": postgresql, "sqlite": sqlite}[session.get_bind().dialect.name]
    attempt = dialect.insert(SignInAttempts).values(
        key=digest(address, username), attempts=1, ends_at=moment + ATTEMPTS_WINDOW
    )
    noted = attempt.on_conflict_do_update(
        index_elements=[SignInAttempts.key], set_={"attempts": SignInAttempts.attempts + 1}
    ).returning(SignInAttempts.attempts, SignInAttempts.ends_at)
    attempts, ends_at = session.execute(noted).one()
    if attempts > MAX_ATTEMPTS:
        seconds = int((ends_at - moment).total_seconds()) + 1
        raise TooManyAttempts(headers={"Retry-After": str(seconds)})


def open_session(session: Session, user: User, address: str) -> str:
    """Sign in: forget the attempts, and return the token for the cookie.

    Raises WrongPassword where the password that was checked is not the account's any more.
    """
    same = select(User.id).where(User.id == user.id, User.password_hash == user.password_hash)
    # The lock lets no new password, which signs out everywhere, come between.
    if session.scalar(same.with_for_update(read=True)) is None:
        raise WrongPassword
    moment = now(session)
    session.execute(delete(SignInAttempts).where(SignInAttempts.key == digest(address, user.username)))
    session.execute(delete(UserSession).where(UserSession.expires_at <= moment))
    token = new_token()
    session.add(UserSession(token_digest=digest(token), user_id=user.id, expires_at=moment + SESSION_AGE))
    return token


def close_session(session: Session, token: str) -> None:
    session.execute(delete(UserSession).where(UserSession.token_digest == digest(token)))


def signed_in_user(session: Session, token: str) -> Identity | None:
    # From the connection: the session would look for objects, for a quarter of the time.
    user = session.connection().execute(SIGNED_IN, {"digest": digest(token)}).one_or_none()
    return Identity.model_validate(user) if user else None


def _add(session: Session, user: User, password: str) -> User:
    user.password_hash = hash_password(password)
    session.add(user)
    _flush(session)
    return user


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:  # the one constraint that a user's fields can break
        raise UsernameTaken from None


def _keep_an_admin(session: Session, user: User) -> None:
    """Refuse to take the last admin away. Locks the others, so that two cannot remove each other at once.

    Another who is just now being changed does not count: to wait for them, who wait for us, is a deadlock.
    """
    if user.role is not Role.admin:
        return
    others = select(User.id).where(User.role == Role.admin, User.id != user.id)
    if not session.scalars(others.with_for_update(read=True, skip_locked=True)).all():
        raise LastAdmin
