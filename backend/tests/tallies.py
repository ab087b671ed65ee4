"""Checks of the stored tallies and rows, as fixtures for the tests that vote."""

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
    """After each test, check that the tallies equal a recount of the rows."""
    yield
    votes = select(func.count()).where(Vote.choice_id == Choice.id).scalar_subquery()
    voters = select(func.count()).where(Participation.question_id == Question.id).scalar_subquery()
    receipts = select(func.count(Vote.receipt.distinct())).where(Vote.question_id == Question.id)
    with database.begin() as session:
        for tally, recount in session.execute(select(Choice.tally, votes)):
            assert tally == recount
        for tally, *recounts in session.execute(select(Question.ballots, voters, receipts.scalar_subquery())):
            assert recounts == [tally, tally]


def all_rows(database: Database) -> dict[str, list[Any]]:
    """Return the rows of every table, in the order of their primary keys."""
    with database.begin() as session:
        return {
            table.name: [*session.execute(table.select().order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def unchanged(database: Database) -> Callable[[], AbstractContextManager[None]]:
    """A context manager that fails if its block changes the database: `with unchanged(): ...`."""

    @contextmanager
    def check() -> Iterator[None]:
        before = all_rows(database)
        yield
        assert all_rows(database) == before

    return check
