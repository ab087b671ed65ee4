"""Polls and their ballots."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx2 import Response

from app.database import Database
from app.polls import service
from app.polls.models import Choice, Question
from app.polls.schemas import QuestionCreate, QuestionUpdate

NOW = datetime.now(UTC)
YESTERDAY = NOW - timedelta(days=1)
AN_HOUR_AGO = NOW - timedelta(hours=1)
TOMORROW = NOW + timedelta(days=1)


def make_poll(database: Database, *choices: str, **values: Any) -> Question:
    """Create a poll that opened yesterday. `values` are fields of QuestionCreate. The choices are loaded."""
    data = QuestionCreate.model_validate(
        {
            "question_text": "Tea or coffee?",
            "pub_date": YESTERDAY,
            "choices": [{"choice_text": text} for text in choices or ("Tea", "Coffee", "Water")],
        }
        | values
    )
    with database.begin() as session:
        return service.create_question(session, data)


def edit_poll(database: Database, poll: Question, **values: Any) -> None:
    """Change a published poll. `values` are fields of QuestionUpdate."""
    with database.begin() as session:
        question = service.published_poll(session, poll.slug)
        service.update_question(session, question, QuestionUpdate.model_validate(values))


def add_many_ballots(database: Database, poll: Question, ballots: int) -> None:
    """Add ballots for the first choice, as after sealing. The database generates the rows, which is fast."""
    choice = poll.choices[0].id
    if database.engine.dialect.name == "sqlite":
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :ballots)"
        key, receipt = "randomblob(32)", "lower(hex(randomblob(16)))"
    else:
        numbers = "WITH n(i) AS (SELECT generate_series(1, :ballots))"
        key, receipt = "sha256(uuid_send(gen_random_uuid()))", "gen_random_uuid()"
    with database.begin() as session:
        for columns, values in (
            ("poll_ballot (question_id, voter_key)", f":poll, {key}"),
            ("poll_vote (question_id, receipt, rank, choice_id)", f":poll, {receipt}, 0, {choice}"),
        ):
            insert = f"INSERT INTO {columns} {numbers} SELECT {values} FROM n ORDER BY 2"  # noqa: S608 - constants only
            session.execute(sa.text(insert), {"ballots": ballots, "poll": poll.id})
        changes = {"ballots": ballots, "sealed_at": AN_HOUR_AGO}
        session.execute(sa.update(Question).where(Question.id == poll.id).values(changes))
        session.execute(sa.update(Choice).where(Choice.id == choice).values(tally=ballots))


def new_receipt() -> str:
    return str(uuid.uuid4())


def ballot(poll: Question, *positions: int, receipt: str | None = None) -> dict[str, Any]:
    """The body of a ballot for the choices at these positions, with a new receipt unless one is given."""
    choices = [poll.choices[position].id for position in positions]
    return {"choices": choices, "receipt": receipt or new_receipt()}


def vote(client: TestClient, poll: Question, *positions: int, receipt: str | None = None) -> Response:
    """Post a ballot for the choices at these positions."""
    return client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, *positions, receipt=receipt))
