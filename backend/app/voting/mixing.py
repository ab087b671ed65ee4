"""Mixing: while a poll with a roll is open, a dump of PostgreSQL does not join its people to their votes.

A participation and its votes are written in one transaction, so their order and transaction ids would join
them until the seal, and the key of a participation leads to a person on the roll. Each transaction therefore
also takes older rows out of both tables, drawn apart, and writes them again among the new ones. SQLite needs
no mixing: it stores rows in the order of their keys, without a transaction id.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, delete, func, inspect, select
from sqlalchemy.orm import Session

from app.polls.models import Question
from app.voters.models import Participation
from app.voting.models import Vote

# Participations, and receipts, that a transaction writes again for each poll with a roll.
DRAWN = 50


class Drawn(NamedTuple):
    """Rows that were taken out, to be written again."""

    participations: list[Any]
    votes: list[Any]


def draw(session: Session, polls: Iterable[Question]) -> Drawn:
    """Take random participations of polls with a roll, and the votes of random receipts, out of their tables.

    The polls are locked.
    """
    drawn = Drawn([], [])
    if session.get_bind().dialect.name != "sqlite":
        for poll in polls:
            if poll.is_of_roll:
                drawn.participations.extend(session.execute(_TAKE_PARTICIPATIONS, {"poll": poll.id}))
                drawn.votes.extend(session.execute(_TAKE_VOTES, {"poll": poll.id}))
    return drawn


def _take(model: Any, key: str, *conditions: ColumnElement[bool]) -> Any:
    """Delete the rows of random keys of a poll, and return them. `conditions` select one row of each key."""
    table: Any = inspect(model).local_table
    is_its = table.c.question_id == bindparam("poll")
    keys = select(table.c[key]).where(is_its, *conditions).order_by(func.random()).limit(DRAWN)
    return delete(table).where(is_its, table.c[key].in_(keys)).returning(*table.c)


_TAKE_PARTICIPATIONS = _take(Participation, "voter_key")
_TAKE_VOTES = _take(Vote, "receipt", Vote.rank == 0)
