"""Rolls, their people, and voters who have entered a code."""

from typing import Any, NamedTuple

from fastapi.testclient import TestClient
from httpx2 import Response

from app.database import Database
from app.polls.models import Question
from app.rolls import service
from app.rolls.codes import codes_of
from app.rolls.models import Roll, Voter
from app.rolls.schemas import RollCreate, VoterCreate
from tests.factories.polls import make_poll

VOTE = "/api/vote"


class People(NamedTuple):
    """A roll, the people on it, and their codes in the same order."""

    roll: Roll
    voters: list[Voter]
    codes: list[str]


def make_people(database: Database, count: int = 1, name: str = "Members") -> People:
    """Create a roll with people who have a name, a number and an address."""
    with database.begin() as session:
        roll = service.create_roll(session, RollCreate(name=name))
        voters = [
            service.create_voter(
                session,
                VoterCreate(
                    roll_id=roll.id, name=f"Ann {number}", number=f"{number}", email=f"ann{number}@x.test"
                ),
            )
            for number in range(count)
        ]
        codes = [codes_of(session).code(voter.key, voter.generation) for voter in voters]
    return People(roll, voters, codes)


def make_poll_of(database: Database, roll: Roll, *choices: str, **values: Any) -> Question:
    """Create an open poll for the people on a roll. `values` are fields of QuestionCreate."""
    return make_poll(database, *choices, voter_check="roll", roll_id=roll.id, **values)


def enter(client: TestClient, code: str) -> Response:
    return client.post(VOTE, json={"code": code})
