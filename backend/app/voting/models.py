"""The table of votes."""

import uuid

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.polls.models import Choice, Question
from react_admin import COUNTED_AS


class Vote(Base):
    """One choice on one ballot; `rank` counts the choices of a ballot from 0, in the order of their ids.

    No column says who voted, when, or in which order: on SQLite the table is WITHOUT ROWID, because row
    numbers are a sequence too.
    """

    __tablename__ = "poll_vote"
    __table_args__ = (
        ForeignKeyConstraint(["question_id", "choice_id"], [Choice.question_id, Choice.id]),
        # A delete names the number of ballots, which staff see, instead of their votes.
        {"sqlite_with_rowid": False, "info": {COUNTED_AS: None}},
    )

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True)
    receipt: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    choice_id: Mapped[int]
