"""Who may see the result of a poll, and what it says. Every way to a result asks here."""

from app.polls.models import Question, ResultsVisibility, Status
from app.polls.schemas import Results


def may_see(question: Question, *, voted: bool) -> bool:
    """Whether a voter who has, or has not, `voted` may see the result now."""
    match question.results_visibility:
        case ResultsVisibility.always:
            return True
        case ResultsVisibility.after_vote:
            return voted
        case ResultsVisibility.after_close:
            return question.status is Status.closed
        case ResultsVisibility.staff:
            return False


def visible_results(question: Question, *, voted: bool) -> Results | None:
    return Results.model_validate(question) if may_see(question, voted=voted) else None
