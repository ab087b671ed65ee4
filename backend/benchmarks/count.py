"""Check that each acknowledged vote is in the database exactly once."""

import sqlalchemy as sa
from sqlalchemy import func, select

from app.engine import create_engine
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting.models import Vote
from benchmarks.printing import judge

TALLY = select(func.sum(Choice.tally))
COUNTS = (
    TALLY,
    select(func.sum(Question.ballots)),
    select(func.count()).select_from(Participation),
    select(func.count()).select_from(Vote),
)


def count(url: sa.URL) -> set[int]:
    """Count the votes in several ways. The set has one number if all counts agree.

    The peers store only the tally of a choice.
    """
    engine = create_engine(url)
    with engine.connect() as connection:
        tally, *other_counts = (connection.execute(query).scalar_one() for query in COUNTS)
    engine.dispose()
    return {tally, *other_counts} if any(other_counts) else {tally}


def judge_count(name: str, acknowledged: int, counted: set[int]) -> None:
    """Print if each acknowledged vote was counted exactly once."""
    numbers = " and ".join(f"{number:,}" for number in sorted(counted))
    judge(counted == {acknowledged}, f"{name}: {acknowledged:,} votes acknowledged, {numbers} counted")
