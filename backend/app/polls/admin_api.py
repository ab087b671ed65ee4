"""Questions and choices as resources of the dashboard, corrections, and the QR code of a poll."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.accounts.models import Role
from app.accounts.permissions import EDITORS_WRITE, VIEWERS_READ, allowed
from app.database import SessionDep
from app.polls import opening, service
from app.polls.corrections import correct
from app.polls.links import SVG, link_of, qr_code
from app.polls.models import Choice, Question
from app.polls.schemas import (
    ChoiceRecord,
    QuestionCorrection,
    QuestionCreate,
    QuestionRead,
    QuestionUpdate,
)
from react_admin import (
    BulkAction,
    History,
    Id,
    Import,
    PermissionFirst,
    Resource,
    Writers,
    crud,
    openapi,
)
from react_admin.errors import responses
from react_admin.stale_saves import IfMatch, increment_version, refuse_stale, tagged

questions = Resource(
    "questions",
    Question,
    QuestionRead,
    roles=EDITORS_WRITE,
    search=("question_text",),
    facets=(
        "status",
        "archived",
        "pub_date",
        "closes_at",
        "voting",
        "results_visibility",
        "voter_check",
        "listed",
    ),
    spread="choices",
    imports=Import(Role.editor),
    history=History(restorable_days=30),
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

router = APIRouter(prefix="/questions", tags=["questions"], route_class=PermissionFirst)


@router.post(
    "/{id}/correct",
    **openapi.of_record(questions, 404, 409, 412),
    dependencies=[allowed(Role.editor)],
)
def correct_question(
    response: Response,
    id: Id,  # noqa: A002 - the name in the path
    body: QuestionCorrection,
    session: SessionDep,
    if_match: IfMatch = None,
) -> Any:
    """Correct texts of a poll that has votes. The old ones stay on view, with the time of the correction."""
    question = crud.lock(session, questions, id)
    refuse_stale(session, questions, question, if_match)
    increment_version(questions, question)
    correct(session, question, body)
    session.flush()
    return tagged(response, questions, crud.load(session, questions, id, ["corrections"]))


@router.get(
    "/{id}/qr.svg",
    response_class=Response,
    responses={200: {"content": {SVG: {}}}, **responses(401, 403, 404)},
    dependencies=[allowed(Role.viewer)],
)
def get_qr_code(request: Request, id: Id, session: SessionDep) -> Response:  # noqa: A002 - the name in the path
    """The link of a poll as a QR code, also of one that is not published."""
    question = service.poll_of_staff(session, id)
    headers = {"Cache-Control": "private, no-cache"}
    return Response(qr_code(link_of(request, question.slug)), headers=headers, media_type=SVG)
