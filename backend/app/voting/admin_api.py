"""Resetting a poll from the dashboard, and the list of those who have voted."""

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.accounts.permissions import allowed, require
from app.database import DatabaseDep, SessionDep, edit_writer, page_reader
from app.polls.admin_api import questions
from app.voters.dependencies import PRIVATE
from app.voting.participants import FORMATS, ParticipantList, Place, sealed_poll
from app.voting.reset import reset
from app.voting.schemas import ParticipantsRead, QuestionReset
from react_admin import Id, PermissionFirst, crud, name_change, openapi, record_event
from react_admin.errors import responses
from react_admin.paged_response import paged
from react_admin.stale_saves import increment_version, tagged

# Most people in one part of a list.
MAX_PARTICIPANTS = 10_000

router = APIRouter(prefix="/questions", tags=["questions"], route_class=PermissionFirst)

may_see_participants = require(Role.editor)


async def allow_participants(request: Request, database: DatabaseDep) -> None:
    """Checked in a transaction of its own: a download must not hold a connection."""
    await database.read(partial(may_see_participants, request))


@router.post("/{id}/reset", **openapi.of_record(questions, 404, 409), dependencies=[allowed(Role.editor)])
def reset_question(response: Response, id: Id, body: QuestionReset, session: SessionDep) -> Any:  # noqa: A002 - the name in the path
    """Throw away all votes of a poll, so that it can be voted on again. Their receipts become unknown."""
    question = crud.lock(session, questions, id)
    reset(session, question, body.ballots)
    increment_version(questions, question)
    name_change(session, "reset", "1 ballot" if body.ballots == 1 else f"{body.ballots:,} ballots")
    session.flush()
    return tagged(response, questions, crud.load(session, questions, id))


@router.get(
    "/{id}/participants",
    response_model=ParticipantsRead,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **responses(401, 403, 404, 409),
    },
    dependencies=[Depends(allow_participants)],
)
async def get_participants(
    request: Request,
    id: Id,  # noqa: A002 - the name in the path
    format: Literal["json", "csv"] = "json",  # noqa: A002 - the parameter's name
    after: Annotated[int, Query(ge=0, description="Only people whose ids are larger than this one")] = 0,
    limit: Annotated[
        int | None,
        Query(ge=1, le=MAX_PARTICIPANTS, description="At most this many people; fewer are the last"),
    ] = None,
) -> Response:
    """The people who could vote on a sealed poll with a roll, and who did. The history records the call.

    The people are those that `eligible` counts, in the order of their ids. To load them in parts, pass the
    last id of one part as `after` of the next. CSV has a line `number,name,has_voted` for each person.
    """

    def record(session: Session) -> None:
        may_see_participants(request, session)  # again, so that this session knows who asks
        question = sealed_poll(session, id)
        if not after:
            note = f"participants, {format}, {question.eligible} people"
            record_event(session, questions, id, "export", note)

    await edit_writer(request)(record)
    people = ParticipantList(id, FORMATS[format])
    headers = {**PRIVATE, "X-Accel-Buffering": "no"}
    if format == "csv":
        headers["Content-Disposition"] = f'attachment; filename="participants-{id}.csv"'
    place, media_type = Place(after, limit), people.format.media_type
    return await paged(page_reader(request), people.read, place, media_type=media_type, headers=headers)
