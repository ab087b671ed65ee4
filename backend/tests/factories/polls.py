"""Polls."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.database import Database
from app.polls import service
from app.polls.models import Question
from app.polls.schemas import QuestionCreate

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


def make_poll(database: Database, *choices: str, **values: Any) -> Question:
    """A poll that opened yesterday, with its choices loaded; `values` as in QuestionCreate."""
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
