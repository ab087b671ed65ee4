"""The table of participations."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.polls.models import Question
from react_admin import COUNTED_AS


class Participation(Base):
    """Someone has voted on a poll. `voter_key` is a digest that can't be turned back into a voter.

    No column says how they voted, when, or in which order: on SQLite the table is WITHOUT ROWID, because row
    numbers are a sequence too.
    """

    __tablename__ = "poll_ballot"
    __table_args__ = ({"sqlite_with_rowid": False, "info": {COUNTED_AS: "ballots"}},)

    question_id: Mapped[int] = mapped_column(ForeignKey(Question.id, ondelete="CASCADE"), primary_key=True)
    voter_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
