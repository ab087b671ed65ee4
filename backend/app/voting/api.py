"""What voters ask. The list and a poll are the same for everyone; the rest may depend on a cookie.

What many ask at once goes out as the bytes of a snapshot, which FastAPI need not look at again.
"""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi_pagination import Page, Params, pagination_ctx
from fastapi_pagination.customization import CustomizedPage, UseName, UseParamsFields
from fastapi_pagination.ext.sqlalchemy import paginate
from sqlalchemy.orm import Session

from app.database import DatabaseDep, SessionDep
from app.errors import ErrorBody, responses
from app.polls import service
from app.polls.errors import BallotNotFound, BallotsHidden
from app.polls.schemas import (
    BallotCreate,
    BallotRead,
    CountedBallot,
    CountedChoices,
    PaperChangedBody,
    PollRead,
    PollSummary,
    Receipt,
    Results,
    VoterRead,
)
from app.results.dependencies import (
    BallotBoxDep,
    HasVoted,
    LiveDep,
    PublishedPoll,
    Slug,
    VisiblePoll,
    Voter,
    get_ballot_box,
    get_voter,
    keep_voter,
    known_voter,
)
from app.results.visibility import counted_choices
from app.streaming import paged
from app.voting.ballot_list import FORMATS, BallotList, Place
from app.voting.counting import SentBallot

JSON = "application/json"
# What depends on the voter stays out of every cache.
PRIVATE = {"Cache-Control": "private, no-store"}
UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

# In JSON, as FastAPI documents events of its own.
EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "event": {"enum": ["results", "end"]},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/Results"},
        },
        "retry": {"type": "integer"},
    },
}

# Ballots of one part of a list.
MAX_BALLOTS = 10_000

PollPage = CustomizedPage[
    Page[PollSummary],
    UseName("PollPage"),
    UseParamsFields(
        page=Query(1, ge=1, le=1_000_000, description="Counts from 1"),
        size=Query(20, ge=1, le=100, description="Polls on a page"),
    ),
]

router = APIRouter(prefix="/polls", tags=["polls"])


# The first, because routes are tried in turn, and a rush hour is made of these.
@router.post(
    "/{slug}/ballots",
    status_code=201,
    response_model=BallotRead,
    responses={
        200: {"model": BallotRead, "description": "Counted before"},
        **responses(403, 404),
        409: {
            "model": PaperChangedBody | ErrorBody,
            "description": "Not counted: another paper, or voted before",
        },
    },
)
async def cast_ballot(request: Request, slug: Slug, body: BallotCreate) -> Response:
    """Vote. The same receipt with the same choices again is a 200 and no second ballot."""
    # Called, not injected: each dependency is another round of FastAPI, and two make a vote a tenth longer.
    ballot_box, voter = await get_ballot_box(request), await get_voter(request)
    counted = await ballot_box.cast(SentBallot(slug, body.choices, body.receipt, voter, body.paper))
    receipt, results = str(body.receipt).encode(), counted.snapshot.visible_results(voted=True)
    answer = _private(b'{"receipt":"%s","results":%s}' % (receipt, results), 201 if counted.is_new else 200)
    if known_voter(request) is None:
        keep_voter(answer, request, voter)
    return answer


@router.get("", response_model=PollPage)
def get_polls(session: SessionDep, params: Annotated[Params, Depends(pagination_ctx(PollPage))]) -> Any:
    """The published and listed polls, newest first."""
    return paginate(session, service.published_polls(), params)


@router.get("/{slug}", response_model=PollRead, responses=responses(404))
async def get_poll(poll: PublishedPoll) -> Response:
    """A poll, the same for everyone."""
    return Response(poll.poll, media_type=JSON)


@router.get("/{slug}/me", response_model=VoterRead, responses=responses(404))
async def get_me(request: Request, poll: PublishedPoll, voter: Voter, voted: HasVoted) -> Response:
    """This voter's state on the poll. Sets the voter's cookie, so call it before voting.

    `cookies` says whether this request brought that cookie. If it is false a second time, the browser refuses
    cookies, and a poll that takes one vote per browser can't tell this voter's votes apart.
    """
    known = known_voter(request) is not None
    said = (*(b"true" if yes else b"false" for yes in (voted, known)), poll.visible_results(voted=voted))
    answer = _private(b'{"voted":%s,"cookies":%s,"results":%s}' % said)
    keep_voter(answer, request, voter)
    return answer


@router.get("/{slug}/results", response_model=Results, responses=responses(403, 404))
async def get_results(poll: VisiblePoll) -> Response:
    """The result as it is now, where this voter may see it."""
    return _private(poll.results)


@router.get(
    "/{slug}/results/stream",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {"itemSchema": EVENT}}},
        204: {"description": "The poll is closed, and its result moves no more"},
        **responses(403, 404),
    },
)
async def stream_results(
    poll: VisiblePoll, voter: Voter, ballot_box: BallotBoxDep, live: LiveDep
) -> Response:
    """Server-sent events `results`: one at once and one per change, at most 4 a second.

    After the close a last one comes, and `end`. It just ends where this voter may see the result no more.
    """
    if poll.is_closed:
        return Response(status_code=204)
    events = live.watch(poll, partial(ballot_box.has_voted, voter=voter))
    return StreamingResponse(events, headers=UNBUFFERED, media_type="text/event-stream")


@router.post("/{slug}/ballots/lookup", response_model=CountedChoices, responses=responses(403, 404))
async def look_up(database: DatabaseDep, slug: Slug, body: Receipt) -> Response:
    """What was voted with a receipt. It comes in a body, because addresses end up in logs."""
    choices = await database.read(partial(_counted_choices, slug=slug, receipt=body.receipt))
    return _private(CountedChoices(choices=[*choices]).model_dump_json().encode())


def _counted_choices(session: Session, slug: str, receipt: UUID) -> Sequence[int]:
    choices = counted_choices(session, service.published_poll(session, slug), receipt)
    if not choices:
        raise BallotNotFound
    return choices


@router.get(
    "/{slug}/ballots",
    response_model=list[CountedBallot],
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **responses(403, 404, 409),
    },
)
async def get_ballots(
    database: DatabaseDep,
    poll: VisiblePoll,
    format: Literal["json", "csv"] = "json",  # noqa: A002 - the parameter's name
    after: Annotated[
        UUID | None, Query(description="Only ballots whose receipts come after this one")
    ] = None,
    limit: Annotated[
        int | None, Query(ge=1, le=MAX_BALLOTS, description="At most so many ballots; fewer are the last")
    ] = None,
) -> Response:
    """Every receipt and its choices, for a recount: of a closed poll, where its result may be seen.

    The ballots are sorted by receipt. To load them in parts, pass the last receipt of one part as `after` of
    the next, until a part has fewer than `limit` ballots. CSV has a line for each choice on each ballot:
    `receipt,choice_id`. An incomplete transfer is not the list: the poll was reopened, hidden or deleted
    meanwhile.
    """
    if not poll.is_closed:
        raise BallotsHidden
    ballots = BallotList(poll.question, FORMATS[format])
    place, kind = Place(after, limit), ballots.format.media_type
    answer = await paged(database, ballots.read, place, media_type=kind, headers=PRIVATE)
    if format == "csv":
        answer.headers["Content-Disposition"] = f'attachment; filename="{poll.question.slug}.csv"'
    return answer


def _private(body: bytes, status: int = 200) -> Response:
    return Response(body, status, PRIVATE, JSON)
