"""Mixing: while a poll with a roll is open, a dump of PostgreSQL does not join its people to their votes.

A participation and its votes are written in one transaction, so their order and transaction ids would join
them until the seal, and the key of a participation leads to a person on the roll. Each transaction therefore
also takes older rows out of both tables, drawn apart, and writes them again among the new ones. SQLite needs
no mixing: it stores rows in the order of their keys, without a transaction id.

Keys are random, so a part of the key space of the size 1/n holds one of n keys on average, and each key with
the same probability. Drawing the rows in random parts of that size takes as long in a poll of any size.
"""

from collections.abc import Iterable, Mapping
from random import SystemRandom
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, bindparam, delete, func, inspect
from sqlalchemy.orm import Session

from app.polls.models import Question
from app.voters.models import Participation
from app.voting.models import Vote

# Participations, and receipts, among which a transaction hides each new one of a poll with a roll: so many on
# average. Those that are counted together hide each other, so fewer are drawn for them.
COMPANY = 50

_RANDOM = SystemRandom()


class Drawn(NamedTuple):
    """Rows that were taken out, to be written again."""

    participations: list[Any]
    votes: list[Any]


def draw(session: Session, turnouts: Mapping[Question, int]) -> Drawn:
    """Take random participations of polls with a roll, and the votes of random receipts, out of their tables.

    `turnouts` has the polls, which are locked, and the number of their new ballots.
    """
    drawn = Drawn([], [])
    if session.get_bind().dialect.name != "sqlite":
        for poll, new in turnouts.items():
            if poll.is_of_roll and poll.ballots and new <= COMPANY:
                keys, receipts = (_parts(poll.ballots, COMPANY - new + 1) for _ in range(2))
                drawn.participations.extend(
                    session.execute(_TAKE_PARTICIPATIONS, _values(poll, keys, _voter_key_at))
                )
                drawn.votes.extend(session.execute(_TAKE_VOTES, _values(poll, receipts, _receipt_at)))
    return drawn


def _parts(count: int, number: int) -> list[tuple[float, float]]:
    """Random parts of the key space, each from 0 to 1, that hold one of `count` keys on average."""
    size = 1 / count
    starts = [_RANDOM.uniform(-size, 1) for _ in range(number)]
    return [(max(start, 0), min(start + size, 1)) for start in starts]


def _voter_key_at(position: float) -> bytes:
    return _number_at(position, 256).to_bytes(32)


def _receipt_at(position: float) -> UUID:
    return UUID(int=_number_at(position, 128))


def _number_at(position: float, bits: int) -> int:
    """The number of so many bits at a position from 0 to 1, which has 53 bits."""
    number = int(position * 2**53) << (bits - 53)
    return min(number, (1 << bits) - 1)


def _values(poll: Question, parts: Iterable[tuple[float, float]], key_at: Any) -> dict[str, Any]:
    starts, ends = zip(*parts, strict=True)
    return {"poll": poll.id, "starts": [*map(key_at, starts)], "ends": [*map(key_at, ends)]}


def _take(model: Any, key: str) -> Any:
    """Delete the rows of a poll whose keys are in one of the parts, and return them."""
    table: Any = inspect(model).local_table
    column = table.c[key]
    bounds = (bindparam(name, type_=ARRAY(column.type)) for name in ("starts", "ends"))
    part = func.unnest(*bounds).table_valued("start", "end").render_derived()
    is_in_part = (column >= part.c.start) & (column < part.c.end)
    return delete(table).where(table.c.question_id == bindparam("poll"), is_in_part).returning(*table.c)


_TAKE_PARTICIPATIONS = _take(Participation, "voter_key")
_TAKE_VOTES = _take(Vote, "receipt")
