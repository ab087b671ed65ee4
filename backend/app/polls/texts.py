"""Errors in the texts of a question and its choices."""

from collections.abc import Mapping, Sequence

from app.polls.models import Choice
from app.text_rules import choice_key, flaw
from react_admin.errors import FieldErrors

UNKNOWN_CHOICE = "This is not a choice of this poll, or it is here twice."
ALIKE = "There is a choice like this already."


def question_errors(text: str) -> FieldErrors:
    problem = flaw(text)
    return {"question_text": problem} if problem else {}


def choice_problems(choices: Sequence[Choice], typed: Sequence[int]) -> dict[int, str]:
    """The problems of the texts at the positions `typed`: a flaw, or a likeness to another choice."""
    problems = {}
    keys = {
        choice_key(choice.choice_text) for position, choice in enumerate(choices) if position not in typed
    }
    for position in typed:
        text = choices[position].choice_text
        key = choice_key(text)
        if problem := flaw(text) or (ALIKE if key in keys else None):
            problems[position] = problem
        keys.add(key)
    return problems


def choice_errors(problems: Mapping[int, str]) -> FieldErrors:
    """The problems at the fields of a form with choices at these positions."""
    return {("choices", position, "choice_text"): text for position, text in problems.items()}
