"""The example polls."""

import asyncio

import sqlalchemy as sa
from fastapi.testclient import TestClient

from app import seed
from app.database import Database
from app.polls.models import Choice, Question
from app.voters.models import Participation
from app.voting.models import Vote

TEXTS = [
    "Where shall we go for the summer trip?",
    "Which talks would you stay for?",
    "How should the new garden be planted?",
    "What shall we name the big meeting room?",
    "What's up?",
]


def test_the_example_polls_are_listed_and_their_tallies_equal_their_votes(
    client: TestClient, database: Database
) -> None:
    assert asyncio.run(seed.add_polls(database)) == len(TEXTS)

    items = client.get("/api/polls").json()["items"]
    assert [item["question_text"] for item in items] == TEXTS
    assert [item["is_open"] for item in items] == [True, True, True, False, True]
    with database.begin() as session:
        for question in session.scalars(sa.select(Question)):
            participations = sa.select(sa.func.count()).where(Participation.question_id == question.id)
            assert question.ballots == session.scalars(participations).one() > 0
        counted = sa.select(sa.func.count()).where(Vote.choice_id == Choice.id).scalar_subquery()
        assert session.execute(sa.select(Choice.id).where(Choice.tally != counted)).all() == []
        assert min(session.scalars(sa.select(Choice.tally))) > 0
