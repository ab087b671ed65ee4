"""Questions and choices as resources of the dashboard."""

from app.accounts.models import Role
from app.accounts.permissions import EDITORS_WRITE, VIEWERS_READ
from app.polls import service
from app.polls.models import Choice, Question, Status
from app.polls.schemas import ChoiceRecord, QuestionCreate, QuestionRead, QuestionUpdate
from react_admin import BulkAction, Resource, Writers

questions = Resource(
    "questions",
    Question,
    QuestionRead,
    roles=EDITORS_WRITE,
    search=("question_text",),
    spread="choices",
    writers=Writers(
        QuestionCreate,
        service.create_question,
        QuestionUpdate,
        service.update_question,
        service.delete_question,
    ),
    actions=(
        BulkAction("publish", Role.editor, service.publish_question, Question.status == Status.scheduled),
        BulkAction("close", Role.editor, service.close_question, Question.status == Status.open),
        BulkAction("reopen", Role.editor, service.reopen_question, Question.status == Status.closed),
    ),
)

choices = Resource("choices", Choice, ChoiceRecord, roles=VIEWERS_READ, search=("choice_text",))
