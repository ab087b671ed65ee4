"""Example polls, with votes that went through the ballot box as anyone's do."""

import asyncio
import random
import secrets
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.database import Database
from app.polls import ballot_box, service
from app.polls.schemas import QuestionCreate, QuestionUpdate

# Of each example: the poll, how long ago it opened, whether it is closed, and how the votes lean.
EXAMPLES: Sequence[tuple[dict[str, object], timedelta, bool, Sequence[int]]] = (
    (
        {
            "question_text": "What's up?",
            "choices": ["Not much", "The sky", "Just hacking again"],
        },
        timedelta(days=9),
        False,
        (3, 9, 7),
    ),
    (
        {
            "question_text": "What shall we name the big meeting room?",
            "results_visibility": "after_close",
            "choices": ["Lovelace", "The Aquarium", "Room 404", "Lighthouse", "Noether"],
        },
        timedelta(days=6),
        True,
        (14, 6, 11, 4, 9),
    ),
    (
        {
            "question_text": "How should the new garden be planted?",
            "results_visibility": "after_close",
            "choices": ["Wildflowers for the bees", "Herbs for the kitchen", "Fruit trees"],
        },
        timedelta(days=2),
        False,
        (6, 3, 8),
    ),
    (
        {
            "question_text": "Which talks would you stay for?",
            "voting": "multiple",
            "max_choices": 2,
            "results_visibility": "after_vote",
            "choices": [
                "How we halved our build times",
                "A short history of the ballot box",
                "Maps, and what they leave out",
                "Ask me anything about databases",
            ],
        },
        timedelta(hours=20),
        False,
        (9, 12, 7, 5),
    ),
    (
        {
            "question_text": "Where shall we go for the summer trip?",
            "choices": [
                "The coast",
                "The mountains",
                "A city we don't know yet",
                "Stay home, and swim",
            ],
        },
        timedelta(hours=3),
        False,
        (17, 12, 8, 5),
    ),
)


def add_polls(database: Database) -> int:
    """Add the example polls; returns how many."""
    for values, age, is_closed, votes in EXAMPLES:
        asyncio.run(_add(database, values, age, is_closed, votes))
    return len(EXAMPLES)


async def _add(
    database: Database,
    values: dict[str, object],
    age: timedelta,
    is_closed: bool,
    votes: Sequence[int],
) -> None:
    moment = datetime.now(UTC)
    data = QuestionCreate.model_validate(
        values
        | {"choices": [{"choice_text": text} for text in values["choices"]]}  # type: ignore[attr-defined] # a list, above
        | {"pub_date": moment - age, "closes_at": moment + timedelta(days=14)}
    )
    with database.begin() as session:
        question = service.create_question(session, data)
        session.flush()
        choices = [choice.id for choice in question.choices]
    for paper in _papers(question.slug, choices, votes, data.max_choices or 1):
        await ballot_box.cast(database, paper)
    if is_closed:
        with database.begin() as session:
            question = service.published_poll(session, question.slug)
            service.update_question(session, question, QuestionUpdate(closes_at=moment))


def _papers(slug: str, choices: Sequence[int], votes: Sequence[int], at_most: int) -> list[ballot_box.Paper]:
    """Ballots that lean as `votes` does, the same at each run."""
    draw = random.Random(sum(votes))  # noqa: S311 - examples, not secrets
    return [
        ballot_box.Paper(
            slug,
            sorted(set(draw.choices(choices, votes, k=at_most))),
            uuid.uuid4(),
            secrets.token_urlsafe(32),
        )
        for _ in range(sum(votes))
    ]
