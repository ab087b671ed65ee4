"""The tables of mailings, of the messages that wait to be sent, and of the pace at which they are."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, case, column, func, select, table
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.config import Language
from app.database import Base, text, utcnow
from app.rolls.models import Roll, Voter
from react_admin import COUNTED_AS

# Most characters of a subject and of a text.
MAX_SUBJECT = 200
MAX_TEXT = 10_000

# Most characters of what a mail server said.
MAX_ERROR = 500


class Kind(StrEnum):
    """The reason for a mailing."""

    invitation = "invitation"
    reminder = "reminder"  # for those who have not voted
    replacement = "replacement"  # a new code for one person


# The table of `Message`, which is mapped after `Mailing`.
_MESSAGES = table("mail_message", column("mailing_id"), column("attempts"))


class Mailing(Base):
    """A text that was sent to the people on a roll, or to one of them."""

    __tablename__ = "mail_mailing"
    __table_args__ = ({"sqlite_autoincrement": True, "info": {COUNTED_AS: "mailings"}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey(Roll.id, ondelete="CASCADE"), index=True)
    # Set for a mailing to one person.
    voter_id: Mapped[int | None] = mapped_column(ForeignKey(Voter.id, ondelete="CASCADE"), index=True)
    kind: Mapped[Kind] = mapped_column()
    language: Mapped[Language] = mapped_column(server_default=Language.en)
    subject: Mapped[str] = mapped_column(text(MAX_SUBJECT))
    text: Mapped[str] = mapped_column(Text())
    created_at: Mapped[datetime] = mapped_column(default=utcnow())
    stopped_at: Mapped[datetime | None] = mapped_column()
    # The number of messages that were made.
    people: Mapped[int] = mapped_column(default=0)

    # The number of messages that wait. Those of a reminder count until the first attempt only: later ones are
    # for people who have not voted. Read by lists, and not with a mailing.
    left: Mapped[int] = column_property(
        select(func.count())
        .select_from(_MESSAGES)
        .where(
            _MESSAGES.c.mailing_id == id,  # noqa: A003 - the column above
            case((kind == Kind.reminder, _MESSAGES.c.attempts == 0), else_=True),
        )
        .scalar_subquery(),
        deferred=True,
        raiseload=True,
    )


class Message(Base):
    """A message that waits to be sent. The row is deleted when it is sent, refused or skipped.

    No id is reused: the Message-ID is derived from it.
    """

    __tablename__ = "mail_message"
    __table_args__ = ({"sqlite_autoincrement": True, "info": {COUNTED_AS: None}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    mailing_id: Mapped[int] = mapped_column(ForeignKey(Mailing.id, ondelete="CASCADE"), index=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey(Voter.id, ondelete="CASCADE"), index=True)
    # For a message that a worker has claimed: when another one may claim it.
    due_at: Mapped[datetime] = mapped_column(index=True)
    # Temporary failures.
    attempts: Mapped[int] = mapped_column(default=0)


class Pace(Base):
    """The one row that all processes share: when the next message may be sent, and what keeps it."""

    __tablename__ = "mail_pace"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_at: Mapped[datetime] = mapped_column()
    error: Mapped[str | None] = mapped_column(text(MAX_ERROR))
    error_at: Mapped[datetime | None] = mapped_column()
