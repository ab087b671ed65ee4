"""The tables of questions and choices.

The votes are in two other tables that no key or column joins: `voters.models.Participation` says who has
voted, `voting.models.Vote` what was voted.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    UniqueConstraint,
    case,
    literal,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.database import Base, text, utcnow

# 31 characters that are hard to confuse when a link is read aloud or copied by hand. Ten of them are 49
# random bits, too many to guess.
SLUG_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
SLUG_LENGTH = 10


class Voting(StrEnum):
    single = "single"
    multiple = "multiple"


class VoterCheck(StrEnum):
    none = "none"
    browser = "browser"


class ResultsVisibility(StrEnum):
    """Visibility of the result to voters. Staff always see the tallies in the dashboard."""

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
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    voting: Mapped[Voting] = mapped_column(default=Voting.single, index=True)
    max_choices: Mapped[int | None]
    voter_check: Mapped[VoterCheck] = mapped_column(default=VoterCheck.browser, index=True)
    results_visibility: Mapped[ResultsVisibility] = mapped_column(
        default=ResultsVisibility.always, index=True
    )
    listed: Mapped[bool] = mapped_column(default=True, index=True)
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

    # By the clock of the database, which all replicas share.
    status: Mapped[Status] = column_property(
        case(
            (pub_date > utcnow(), literal(Status.scheduled, _STATUS)),
            (closes_at <= utcnow(), literal(Status.closed, _STATUS)),
            else_=literal(Status.open, _STATUS),
        ),
        expire_on_flush=False,  # the status that was read under a lock stays
    )

    @property
    def is_open(self) -> bool:
        return self.status is Status.open

    @property
    def paper(self) -> str:
        """The fingerprint of what people vote on: 128 bits of its SHA-256 digest, in base64url.

        The order of the choices is not part of it.
        """
        choices = sorted((choice.id, choice.choice_text) for choice in self.choices)
        voted_on = json.dumps([self.question_text, self.voting, self.max_choices, choices])
        return urlsafe_b64encode(sha256(voted_on.encode()).digest()[:16]).rstrip(b"=").decode()


# The reverse of the dashboard's order, so that a new poll is added at the end of the index. With the id in
# it, the keys of a deep page are read by an index-only scan.
Index("ix_poll_question_pub_date_id", Question.pub_date, Question.id.desc())

# Finds polls to seal among a million polls.
_IS_UNSEALED = Question.sealed_at.is_(None)
Index(
    "ix_poll_question_unsealed",
    Question.closes_at,
    postgresql_where=_IS_UNSEALED,
    sqlite_where=_IS_UNSEALED,
)

# Finds the newest seal.
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
        # The target of a vote's foreign key, so that no vote can name a choice of another question.
        UniqueConstraint("question_id", "id"),
        # No id is reused, as on PostgreSQL: a page that is still open may send the id of a deleted choice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"))
    choice_text: Mapped[str] = mapped_column(text(200))
    position: Mapped[int]
    votes: Mapped[int] = mapped_column(default=0)

    question: Mapped[Question] = relationship(back_populates="choices", lazy="raise")
