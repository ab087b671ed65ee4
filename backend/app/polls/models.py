"""The tables of polls.

Who has voted (`Ballot`) and what was voted (`Vote`) are apart: no table, key or column joins the two, and
neither keeps a time or a sequence. In SQLite both are WITHOUT ROWID, since a row's number is a sequence too.
"""

import json
import secrets
import uuid
from base64 import urlsafe_b64encode
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    case,
    literal,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.database import Base, text, utcnow

# 31 characters that are not mistaken for one another when a link is read aloud or copied by hand:
# ten of them are 49 random bits, too many to guess.
SLUG_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
SLUG_LENGTH = 10


class Voting(StrEnum):
    single = "single"
    multiple = "multiple"


class VoterCheck(StrEnum):
    none = "none"
    browser = "browser"


class ResultsVisibility(StrEnum):
    """Who sees the result. Staff see tallies in the dashboard at any time."""

    always = "always"
    after_vote = "after_vote"  # voters from their own vote on, everyone after the close
    after_close = "after_close"
    staff = "staff"


class Status(StrEnum):
    scheduled = "scheduled"
    open = "open"
    closed = "closed"


_STATUS = Enum(Status, native_enum=False)


def new_slug() -> str:
    return "".join(secrets.choice(SLUG_ALPHABET) for _ in range(SLUG_LENGTH))


class Question(Base):
    __tablename__ = "poll_question"
    __table_args__ = (
        CheckConstraint("closes_at > pub_date", name="closes_after_opening"),
        CheckConstraint("max_choices > 0", name="max_choices_positive"),
        CheckConstraint("max_choices IS NULL OR voting = 'multiple'", name="max_choices_of_several"),
        CheckConstraint("ballots >= 0", name="ballots_counted"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(text(SLUG_LENGTH), unique=True, default=new_slug)
    question_text: Mapped[str] = mapped_column(text(200))
    pub_date: Mapped[datetime] = mapped_column()
    closes_at: Mapped[datetime | None] = mapped_column()
    voting: Mapped[Voting] = mapped_column(default=Voting.single)
    max_choices: Mapped[int | None]
    voter_check: Mapped[VoterCheck] = mapped_column(default=VoterCheck.browser)
    results_visibility: Mapped[ResultsVisibility] = mapped_column(default=ResultsVisibility.always)
    listed: Mapped[bool] = mapped_column(default=True)
    ballots: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    sealed_at: Mapped[datetime | None]

    choices: Mapped[list["Choice"]] = relationship(
        back_populates="question",
        order_by="Choice.position",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    # Judged by the database's clock, which all replicas share.
    status: Mapped[Status] = column_property(
        case(
            (pub_date > utcnow(), literal(Status.scheduled, _STATUS)),
            (closes_at <= utcnow(), literal(Status.closed, _STATUS)),
            else_=literal(Status.open, _STATUS),
        ),
        expire_on_flush=False,  # what was judged under a lock stays so
    )

    @property
    def is_open(self) -> bool:
        return self.status is Status.open

    @property
    def paper(self) -> str:
        """Identifies the text of what is voted on: 128 bits of its SHA-256 digest, in base64url.

        The order of the choices is not part of it.
        """
        choices = sorted((choice.id, choice.choice_text) for choice in self.choices)
        voted_on = json.dumps([self.question_text, self.voting, self.max_choices, choices])
        return urlsafe_b64encode(sha256(voted_on.encode()).digest()[:16]).rstrip(b"=").decode()


# The dashboard's order, backwards, so that a new poll is put at the end. With the id in it, a page deep in
# the list is found in the index alone.
Index("ix_poll_question_pub_date_id", Question.pub_date, Question.id.desc())

# What is to be sealed is found among a million polls at each look.
_IS_UNSEALED = Question.sealed_at.is_(None)
Index(
    "ix_poll_question_unsealed",
    Question.closes_at,
    postgresql_where=_IS_UNSEALED,
    sqlite_where=_IS_UNSEALED,
)

# And so is the newest seal.
_IS_SEALED = Question.sealed_at.is_not(None)
Index(
    "ix_poll_question_sealed",
    Question.sealed_at,
    postgresql_where=_IS_SEALED,
    sqlite_where=_IS_SEALED,
)


class Choice(Base):
    __tablename__ = "poll_choice"
    __table_args__ = (
        CheckConstraint("votes >= 0", name="votes_counted"),
        # What a vote refers to, so that no vote can name another question's choice.
        UniqueConstraint("question_id", "id"),
        # As in PostgreSQL, no id comes back: a page that is still open may name a choice that is gone.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"))
    choice_text: Mapped[str] = mapped_column(text(200))
    position: Mapped[int]
    votes: Mapped[int] = mapped_column(default=0)

    question: Mapped[Question] = relationship(back_populates="choices", lazy="raise")


class Ballot(Base):
    """Someone has voted. `voter_key` is a digest that cannot be turned back into a voter."""

    __tablename__ = "poll_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True)
    voter_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class Vote(Base):
    """One choice on one ballot; `rank` counts a ballot's choices from 0 in the order of their ids."""

    __tablename__ = "poll_vote"
    __table_args__ = (
        ForeignKeyConstraint(["question_id", "choice_id"], [Choice.question_id, Choice.id]),
        {"sqlite_with_rowid": False},
    )

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True)
    receipt: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    choice_id: Mapped[int]
