"""Whether the votes that were acknowledged are in the database: each once."""

import sqlalchemy as sa
from sqlalchemy import func, select

from app.database import create_engine
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting.models import Vote
from benchmarks.printing import judge

TALLY = select(func.sum(Choice.votes))
WAYS = (
    TALLY,
    select(func.sum(Question.ballots)),
    select(func.count()).select_from(Participation),
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


def judge_count(name: str, acknowledged: int, counted: set[int]) -> None:
    """Whether each vote that was acknowledged counts, and counts once."""
    found = " and ".join(f"{number:,}" for number in sorted(counted))
    judge(counted == {acknowledged}, f"{name}: {acknowledged:,} votes acknowledged, {found} counted")
