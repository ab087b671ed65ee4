"""What is checked around the tests of polls."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from app.database import Base, Database
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting.models import Vote


@pytest.fixture(autouse=True)
def tallies_add_up(database: Database) -> Iterator[None]:
    """After each test, the tallies say what a recount says."""
    yield
    votes = select(func.count()).where(Vote.choice_id == Choice.id).scalar_subquery()
    voters = select(func.count()).where(Participation.question_id == Question.id).scalar_subquery()
    receipts = select(func.count(Vote.receipt.distinct())).where(Vote.question_id == Question.id)
    with database.begin() as session:
        for tally, recount in session.execute(select(Choice.votes, votes)):
            assert tally == recount
        for tally, *recounts in session.execute(select(Question.ballots, voters, receipts.scalar_subquery())):
            assert recounts == [tally, tally]


def stored(database: Database) -> dict[str, list[Any]]:
    with database.begin() as session:
        return {
            table.name: [*session.execute(table.select().order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def unchanged(database: Database) -> Callable[[], AbstractContextManager[None]]:
    """`with unchanged():` fails where the database holds anything else afterwards."""

    @contextmanager
    def check() -> Iterator[None]:
        before = stored(database)
        yield
        assert stored(database) == before

    return check
