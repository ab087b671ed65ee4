"""The tables of rolls, and of the people on them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Enum as EnumType
from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    Select,
    UniqueConstraint,
    case,
    column,
    false,
    func,
    literal,
    select,
    table,
    type_coerce,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, validates

from app.database import Base, text, utcnow
from app.text_rules import name_key
from react_admin import COUNTED_AS

# Most characters of the name of a roll, of a person, of a person's number, and of an address (RFC 5321).
MAX_ROLL_NAME = 150
MAX_NAME = 200
MAX_NUMBER = 50
MAX_EMAIL = 254

# Random bytes of a person's key.
KEY_LENGTH = 32


class Delivery(StrEnum):
    """How far the invitation of a person has come."""

    new = "new"
    queued = "queued"
    sent = "sent"
    refused = "refused"


class VoterStatus(StrEnum):
    """The delivery, or that the person may no longer vote."""

    new = "new"
    queued = "queued"
    sent = "sent"
    refused = "refused"
    revoked = "revoked"


_STATUS = EnumType(VoterStatus, native_enum=False)

# The tables of `Voter`, and of the polls that use a roll. Both are mapped after `Roll`.
_VOTERS = table("poll_voter", column("roll_id"), column("revoked_at"))
_POLLS = table("poll_question", column("id"), column("roll_id"), column("ballots"), column("sealed_at"))
# The mailings to a roll, which are mapped after it too.
MAILINGS = table("mail_mailing", column("id"), column("roll_id"))


class Roll(Base):
    """A list of people who may vote, used by any number of polls."""

    __tablename__ = "poll_roll"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(text(MAX_ROLL_NAME))
    # Equal for names that look alike.
    name_key: Mapped[str] = mapped_column(text(MAX_ROLL_NAME), unique=True)
    # True if everyone sees the turnout while a poll is open.
    public_turnout: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(default=1)

    # The number of people who may vote. Read by lists, and not with a roll.
    people: Mapped[int] = column_property(
        select(func.count())
        .select_from(_VOTERS)
        .where(_VOTERS.c.roll_id == id, _VOTERS.c.revoked_at.is_(None))  # noqa: A003 - the column above
        .scalar_subquery(),
        deferred=True,
        raiseload=True,
    )

    @validates("name")
    def _set_key(self, _: str, name: str) -> str:
        self.name_key = name_key(name)
        return name


class Voter(Base):
    """A person on a roll. One without a name, a number and an address is anonymous.

    The code of a person is derived from `key` and `generation`, and stored nowhere. `key` never changes, so a
    person who gets a new code is still the same voter.
    """

    __tablename__ = "poll_voter"
    __table_args__ = (
        UniqueConstraint("roll_id", "number"),
        # No id is reused: a pass names a person by the id.
        {"sqlite_autoincrement": True, "info": {COUNTED_AS: "people"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_id: Mapped[int] = mapped_column(ForeignKey(Roll.id, ondelete="CASCADE"))
    name: Mapped[str | None] = mapped_column(text(MAX_NAME))
    number: Mapped[str | None] = mapped_column(text(MAX_NUMBER))
    email: Mapped[str | None] = mapped_column(text(MAX_EMAIL))
    key: Mapped[bytes] = mapped_column(LargeBinary(KEY_LENGTH))
    # Raised when the code is replaced.
    generation: Mapped[int] = mapped_column(default=1)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.new)
    created_at: Mapped[datetime] = mapped_column(default=utcnow())
    revoked_at: Mapped[datetime | None] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)

    status: Mapped[VoterStatus] = column_property(
        case(
            (revoked_at.is_not(None), literal(VoterStatus.revoked, _STATUS)),
            else_=type_coerce(delivery, _STATUS),
        )
    )


def unsealed(roll_id: int) -> Select[int]:
    """The ids of the polls that use a roll and are not sealed."""
    return select(_POLLS.c.id).where(_POLLS.c.roll_id == roll_id, _POLLS.c.sealed_at.is_(None))


def turnouts(roll_id: int) -> Select[int]:
    """The number of ballots of each poll that uses a roll."""
    return select(_POLLS.c.ballots).where(_POLLS.c.roll_id == roll_id).order_by(_POLLS.c.id)
