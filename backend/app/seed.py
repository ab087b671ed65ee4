"""Example polls, with votes that are cast through the ballot box."""

import asyncio
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.security import new_token
from app.database import Database
from app.polls import service
from app.polls.corrections import correct
from app.polls.models import Question
from app.polls.schemas import QuestionCorrection, QuestionCreate, QuestionUpdate
from app.results.snapshots import Snapshots
from app.voting.ballot_box import BallotBox
from app.voting.rules import Ballot


@dataclass(frozen=True)
class Example:
    """A poll that opened `age` ago, with the number of voters who prefer each choice."""

    question_text: str
    votes: dict[str, int]
    age: timedelta
    is_closed: bool = False
    rules: dict[str, object] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)  # new texts of choices by those voted on


EXAMPLES = (
    Example(
        "Shall we repair the old coffee machine?",
        {"Repair it": 5, "Buy another one": 13},
        age=timedelta(days=60),
        is_closed=True,
        rules={"archived": True},
    ),
    Example(
        "What's up?",
        {"Not much": 3, "The sky": 9, "Just hacking again": 7},
        age=timedelta(days=9),
    ),
    Example(
        "What shall we name the big meeting room?",
        {"Lovelace": 14, "The Aquarium": 6, "Room 404": 11, "Lighthouse": 4, "Noether": 9},
        age=timedelta(days=6),
        is_closed=True,
        rules={"results_visibility": "after_close"},
    ),
    Example(
        "How should the new garden be planted?",
        {"Wildflowers for the bees": 6, "Herbs for the kitchen": 3, "Fruit trees": 8},
        age=timedelta(days=2),
        rules={"results_visibility": "after_close"},
    ),
    Example(
        "Which talks would you stay for?",
        {
            "How we halved our build times": 9,
            "A short history of the ballot box": 12,
            "Maps, and what they leave out": 7,
            "Ask me anything about databases": 5,
        },
        age=timedelta(hours=20),
        rules={"voting": "multiple", "max_choices": 2, "results_visibility": "after_vote"},
    ),
    Example(
        "Which evening suits the autumn party?",
        {"Thursday 14 October": 6, "Friday 16 October": 10, "Saturday 17 October": 4},
        age=timedelta(hours=7),
        corrections={"Thursday 14 October": "Thursday 15 October"},
    ),
    Example(
        "Which books shall the library buy?",
        {"Novels": 0, "Travel guides": 0, "Comics": 0},
        age=timedelta(hours=1),
        rules={"draft": True},
    ),
    Example(
        "Where shall we go for the summer trip?",
        {"The coast": 17, "The mountains": 12, "A city we don't know yet": 8, "Stay home, and swim": 5},
        age=timedelta(hours=3),
    ),
)


def is_unused(session: Session) -> bool:
    """True if there is no account and no poll yet."""
    return not any(session.scalar(select(table.id).limit(1)) for table in (User, Question))


async def add_polls(database: Database) -> int:
    """Add the example polls; returns how many."""
    for example in EXAMPLES:
        await _add(database, example)
    return len(EXAMPLES)


async def _add(database: Database, example: Example) -> None:
    moment = datetime.now(UTC)
    data = QuestionCreate.model_validate(
        {
            "question_text": example.question_text,
            "choices": [{"choice_text": text} for text in example.votes],
            "pub_date": moment - example.age,
            "closes_at": moment + timedelta(days=14),
            **example.rules,
        }
    )
    with database.begin() as session:
        question = service.create_question(session, data)
        session.flush()
        choices = [choice.id for choice in question.choices]
    ballots = _ballots(question.slug, choices, [*example.votes.values()], data.max_choices or 1)
    ballot_box = BallotBox(database, Snapshots(database))
    await asyncio.gather(*(ballot_box.cast(ballot) for ballot in ballots))
    if example.corrections:
        with database.begin() as session:
            question = service.published_poll(session, question.slug)
            correct(session, question, _correction(example, question))
    if example.is_closed:
        with database.begin() as session:
            question = service.published_poll(session, question.slug)
            service.update_question(session, question, QuestionUpdate.model_validate({"closes_at": moment}))


def _correction(example: Example, question: Question) -> QuestionCorrection:
    texts = {choice.id: choice.choice_text for choice in question.choices}
    choices = [
        {"id": id_, "choice_text": example.corrections[text]}
        for id_, text in texts.items()
        if text in example.corrections
    ]
    return QuestionCorrection.model_validate({"choices": choices})


def _ballots(slug: str, choices: list[int], leanings: list[int], at_most: int) -> Iterator[Ballot]:
    """One ballot per voter in `leanings`, the same in each run."""
    draw = random.Random(sum(leanings))  # noqa: S311 - examples, not secrets
    for _ in range(sum(leanings)):
        drawn = sorted(set(draw.choices(choices, leanings, k=at_most)))
        yield Ballot(slug, drawn, uuid.uuid4(), new_token())
