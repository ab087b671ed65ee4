"""Correcting the texts of a poll that has votes, whose old texts stay on view."""

from sqlalchemy.orm import Session

from app.database import now
from app.polls.errors import NobodyVoted
from app.polls.models import Correction, Question
from app.polls.schemas import ChoiceCorrection, QuestionCorrection
from app.polls.texts import UNKNOWN_CHOICE, choice_errors, choice_problems, question_errors
from app.text_rules import normalized
from react_admin import Invalid, name_change
from react_admin.errors import FieldErrors


def correct(session: Session, question: Question, data: QuestionCorrection) -> None:
    """Change the texts that differ from those sent, and keep the old ones.

    The caller holds the lock on the question's row that ballots take too. Raises Invalid if no text differs.
    """
    if not question.ballots:
        raise NobodyVoted
    name_change(session, "correct")
    corrections, errors = _correct_choices(question, data.choices or [])
    before, after = question.question_text, data.question_text
    if after is not None and normalized(before) != after:
        errors |= question_errors(after)
        question.question_text = after
        corrections.append(Correction(text_before=before, text_after=after))
    if errors:
        raise Invalid(errors=errors)
    if not corrections:
        raise Invalid("No text was changed.")
    moment = now(session)
    for correction in corrections:
        correction.question_id, correction.corrected_at = question.id, moment
    session.add_all(corrections)


def _correct_choices(
    question: Question, written: list[ChoiceCorrection]
) -> tuple[list[Correction], FieldErrors]:
    """Change the texts of choices. Returns the corrections, and the errors at the positions in `written`."""
    known = {choice.id: index for index, choice in enumerate(question.choices)}
    corrections = []
    typed: dict[int, int] = {}  # the position in `written` by the index of the choice
    for position, sent in enumerate(written):
        index = known.pop(sent.id, None)
        if index is None:
            raise Invalid(errors=choice_errors({position: UNKNOWN_CHOICE}))
        choice = question.choices[index]
        if normalized(choice.choice_text) != sent.choice_text:
            corrections.append(
                Correction(choice_id=choice.id, text_before=choice.choice_text, text_after=sent.choice_text)
            )
            choice.choice_text = sent.choice_text
            typed[index] = position
    problems = choice_problems(question.choices, [*typed])
    return corrections, choice_errors({typed[index]: problem for index, problem in problems.items()})
