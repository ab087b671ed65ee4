"""Polls that the benchmarks vote on."""

import secrets

import sqlalchemy as sa

from app import migrations
from app.config import Settings
from app.database import Database
from app.polls.models import Question
from app.rolls.codes import Codes
from app.rolls.models import Roll, Voter
from app.voters.passes import new_pass, write_pass
from tests.factories import make_poll


def new_polls(url: sa.URL, number: int = 1) -> list[Question]:
    """Make polls in an empty database. Their choices are loaded."""
    migrations.upgrade(url)
    database = Database(url)
    polls = [make_poll(database) for _ in range(number)]
    database.engine.dispose()
    return polls


def new_poll_of_roll(url: sa.URL, people: int) -> tuple[Question, list[str]]:
    """Make a poll for people on a roll. Return it and their passes, signed with the key of this checkout."""
    database = Database(url)
    with database.begin() as session:
        session.add(roll := Roll(name="Members"))
        session.flush()
        rows = [
            {"roll_id": roll.id, "key": secrets.token_bytes(32), "code_digest": secrets.token_bytes(32)}
            for _ in range(people)
        ]
        session.execute(sa.insert(Voter), rows)
        ids = session.scalars(sa.select(Voter.id)).all()
    poll = make_poll(database, voter_check="roll", roll_id=roll.id)
    database.engine.dispose()
    codes = Codes(Settings().signing_key)
    return poll, [write_pass(codes, new_pass(codes, id_, generation=1)) for id_ in ids]
