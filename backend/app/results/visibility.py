"""The rule for who may see the result of a poll. Every route and stream applies it."""

from app.polls.models import Question, ResultsVisibility
from app.polls.status import Status


def may_see(question: Question, *, voted: bool) -> bool:
    """True if a voter may see the result now; `voted` says whether they have voted."""
    match question.results_visibility:
        case ResultsVisibility.always:
            return True
        case ResultsVisibility.after_vote:
            return voted or question.status is Status.closed
        case ResultsVisibility.after_close:
            return question.status is Status.closed
        case ResultsVisibility.staff:
            return False
