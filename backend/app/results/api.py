"""Public routes of a poll: the poll, the voter's state on it, the result, and its live stream."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from app.results.dependencies import LiveDep, PublishedPoll, StateOfVoter, VisiblePoll
from app.results.schemas import OwnState, PollRead, Results
from app.voters.dependencies import (
    PRIVATE,
    Framed,
    ParticipationsDep,
    ShownPass,
    Voter,
    sent_cookie,
    set_cookie,
    set_pass,
)
from react_admin.errors import responses
from react_admin.query import inlined

JSON = "application/json"
UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

router = APIRouter(prefix="/polls", tags=["polls"])


def event_schema(data: type[BaseModel], *names: str) -> dict[str, Any]:
    """Server-sent events in the OpenAPI document, as FastAPI describes its own."""
    schema = inlined(data, "serialization")
    content = {"type": "string", "contentMediaType": JSON, "contentSchema": schema}
    return {
        "type": "object",
        "required": ["data"],
        "properties": {"event": {"enum": [*names]}, "data": content, "retry": {"type": "integer"}},
    }


def private_json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, PRIVATE, JSON)


@router.get("/{slug}", response_model=PollRead, responses=responses(404))
async def get_poll(poll: PublishedPoll) -> Response:
    """A poll, the same for everyone."""
    return Response(poll.poll_json, media_type=JSON)


@router.get("/{slug}/me", response_model=OwnState, responses=responses(404))
async def get_me(
    request: Request,
    poll: PublishedPoll,
    voter: Voter,
    shown: ShownPass,
    state: StateOfVoter,
    framed: Framed = False,
) -> Response:
    """This voter's state on the poll. Sets the voter's cookie, so call it before voting.

    `cookies` is true if this request brought that cookie. If it is false a second time, the browser refuses
    cookies, and a poll that takes one vote per browser can't tell this voter's votes apart.
    With a roll, `voter` names the code that was entered and opens the poll. It is null without one.
    """
    cookies = sent_cookie(request, framed=framed) is not None
    flags = (b"true" if flag else b"false" for flag in (state.voted, cookies))
    named = b'"%s"' % state.voter.encode() if state.voter else b"null"
    results = poll.visible_results_json(voted=state.voted)
    response = private_json(b'{"voted":%s,"cookies":%s,"voter":%s,"results":%s}' % (*flags, named, results))
    set_cookie(response, request, voter, framed=framed)
    if shown and state.voter:
        set_pass(response, request, shown)
    return response


@router.get("/{slug}/results", response_model=Results, responses=responses(403, 404))
async def get_results(poll: VisiblePoll) -> Response:
    """The current result, if this voter may see it."""
    return private_json(poll.results_json)


@router.get(
    "/{slug}/results/stream",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {"itemSchema": event_schema(Results, "results", "end")}}},
        204: {"description": "The poll is closed, so its result is final"},
        **responses(403, 404),
    },
)
async def stream_results(
    poll: VisiblePoll, voter: Voter, participations: ParticipationsDep, live: LiveDep
) -> Response:
    """Server-sent events `results`: one at once and one per change, at most 4 a second.

    After the close, a last one and `end` follow. The stream ends without `end` when this voter may no longer
    see the result.
    """
    if poll.is_closed:
        return Response(status_code=204)
    events = live.watch(poll, partial(participations.has_voted, cookie=voter))
    return StreamingResponse(events, headers=UNBUFFERED, media_type="text/event-stream")
