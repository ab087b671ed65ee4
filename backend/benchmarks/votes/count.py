"""Whether the votes that were acknowledged are in the database: each once."""

import sqlalchemy as sa
from sqlalchemy import func, select

from app.database import create_engine
from app.polls.models import Ballot, Choice, Question, Vote

TALLY = select(func.sum(Choice.votes))
WAYS = (
    TALLY,
    select(func.sum(Question.ballots)),
    select(func.count()).select_from(Ballot),
    select(func.count()).select_from(Vote),
)


def count(url: sa.URL) -> set[int]:
    """How many votes there are, which is one number where all ways to count agree.

    The peers keep nothing but the tally.
    """
    engine = create_engine(url)
    with engine.connect() as connection:
        tally, *others = (connection.execute(way).scalar_one() for way in WAYS)
    engine.dispose()
    return {tally, *others} if any(others) else {tally}
