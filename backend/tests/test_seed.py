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
    "Which evening suits the autumn party?",
    "Which talks would you stay for?",
    "How should the new garden be planted?",
    "What's up?",
    "What shall we name the big meeting room?",
]


def test_the_example_polls_are_listed_and_their_tallies_equal_their_votes(
    client: TestClient, database: Database
) -> None:
    assert asyncio.run(seed.add_polls(database)) == len(TEXTS) + 2

    items = client.get("/api/polls").json()["items"]
    assert [item["question_text"] for item in items] == TEXTS
    assert [item["is_open"] for item in items] == [True, True, True, True, True, False]
    with database.begin() as session:
        for question in session.scalars(sa.select(Question)):
            participations = sa.select(sa.func.count()).where(Participation.question_id == question.id)
            assert question.ballots == session.scalars(participations).one()
            assert (question.ballots == 0) is question.draft
        counted = sa.select(sa.func.count()).where(Vote.choice_id == Choice.id).scalar_subquery()
        assert session.execute(sa.select(Choice.id).where(Choice.tally != counted)).all() == []
        of_voted_polls = sa.select(Choice.tally).join(Choice.question).where(~Question.draft)
        assert min(session.scalars(of_voted_polls)) > 0


def test_the_examples_have_a_draft_an_archived_poll_and_a_corrected_one(database: Database) -> None:
    asyncio.run(seed.add_polls(database))
    with database.begin() as session:
        for condition, text in (
            (Question.draft, "Which books shall the library buy?"),
            (Question.archived, "Shall we repair the old coffee machine?"),
            (Question.corrections.any(), "Which evening suits the autumn party?"),
        ):
            assert session.scalars(sa.select(Question.question_text).where(condition)).all() == [text]
