"""Creating, changing and finding accounts."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts.errors import LastAdmin, OwnAccount, UsernameTaken, WrongCurrentPassword
from app.accounts.models import MAX_NAME, Role, User
from app.accounts.schemas import UserCreate, UserUpdate
from app.accounts.security import hash_password, new_token
from app.accounts.throttling import reset_attempts
from app.text_rules import flaw, name_key, normalized
from react_admin import Invalid, actor_of, set_actor

FIRST_ADMIN = "admin"


def create_user(session: Session, data: UserCreate) -> User:
    _check_name(data.username)
    return _add(session, User(username=data.username, role=data.role, active=data.active), data.password)


def update_user(session: Session, user: User, data: UserUpdate) -> None:
    """Change the fields that were sent.

    A new password signs the account out everywhere, and so does a deactivation.
    """
    changes = data.model_changes
    if changes.get("username") == normalized(user.username):
        del changes["username"]  # an unchanged name is not judged again
    elif "username" in changes:
        _check_name(changes["username"])
    if changes.get("role", user.role) is not user.role:
        _refuse_accident(session, user)
    if user.active and not changes.get("active", True):
        deactivate(session, user)
    if password := changes.pop("password", None):
        set_password(session, user, password)
    for name, value in changes.items():
        setattr(user, name, value)
    _flush(session)


def delete_user(session: Session, user: User) -> None:
    _refuse_accident(session, user)
    session.delete(user)


def activate(_: Session, user: User) -> None:
    user.active = True


def deactivate(session: Session, user: User) -> None:
    """Keep the account from signing in, and sign it out everywhere."""
    _refuse_accident(session, user)
    sessions.revoke_sessions(session, user.id)
    user.active = False


def set_password(session: Session, user: User, password: str) -> None:
    """Give `user` a new password, and sign the account out everywhere."""
    user.password_hash = hash_password(password)
    sessions.revoke_sessions(session, user.id)


def change_password(session: Session, user: User, new_hash: str, token: str, address: str) -> None:
    """Give `user` the new password, and end all sessions but that of `token`.

    Raises WrongCurrentPassword if the password was changed since it was verified.
    """
    same = (User.id == user.id) & (User.password_hash == user.password_hash)
    changed = update(User).where(same).values(password_hash=new_hash).returning(User.id)
    if session.scalar(changed) is None:
        raise WrongCurrentPassword
    set_actor(session, user.id, user.username)
    sessions.revoke_sessions(session, user.id, except_token=token)
    reset_attempts(session, user.username, address)


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


def _refuse_accident(session: Session, user: User) -> None:
    """Raise an error if losing `user` would leave no admin, or lock out the account that asks for it."""
    _keep_an_admin(session, user)
    actor = actor_of(session)
    if actor and actor.id == user.id:
        raise OwnAccount


def _keep_an_admin(session: Session, user: User) -> None:
    """Raise LastAdmin if no other admin is active. Locks the others, so that two can't remove each other.

    An admin whose row another transaction has locked does not count, because waiting for it could deadlock.
    """
    if user.role is not Role.admin or not user.active:
        return
    others = select(User.id).where(User.role == Role.admin, User.active, User.id != user.id)
    if not session.scalars(others.with_for_update(read=True, skip_locked=True)).all():
        raise LastAdmin
