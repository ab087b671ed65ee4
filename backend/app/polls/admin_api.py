"""Polls as resources of the dashboard."""

from fastapi import Depends
from sqlalchemy.orm import selectinload

from app.accounts.dependencies import current_editor, current_viewer
from app.polls import service
from app.polls.models import Choice, Question
from app.polls.schemas import ChoiceRecord, QuestionCreate, QuestionRead, QuestionUpdate
from app.react_admin import Fields, Writers, resource_router

questions = resource_router(
    "questions",
    Fields(
        Question,
        QuestionRead,
        names=(
            "id",
            "slug",
            "question_text",
            "pub_date",
            "closes_at",
            "voting",
            "max_choices",
            "voter_check",
            "results_visibility",
            "listed",
            "ballots",
            "version",
            "status",
        ),
        search=("question_text",),
        options=(selectinload(Question.choices),),
    ),
    readers=[Depends(current_viewer)],
    writers=Writers(
        QuestionCreate,
        service.create_question,
        QuestionUpdate,
        service.update_question,
        service.delete_question,
        dependencies=[Depends(current_editor)],
    ),
)

choices = resource_router(
    "choices",
    Fields(
        Choice,
        ChoiceRecord,
        names=("id", "question_id", "choice_text", "position", "votes"),
        search=("choice_text",),
    ),
    readers=[Depends(current_viewer)],
)
