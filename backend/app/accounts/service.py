"""Accounts and sign-in."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.errors import LastAdmin, TooManyAttempts, UsernameTaken, WrongPassword
from app.accounts.models import MAX_NAME, Role, SignInAttempts, User, UserSession
from app.accounts.schemas import Identity, UserCreate, UserUpdate
from app.accounts.security import digest, hash_password, new_token
from app.database import now, utcnow
from app.texts import flaw, name_key, normalized
from react_admin import Invalid

FIRST_ADMIN = "admin"
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


def create_user(session: Session, data: UserCreate) -> User:
    _check_name(data.username)
    return _add(session, User(username=data.username, role=data.role), data.password)


def update_user(session: Session, user: User, data: UserUpdate) -> None:
    """Change the fields that were sent. A new password signs the account out everywhere."""
    changes = data.model_changes
    if changes.get("username") == normalized(user.username):
        del changes["username"]  # an unchanged name is not judged again
    elif "username" in changes:
        _check_name(changes["username"])
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
    """The account with this name, or else one whose name looks alike."""
    is_named = User.username == username
    alike = select(User).where(is_named | (User.username_key == name_key(username)))
    return session.scalar(alike.order_by(is_named.desc()).limit(1))


def create_first_admin(session: Session, password: str | None) -> str | None:
    """Create the account `admin` if there is no account at all. Returns its password if one was generated.

    Raises UsernameTaken if another worker was faster.
    """
    if session.scalar(select(User.id).limit(1)) is not None:
        return None
    chosen = password or new_token()
    _add(session, User(username=FIRST_ADMIN, role=Role.admin), chosen)
    return None if password else chosen


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


def _add(session: Session, user: User, password: str) -> User:
    user.password_hash = hash_password(password)
    session.add(user)
    _flush(session)
    return user


def _check_name(username: str) -> None:
    problem = flaw(username)
    if not problem and len(name_key(username)) > MAX_NAME:
        problem = f"This is too long: at most {MAX_NAME} characters, with ligatures written out."
    if problem:
        raise Invalid(errors={"username": problem})


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:  # the name or its key: the other fields can violate no constraint
        raise UsernameTaken from None


def _keep_an_admin(session: Session, user: User) -> None:
    """Raise LastAdmin if no other admin remains. Locks the others, so that two can't remove each other.

    An admin whose row is locked is skipped: waiting for a transaction that waits for this one would deadlock.
    """
    if user.role is not Role.admin:
        return
    others = select(User.id).where(User.role == Role.admin, User.id != user.id)
    if not session.scalars(others.with_for_update(read=True, skip_locked=True)).all():
        raise LastAdmin
