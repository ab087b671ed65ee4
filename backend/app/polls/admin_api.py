"""Questions and choices as resources of the dashboard."""

from app.accounts.permissions import EDITORS_WRITE, VIEWERS_READ
from app.polls import service
from app.polls.models import Choice, Question
from app.polls.schemas import ChoiceRecord, QuestionCreate, QuestionRead, QuestionUpdate
from react_admin import History, Resource, Writers

questions = Resource(
    "questions",
    Question,
    QuestionRead,
    roles=EDITORS_WRITE,
    search=("question_text",),
    facets=("status", "voting", "results_visibility", "voter_check", "listed", "pub_date", "closes_at"),
    spread="choices",
    history=History(restorable_days=30),
    writers=Writers(
        QuestionCreate,
        service.create_question,
        QuestionUpdate,
        service.update_question,
        service.delete_question,
    ),
)

choices = Resource("choices", Choice, ChoiceRecord, roles=VIEWERS_READ, search=("choice_text",))
