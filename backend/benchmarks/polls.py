"""Polls that the benchmarks vote on."""

import sqlalchemy as sa

from app import migrations
from app.database import Database
from app.polls.models import Question
from tests.factories import make_poll


def new_polls(url: sa.URL, number: int = 1) -> list[Question]:
    """Make polls in an empty database. Their choices are loaded."""
    migrations.upgrade(url)
    database = Database(url)
    polls = [make_poll(database) for _ in range(number)]
    database.engine.dispose()
    return polls
