"""Questions and choices as resources of the dashboard."""

from app.accounts.models import Role
from app.accounts.permissions import EDITORS_WRITE, VIEWERS_READ
from app.polls import opening, service
from app.polls.models import Choice, Question
from app.polls.schemas import ChoiceRecord, QuestionCreate, QuestionRead, QuestionUpdate
from react_admin import BulkAction, Resource, Writers

questions = Resource(
    "questions",
    Question,
    QuestionRead,
    roles=EDITORS_WRITE,
    search=("question_text",),
    facets=("status", "voting", "results_visibility", "voter_check", "listed", "pub_date", "closes_at"),
    spread="choices",
    writers=Writers(
        QuestionCreate,
        service.create_question,
        QuestionUpdate,
        service.update_question,
        service.delete_question,
    ),
    actions=(
        BulkAction("publish", Role.editor, opening.publish, opening.CAN_BE_PUBLISHED),
        BulkAction("close", Role.editor, opening.close, opening.IS_OPEN),
        BulkAction("reopen", Role.editor, opening.reopen, opening.IS_CLOSED),
        BulkAction("archive", Role.editor, opening.archive, ~opening.IS_ARCHIVED),
        BulkAction("unarchive", Role.editor, opening.unarchive, opening.IS_ARCHIVED),
    ),
)

choices = Resource("choices", Choice, ChoiceRecord, roles=VIEWERS_READ, search=("choice_text",))
