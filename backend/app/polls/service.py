"""Creating, changing and finding polls."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.database import now
from app.polls.errors import ClosedForGood, DraftVotedOn, PollNotFound, VotedOn
from app.polls.models import Choice, Question, ResultsVisibility, VoterCheck, Voting
from app.polls.schemas import ChoiceWrite, QuestionCreate, QuestionUpdate
from app.polls.slugs import valid_slugs
from app.polls.texts import UNKNOWN_CHOICE, choice_errors, choice_problems, question_errors
from app.text_rules import normalized
from react_admin import Invalid, NotFound
from react_admin.errors import FieldErrors
from react_admin.session_history import is_restoring

# The fields that people vote on, which are fixed from the first ballot on. The dashboard has the same list.
FIXED_BY_VOTES = ("question_text", "voting", "max_choices", "voter_check", "roll_id", "quorum", "choices")

# The fields that decide when votes come in.
OPENING_HOURS = ("draft", "pub_date", "closes_at")

# The fields that decide who may vote.
VOTERS = ("voter_check", "roll_id")

# The results of a poll with a roll that its rules allow: everyone's after the close, or nobody's but staff's.
SHUT = (ResultsVisibility.after_close, ResultsVisibility.staff)

# The last moments before the close of a poll with a roll, in which it can't be put off any more. Someone else
# may see the poll as closed before the edit is committed.
CLOSING = timedelta(seconds=2)


def create_question(session: Session, data: QuestionCreate) -> Question:
    values = data.model_dump(exclude={"choices", "pub_date"})
    if data.voter_check is VoterCheck.roll:
        defaults = {"results_visibility": ResultsVisibility.after_close, "listed": False}
        values |= {name: value for name, value in defaults.items() if name not in data.model_fields_set}
    question = Question(**values, choices=[])
    question.pub_date = data.pub_date or now(session)
    errors = question_errors(data.question_text) | _set_choices(question, data.choices)
    _refuse(errors | _rule_errors(question))
    session.add(question)
    return question


def update_question(session: Session, question: Question, data: QuestionUpdate) -> None:
    """Change the fields that were sent.

    The caller holds the lock on the question's row that ballots take too.
    """
    changes = data.model_changes
    if question.ballots and (
        fixed := [name for name in FIXED_BY_VOTES if name in changes and _changes(question, data, name)]
    ):
        raise VotedOn(question.ballots, fixed)
    if question.ballots and changes.get("draft"):
        raise DraftVotedOn(question.ballots)
    if question.draft and changes.get("draft") is False and not is_restoring(session):
        _publish(session, question, changes)
    if question.is_of_roll and "closes_at" in changes:
        refuse_reopening(session, question, changes["closes_at"])
    _adapt_to_voters(question, changes)
    errors: FieldErrors = {}
    if "question_text" in changes:
        if _changes(question, data, "question_text"):
            errors |= question_errors(data.question_text)
        else:
            del changes["question_text"]
    if "choices" in changes:
        errors |= _set_choices(question, changes.pop("choices"))
    if _differ(question, changes, OPENING_HOURS):
        question.sealed_at = None  # there may be new votes before the next close
    if _differ(question, changes, VOTERS) or changes.get("draft"):
        question.sealed_at = question.eligible = None
    for name, value in changes.items():
        setattr(question, name, value)
    _refuse(errors | _rule_errors(question))


def refuse_reopening(session: Session, question: Question, closes_at: datetime | None) -> None:
    """Raise ClosedForGood if `closes_at` would open a poll with a roll again."""
    if question.draft or question.closes_at is None:
        return
    moment = now(session)
    is_later = closes_at is None or closes_at > max(moment, question.closes_at)
    if question.closes_at <= moment + CLOSING and is_later:
        raise ClosedForGood


def _adapt_to_voters(question: Question, changes: dict[str, Any]) -> None:
    """Add to `changes` what follows from another voter check, as far as it was not sent."""
    check = changes.get("voter_check", question.voter_check)
    if check is question.voter_check:
        return
    if check is not VoterCheck.roll:
        changes.setdefault("roll_id", None)
        changes.setdefault("quorum", None)
    elif question.results_visibility not in SHUT:
        changes.setdefault("results_visibility", ResultsVisibility.after_close)


def _differ(question: Question, changes: dict[str, Any], names: tuple[str, ...]) -> bool:
    return any(name in changes and changes[name] != getattr(question, name) for name in names)


def _publish(session: Session, question: Question, changes: dict[str, Any]) -> None:
    """Add the opening of a draft that is published to `changes`.

    A draft keeps the time at which it was written, which would date the poll back. So a time that has passed
    becomes the present, unless it was chosen just now.
    """
    chosen = changes.get("pub_date", question.pub_date)
    if chosen == question.pub_date and chosen < (moment := now(session)):
        changes["pub_date"] = moment


def delete_question(session: Session, question: Question) -> None:
    """Delete a poll with its choices, ballots and votes."""
    # By the database's cascade. The session would delete the choices first, to which votes refer. It is not
    # synchronised, because nothing reads the question again.
    statement = delete(Question).where(Question.id == question.id)
    session.execute(statement, execution_options={"synchronize_session": False})


def _changes(question: Question, data: QuestionUpdate, name: str) -> bool:
    if name == "question_text":
        return normalized(question.question_text) != data.question_text
    if name != "choices":
        return bool(getattr(question, name) != getattr(data, name))
    kept = [(choice.id, normalized(choice.choice_text)) for choice in question.choices]
    return kept != [(choice.id, choice.choice_text) for choice in data.choices]


def _set_choices(question: Question, written: list[ChoiceWrite]) -> FieldErrors:
    """Keep the choices with a known id, add those without an id, and delete the rest.

    Returns the errors of their texts. An unchanged text is not judged again, so that polls whose texts an
    earlier version accepted can still be edited.
    """
    known = {choice.id: choice for choice in question.choices}
    choices, typed = [], []
    for position, choice in enumerate(written):
        row = Choice(choice_text="") if choice.id is None else known.pop(choice.id, None)
        if row is None:
            raise Invalid(errors=choice_errors({position: UNKNOWN_CHOICE}))
        if normalized(row.choice_text) != choice.choice_text:
            row.choice_text = choice.choice_text
            typed.append(position)
        row.position = position
        choices.append(row)
    question.choices = choices
    return choice_errors(choice_problems(choices, typed))


def _rule_errors(question: Question) -> FieldErrors:
    errors: FieldErrors = {}
    if question.closes_at and question.closes_at <= question.pub_date:
        errors["closes_at"] = "Choose a time after the opening."
    if question.max_choices and question.voting is not Voting.multiple:
        errors["max_choices"] = "Only a poll with several choices per voter can have a maximum."
    if question.is_of_roll and question.roll_id is None:
        errors["roll_id"] = "Choose a roll."
    if question.roll_id is not None and not question.is_of_roll:
        errors["roll_id"] = "Only a poll for the people on a roll can have one."
    if question.quorum is not None and not question.is_of_roll:
        errors["quorum"] = "Only a poll for the people on a roll can have a quorum."
    if question.is_of_roll and question.results_visibility not in SHUT:
        errors["results_visibility"] = "With a roll, the result is secret until the close, or for staff only."
    return errors


def _refuse(errors: FieldErrors) -> None:
    if errors:
        raise Invalid(errors=errors)


def has_slug(*slugs: str) -> ColumnElement[bool]:
    """The condition for a question with one of `slugs`."""
    return Question.slug.in_(valid_slugs(slugs))


def polls_with_choices() -> Select[Question]:
    """Questions with their choices and corrections. Call `unique()` on its result."""
    # Joined to both, each choice would be read once per correction.
    return select(Question).options(joinedload(Question.choices), selectinload(Question.corrections))


def closed_poll(session: Session, slug: str) -> Question:
    """The closed poll with this slug, after waiting for ballots that are being counted. Raises PollNotFound.

    It does not wait for a seal, which changes no vote and may take long: a seal takes a weaker lock than
    ballots do.
    """
    session.execute(select(Question.id).where(has_slug(slug)).with_for_update(read=True, key_share=True))
    return published_poll(session, slug)


def published_poll(session: Session, slug: str) -> Question:
    """The published poll with this slug, and its choices. Raises PollNotFound."""
    question = find_poll(session, slug)
    if not question.is_published:
        raise PollNotFound
    return question


def find_poll(session: Session, slug: str) -> Question:
    """The poll with this slug, published or not, and its choices. Raises PollNotFound."""
    question = session.scalars(polls_with_choices().where(has_slug(slug))).unique().one_or_none()
    if question is None:
        raise PollNotFound
    return question


def slug_of(session: Session, question_id: int) -> str:
    """The slug of the poll with this id. Raises NotFound."""
    slug = session.scalar(select(Question.slug).where(Question.id == question_id))
    if slug is None:
        raise NotFound
    return slug


def poll_of_staff(session: Session, id_: int) -> Question:
    """The poll with this id, published or not, and its choices. Raises NotFound."""
    question = session.scalars(polls_with_choices().where(Question.id == id_)).unique().one_or_none()
    if question is None:
        raise NotFound
    return question
