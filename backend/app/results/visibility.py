"""The rules for who may see the result of a poll. Every route, stream and list applies them.

Lists of the dashboard apply `staff_may_see` in the database, as the column `Choice.votes`.
"""

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
            return not question.is_secret
        case ResultsVisibility.staff:
            return False


def staff_may_see(question: Question) -> bool:
    """True if staff may see the result now, without a look that is recorded."""
    return not question.is_secret
