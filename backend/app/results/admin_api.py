"""The dashboard's page of a poll: its live tallies, a look at secret ones, and a preview."""

from functools import partial

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.models import Role
from app.accounts.permissions import allowed, require
from app.database import DatabaseDep, SessionDep
from app.polls import service
from app.polls.admin_api import questions
from app.polls.status import Status
from app.results.api import UNBUFFERED, event_schema
from app.results.dependencies import LiveDep, SnapshotsDep
from app.results.errors import UrnShut
from app.results.schemas import PollRead, Results, WatchedPoll
from app.results.snapshots import shown_poll
from app.voters.service import add_turnout
from react_admin import ApiError, Id, record_event
from react_admin.errors import responses

router = APIRouter(prefix="/questions", tags=["questions"])

may_watch = require(Role.viewer)


async def allow_watching(request: Request, database: DatabaseDep) -> None:
    """Checked in a transaction of its own: a stream must not hold a connection."""
    await database.read(partial(may_watch, request))


@router.get(
    "/{id}/stream",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {"itemSchema": event_schema(WatchedPoll, "poll")}}},
        **responses(401, 403, 404),
    },
    dependencies=[Depends(allow_watching)],
)
async def stream_question(
    request: Request,
    id: Id,  # noqa: A002 - the name in the path
    database: DatabaseDep,
    snapshots: SnapshotsDep,
    live: LiveDep,
) -> Response:
    """Server-sent events `poll`: one at once and one per change, at most 4 a second.

    The stream ends when the poll is deleted, or the caller is signed out.
    """
    slug = await database.read(partial(service.slug_of, question_id=id))

    async def is_allowed() -> bool:
        try:
            await allow_watching(request, database)
        except (ApiError, SQLAlchemyError):
            return False
        return True

    events = live.watch_as_staff(await snapshots.find(slug), is_allowed)
    return StreamingResponse(events, headers=UNBUFFERED, media_type="text/event-stream")


@router.post("/{id}/look", responses=responses(401, 403, 404, 409), dependencies=[allowed(Role.editor)])
def look(id: Id, session: SessionDep) -> Results:  # noqa: A002 - the name in the path
    """The result, also while it is secret. The history records who looked. The urn of a roll stays shut."""
    question = service.poll_of_staff(session, id)
    if question.is_of_roll and question.is_secret:
        raise UrnShut
    add_turnout(session, question)
    record_event(session, questions, id, "look")
    return Results.model_validate(question)


@router.get("/{id}/preview", responses=responses(401, 403, 404), dependencies=[allowed(Role.viewer)])
def preview(id: Id, session: SessionDep) -> PollRead:  # noqa: A002 - the name in the path
    """The poll as voters see it once it is open, whether it is published or not."""
    question = service.poll_of_staff(session, id)
    is_open = question.status is not Status.closed
    return shown_poll(question).model_copy(update={"is_open": is_open})
