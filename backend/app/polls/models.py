"""The tables of questions and choices.

The votes are in two other tables that no key or column joins: `voters.models.Participation` says who has
voted, `voting.models.Vote` what was voted.
"""

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Numeric,
    UniqueConstraint,
    and_,
    case,
    column,
    false,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.database import Base, text, utcnow
from app.polls.slugs import SLUG_LENGTH, new_slug
from app.polls.status import UNPUBLISHED, Status, StatusComparator, status_of
from app.rolls.models import Roll
from react_admin import COUNTED_AS


class Voting(StrEnum):
    single = "single"
    multiple = "multiple"


class VoterCheck(StrEnum):
    none = "none"
    browser = "browser"
    roll = "roll"  # the people on a roll, each with a code


class ResultsVisibility(StrEnum):
    """Visibility of the result to voters. In the dashboard, staff see all but that of `after_close`."""

    always = "always"
    after_vote = "after_vote"  # voters from their own vote on, everyone after the close
    after_close = "after_close"  # secret until then: from staff too
    staff = "staff"


# The table of `Choice`, which is mapped after `Question`.
_CHOICES = table("poll_choice", column("question_id"))


class Question(Base):
    __tablename__ = "poll_question"
    __table_args__ = (
        CheckConstraint("closes_at > pub_date", name="closes_after_opening"),
        CheckConstraint("max_choices > 0", name="max_choices_positive"),
        CheckConstraint("max_choices IS NULL OR voting = 'multiple'", name="max_choices_of_several"),
        CheckConstraint("ballots >= 0", name="ballots_counted"),
        CheckConstraint("(voter_check = 'roll') = (roll_id IS NOT NULL)", name="roll_of_voters"),
        CheckConstraint(
            "voter_check <> 'roll' OR results_visibility = 'after_close' OR results_visibility = 'staff'",
            name="urn_stays_shut",
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(text(SLUG_LENGTH), unique=True, default=new_slug)
    question_text: Mapped[str] = mapped_column(text(200))
    pub_date: Mapped[datetime] = mapped_column()
    closes_at: Mapped[datetime | None] = mapped_column()
    voting: Mapped[Voting] = mapped_column(default=Voting.single, index=True)
    max_choices: Mapped[int | None]
    voter_check: Mapped[VoterCheck] = mapped_column(default=VoterCheck.browser, index=True)
    # Fixed from the first ballot on.
    roll_id: Mapped[int | None] = mapped_column(ForeignKey(Roll.id), index=True)
    # The people on the roll who could vote on this poll, counted at the seal.
    eligible: Mapped[int | None]
    # The share of them who have to vote for the result to count.
    quorum: Mapped[float | None] = mapped_column(Numeric(5, 4, asdecimal=False))
    results_visibility: Mapped[ResultsVisibility] = mapped_column(
        default=ResultsVisibility.always, index=True
    )
    listed: Mapped[bool] = mapped_column(default=True, index=True)
    draft: Mapped[bool] = mapped_column(default=False, server_default=false())
    archived: Mapped[bool] = mapped_column(default=False, server_default=false())
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

    corrections: Mapped[list["Correction"]] = relationship(
        order_by="(Correction.corrected_at, Correction.id)",
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    status: Mapped[Status] = column_property(
        status_of(draft, pub_date, closes_at),
        comparator_factory=StatusComparator,
        expire_on_flush=False,  # the status that was read under a lock stays
    )

    # Read by lists, and not with a question.
    choice_count: Mapped[int] = column_property(
        select(func.count())
        .select_from(_CHOICES)
        .where(_CHOICES.c.question_id == id)  # noqa: A003 - the column above
        .scalar_subquery(),
        deferred=True,
        raiseload=True,
    )

    @property
    def is_of_roll(self) -> bool:
        return self.voter_check is VoterCheck.roll

    @property
    def is_open(self) -> bool:
        return self.status is Status.open

    @property
    def is_published(self) -> bool:
        return self.status not in UNPUBLISHED

    @hybrid_property
    def is_secret(self) -> bool:
        """True while nobody sees the votes, staff included."""
        is_kept = self.results_visibility is ResultsVisibility.after_close or self.is_of_roll
        return is_kept and self.status is not Status.closed

    @is_secret.inplace.expression
    @classmethod
    def _is_secret(cls) -> ColumnElement[bool]:
        is_kept = or_(
            cls.results_visibility == ResultsVisibility.after_close, cls.voter_check == VoterCheck.roll
        )
        return and_(is_kept, cls.status != Status.closed)

    @property
    def turnout(self) -> "Question | None":
        """This poll, if it is known how many could vote."""
        return self if self.eligible is not None else None

    @property
    def decided_quorum(self) -> "Question | None":
        """This poll, if it has closed and needed a quorum."""
        return self.turnout if self.quorum is not None and self.status is Status.closed else None

    @property
    def votes_needed(self) -> int:
        """The number of ballots that reach the quorum. 0.6667 means two thirds."""
        return ceil(Fraction(self.quorum or 0).limit_denominator(1000) * (self.eligible or 0))

    @property
    def is_quorate(self) -> bool:
        return self.ballots >= self.votes_needed

    @property
    def paper(self) -> str:
        """The fingerprint of what people vote on: 128 bits of its SHA-256 digest, in base64url.

        The order of the choices is not part of it.
        """
        choices = sorted((choice.id, choice.choice_text) for choice in self.choices)
        voted_on = json.dumps([self.question_text, self.voting, self.max_choices, choices])
        return urlsafe_b64encode(sha256(voted_on.encode()).digest()[:16]).rstrip(b"=").decode()


def _partial_index(name: str, *columns: Any, where: Any) -> None:
    Index(name, *columns, postgresql_where=where, sqlite_where=where)


# The reverse of the dashboard's order, so that a new poll is added at the end of the index. With the id in
# it, the keys of a deep page are read by an index-only scan.
Index("ix_poll_question_pub_date_id", Question.pub_date, Question.id.desc())

# The same order for the polls that are archived, or not, and for the few that are drafts.
Index("ix_poll_question_archived_pub_date_id", Question.archived, Question.pub_date, Question.id.desc())
_partial_index("ix_poll_question_drafts", Question.pub_date, Question.id.desc(), where=Question.draft)

# Finds the polls that are open among many closed ones, and the reverse.
Index(None, Question.closes_at)

# Find polls to seal among a million polls, and the newest seal.
_partial_index("ix_poll_question_unsealed", Question.closes_at, where=Question.sealed_at.is_(None))
_partial_index("ix_poll_question_sealed", Question.sealed_at, where=Question.sealed_at.is_not(None))


class Choice(Base):
    __tablename__ = "poll_choice"
    __table_args__ = (
        CheckConstraint("votes >= 0", name="votes_counted"),
        # The target of a vote's foreign key, so that no vote can name a choice of another question.
        UniqueConstraint("question_id", "id"),
        # No id is reused, as on PostgreSQL: a page that is still open may send the id of a deleted choice.
        {"sqlite_autoincrement": True, "info": {COUNTED_AS: "choices"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"))
    choice_text: Mapped[str] = mapped_column(text(200))
    position: Mapped[int]
    tally: Mapped[int] = mapped_column("votes", default=0)

    # The tally as staff see it: null while it is secret. So lists can neither be sorted nor filtered by it.
    # Read by lists, and not with a choice.
    votes: Mapped[int | None] = column_property(
        case(
            (
                select(Question.is_secret)
                .where(Question.id == question_id)
                .correlate_except(Question)
                .scalar_subquery(),
                None,
            ),
            else_=tally,
        ),
        deferred=True,
        raiseload=True,
    )

    question: Mapped[Question] = relationship(back_populates="choices", lazy="raise")


class Correction(Base):
    """A text of the question or, with `choice_id`, of a choice that was corrected after people had voted.

    Voters see the old text with its date.
    """

    __tablename__ = "poll_correction"
    __table_args__ = (
        ForeignKeyConstraint(
            ["question_id", "choice_id"], [Choice.question_id, Choice.id], ondelete="CASCADE"
        ),
        {"sqlite_autoincrement": True, "info": {COUNTED_AS: "corrections"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), index=True)
    choice_id: Mapped[int | None]
    text_before: Mapped[str] = mapped_column(text(200))
    text_after: Mapped[str] = mapped_column(text(200))
    corrected_at: Mapped[datetime] = mapped_column(default=utcnow())
