"""The tables of accounts, their sessions, and sign-in attempts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, true
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.database import Base, text
from app.text_rules import name_key

# Most characters of a name, and of its key.
MAX_NAME = 150

# Most characters of a session's address (an IPv6 address with a zone), and of its browser.
MAX_ADDRESS = 64
MAX_BROWSER = 60


class Role(StrEnum):
    """The role of an account. Each role includes the roles before it."""

    viewer = "viewer"  # reads everything
    editor = "editor"  # creates and changes polls
    admin = "admin"  # manages accounts

    def includes(self, other: "Role") -> bool:
        roles = [*Role]
        return roles.index(self) >= roles.index(other)


class User(Base):
    __tablename__ = "account_user"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(text(MAX_NAME), unique=True)
    # Equal for names that look alike. Longer than a name, for the keys that migration 0007 made distinct.
    username_key: Mapped[str] = mapped_column(text(200), index=True, unique=True, server_default="")
    password_hash: Mapped[str] = mapped_column(text(200))
    role: Mapped[Role]
    # A deactivated account keeps its name and its history, but can't sign in.
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    last_sign_in: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @validates("username")
    def _set_key(self, _: str, username: str) -> str:
        self.username_key = name_key(username)
        return username


class UserSession(Base):
    """A sign-in. The cookie holds a token, of which only the digest is stored.

    Deleting the row revokes it.
    """

    __tablename__ = "account_session"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    # Written every few minutes at most, so that reading does not write.
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(text(MAX_ADDRESS), default="")
    browser: Mapped[str] = mapped_column(text(MAX_BROWSER), default="")


class SignInAttempts(Base):
    """The sign-in attempts from one address as one user in the current window, shared by all replicas."""

    __tablename__ = "account_sign_in_attempts"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    attempts: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
