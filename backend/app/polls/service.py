"""Making, changing and finding polls."""

import re
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, delete, func, select
from sqlalchemy.orm import Session, joinedload

from app.database import now, utcnow
from app.errors import FieldErrors, Invalid
from app.polls.errors import PollNotFound, VotedOn
from app.polls.models import SLUG_ALPHABET, SLUG_LENGTH, Choice, Question, Status, Voting
from app.polls.schemas import ChoiceWrite, QuestionCreate, QuestionUpdate
from app.texts import choice_key, flaw, normalized

# What people voted on: fixed from the first ballot.
VOTED_ON = ("question_text", "voting", "max_choices", "voter_check", "choices")

OPEN_FROM_TO = ("pub_date", "closes_at")

SLUG = re.compile(f"[{SLUG_ALPHABET}]{{{SLUG_LENGTH}}}")


def create_question(session: Session, data: QuestionCreate) -> Question:
    question = Question(**data.model_dump(exclude={"choices", "pub_date"}), choices=[])
    question.pub_date = data.pub_date or now(session)
    errors = _question_errors(data.question_text) | _set_choices(question, data.choices)
    _refuse(errors | _rule_errors(question))
    session.add(question)
    return question


def update_question(_: Session, question: Question, data: QuestionUpdate) -> None:
    """Change what was sent. The caller holds the lock on the question's row that ballots take too."""
    changes = data.model_changes
    if question.ballots and (
        fixed := [name for name in VOTED_ON if name in changes and _changes(question, data, name)]
    ):
        raise VotedOn(question.ballots, fixed)
    errors: FieldErrors = {}
    if "question_text" in changes:
        if _changes(question, data, "question_text"):
            errors |= _question_errors(data.question_text)
        else:
            del changes["question_text"]
    if "choices" in changes:
        errors |= _set_choices(question, changes.pop("choices"))
    if any(name in changes and changes[name] != getattr(question, name) for name in OPEN_FROM_TO):
        question.sealed_at = None  # there may be votes in between
    for name, value in changes.items():
        setattr(question, name, value)
    _refuse(errors | _rule_errors(question))


def delete_question(session: Session, question: Question) -> None:
    """Delete a poll with its choices, ballots and votes."""
    # By the database's cascade: the session would delete the choices first, which the votes refer to.
    # Nobody reads the question again; to tell the session would compare it with all that it holds.
    one = delete(Question).where(Question.id == question.id)
    session.execute(one, execution_options={"synchronize_session": False})


def _changes(question: Question, data: QuestionUpdate, name: str) -> bool:
    if name == "question_text":
        return normalized(question.question_text) != data.question_text
    if name != "choices":
        return bool(getattr(question, name) != getattr(data, name))
    kept = [(choice.id, normalized(choice.choice_text)) for choice in question.choices]
    return kept != [(choice.id, choice.choice_text) for choice in data.choices]


def _set_choices(question: Question, written: list[ChoiceWrite]) -> FieldErrors:
    """Keep the choices that are named by their id, add those without one, drop the rest.

    Returns what is wrong with their texts. A text that was not changed is not judged again, so that polls
    with older texts can still be edited.
    """
    known = {choice.id: choice for choice in question.choices}
    choices, typed = [], []
    for position, choice in enumerate(written):
        row = Choice(choice_text="") if choice.id is None else known.pop(choice.id, None)
        if row is None:
            text = "This is not a choice of this poll, or stands here twice."
            raise Invalid(errors={("choices", position, "choice_text"): text})
        if normalized(row.choice_text) != choice.choice_text:
            row.choice_text = choice.choice_text
            typed.append(position)
        row.position = position
        choices.append(row)
    question.choices = choices
    return _choice_errors(choices, typed)


def _choice_errors(choices: list[Choice], typed: list[int]) -> FieldErrors:
    """The texts at the positions `typed` that are flawed, or look like another choice."""
    errors: FieldErrors = {}
    keys = {choice_key(choice.choice_text) for at, choice in enumerate(choices) if at not in typed}
    for position in typed:
        text = choices[position].choice_text
        key = choice_key(text)
        if problem := flaw(text) or ("This choice is there already." if key in keys else None):
            errors["choices", position, "choice_text"] = problem
        keys.add(key)
    return errors


def _question_errors(text: str) -> FieldErrors:
    problem = flaw(text)
    return {"question_text": problem} if problem else {}


def _rule_errors(question: Question) -> FieldErrors:
    errors: FieldErrors = {}
    if question.closes_at and question.closes_at <= question.pub_date:
        errors["closes_at"] = "A poll closes after it opens."
    if question.max_choices and question.voting is not Voting.multiple:
        errors["max_choices"] = "Only a poll with several choices per ballot has a maximum."
    return errors


def _refuse(errors: FieldErrors) -> None:
    if errors:
        raise Invalid(errors=errors)


def published_polls() -> Select[Question]:
    """The polls that anyone may find: published, listed, with something to choose from; newest first."""
    choices = select(func.count()).where(Choice.question_id == Question.id).scalar_subquery()
    return (
        select(Question)
        .where(Question.pub_date <= utcnow(), Question.listed, choices >= 2)
        .order_by(Question.pub_date.desc(), Question.id.desc())
    )


def goes_by(*slugs: str) -> ColumnElement[bool]:
    """Whether a question has one of `slugs`."""
    return Question.slug.in_(possible(slugs))


def possible(slugs: Iterable[str]) -> list[str]:
    """Those that may be a slug: no other text reaches the database, which may not take it."""
    return [slug for slug in slugs if SLUG.fullmatch(slug)]


def polls_with_choices() -> Select[Question]:
    """Questions and their choices in one statement, whose rows are to be made `unique()`."""
    return select(Question).options(joinedload(Question.choices))


def closed_poll(session: Session, slug: str) -> Question:
    """A poll that has closed, with all its votes: those that were judged in time are waited for.

    A seal is not, which changes no vote and may take long: its lock is weaker than that of those who count.
    """
    session.execute(select(Question.id).where(goes_by(slug)).with_for_update(read=True, key_share=True))
    return published_poll(session, slug)


def published_poll(session: Session, slug: str) -> Question:
    """The poll that goes by `slug`, with its choices, once it is published."""
    question = session.scalars(polls_with_choices().where(goes_by(slug))).unique().one_or_none()
    if question is None or question.status is Status.scheduled:
        raise PollNotFound
    return question
