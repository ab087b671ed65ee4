"""Creating, changing and finding accounts."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.errors import LastAdmin, UsernameTaken
from app.accounts.models import MAX_NAME, Role, User, UserSession
from app.accounts.schemas import UserCreate, UserUpdate
from app.accounts.security import hash_password, new_token
from app.text_rules import flaw, name_key, normalized
from react_admin import Invalid

FIRST_ADMIN = "admin"


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
    """Raise LastAdmin if `user` is the only admin. Locks the others, so that two can't remove each other.

    An admin whose row another transaction has locked does not count, because waiting for it could deadlock.
    """
    if user.role is not Role.admin:
        return
    others = select(User.id).where(User.role == Role.admin, User.id != user.id)
    if not session.scalars(others.with_for_update(read=True, skip_locked=True)).all():
        raise LastAdmin
