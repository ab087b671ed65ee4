"""Casting a ballot, looking it up by its receipt, and the published votes of a closed poll."""

from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.database import DatabaseDep, page_reader
from app.polls.dependencies import Slug
from app.results.api import private_json
from app.results.dependencies import VisiblePoll
from app.voters.dependencies import (
    PRIVATE,
    Framed,
    get_pass,
    get_voter,
    sent_cookie,
    set_cookie,
    set_pass,
)
from app.voting.ballot_list import FORMATS, BallotList, Place
from app.voting.dependencies import get_ballot_box
from app.voting.errors import BallotsHidden
from app.voting.receipts import counted_choices
from app.voting.rules import Ballot
from app.voting.schemas import (
    BallotCreate,
    BallotRead,
    CountedBallot,
    CountedChoices,
    PaperChangedBody,
    Receipt,
)
from react_admin.errors import ErrorBody, responses
from react_admin.paged_response import paged

# Ballots in one part of the published list.
MAX_BALLOTS = 10_000

router = APIRouter(prefix="/polls", tags=["polls"])


@router.post(
    "/{slug}/ballots",
    status_code=201,
    response_model=BallotRead,
    responses={
        200: {"model": BallotRead, "description": "Counted before"},
        **responses(401, 403, 404),
        409: {
            "model": PaperChangedBody | ErrorBody,
            "description": "Not counted: another paper, or voted before",
        },
    },
)
async def cast_ballot(request: Request, slug: Slug, body: BallotCreate, framed: Framed = False) -> Response:
    """Vote. The same receipt with the same choices again is a 200 and no second ballot."""
    # Called rather than injected: dependencies would make a vote a tenth slower.
    ballot_box, voter = await get_ballot_box(request), await get_voter(request, framed)
    shown = await get_pass(request, framed)
    cast = await ballot_box.cast(
        Ballot(slug, body.choices, body.receipt, voter, body.paper, shown, body.voter)
    )
    receipt, results = str(body.receipt).encode(), cast.snapshot.visible_results_json(voted=True)
    response = private_json(
        b'{"receipt":"%s","results":%s}' % (receipt, results), 201 if cast.is_new else 200
    )
    if sent_cookie(request, framed=framed) is None:
        set_cookie(response, request, voter, framed=framed)
    if shown:
        set_pass(response, request, shown)
    return response


@router.post("/{slug}/ballots/lookup", response_model=CountedChoices, responses=responses(403, 404))
async def look_up(database: DatabaseDep, slug: Slug, body: Receipt) -> Response:
    """The choices that were counted under a receipt, which is in the body because URLs end up in logs."""
    choices = await database.read(partial(counted_choices, slug=slug, receipt=body.receipt))
    return private_json(CountedChoices(choices=[*choices]).model_dump_json().encode())


@router.get(
    "/{slug}/ballots",
    response_model=list[CountedBallot],
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **responses(403, 404, 409),
    },
)
async def get_ballots(
    request: Request,
    poll: VisiblePoll,
    format: Literal["json", "csv"] = "json",  # noqa: A002 - the parameter's name
    after: Annotated[
        UUID | None, Query(description="Only ballots whose receipts come after this one")
    ] = None,
    limit: Annotated[
        int | None, Query(ge=1, le=MAX_BALLOTS, description="At most this many ballots; fewer are the last")
    ] = None,
) -> Response:
    """Every receipt with its choices, for a recount of a closed poll whose result may be seen.

    The ballots are sorted by receipt. To load them in parts, pass the last receipt of one part as `after` of
    the next, until a part has fewer than `limit` ballots. CSV has a line `receipt,choice_id` for each choice
    on each ballot. An incomplete transfer means that the poll was reopened, hidden or deleted in the
    meantime.
    """
    if not poll.is_closed:
        raise BallotsHidden
    ballots = BallotList(poll.question, FORMATS[format])
    response = await paged(
        page_reader(request),
        ballots.read,
        Place(after, limit),
        media_type=ballots.format.media_type,
        headers=PRIVATE,
    )
    if format == "csv":
        response.headers["Content-Disposition"] = f'attachment; filename="{poll.question.slug}.csv"'
    return response
