"""What voters ask. The list and a poll are the same for everyone; the rest may depend on a cookie."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi_pagination import Page, Params, pagination_ctx
from fastapi_pagination.customization import CustomizedPage, UseName, UseParamsFields
from fastapi_pagination.ext.sqlalchemy import paginate
from sqlalchemy.orm import Session

from app.database import DatabaseDep, SessionDep
from app.errors import responses
from app.polls import ballot_box, service
from app.polls.dependencies import HasVoted, PublishedPoll, VisiblePoll, Voter, keep_voter, private
from app.polls.errors import BallotNotFound, BallotsHidden, PollNotFound
from app.polls.models import Status
from app.polls.results import counted_ballots, visible_results
from app.polls.schemas import (
    BallotCreate,
    BallotRead,
    CountedBallot,
    CountedChoices,
    PollRead,
    PollSummary,
    Receipt,
    Results,
    VoterRead,
)

PollPage = CustomizedPage[
    Page[PollSummary],
    UseName("PollPage"),
    UseParamsFields(
        page=Query(1, ge=1, le=1_000_000, description="Counts from 1"),
        size=Query(20, ge=1, le=100, description="Polls on a page"),
    ),
]

router = APIRouter(prefix="/polls", tags=["polls"])


@router.get("", response_model=PollPage)
def get_polls(session: SessionDep, params: Annotated[Params, Depends(pagination_ctx(PollPage))]) -> Any:
    """The published and listed polls, newest first."""
    return paginate(session, service.published_polls(), params)


@router.get("/{slug}", responses=responses(404))
def get_poll(poll: PublishedPoll) -> PollRead:
    """A poll, the same for everyone."""
    return PollRead.model_validate(poll).model_copy(update={"results": visible_results(poll, voted=False)})


@router.get("/{slug}/me", responses=responses(404), dependencies=[Depends(private)])
def get_me(
    request: Request, response: Response, poll: PublishedPoll, voter: Voter, voted: HasVoted
) -> VoterRead:
    """What this voter did and may see. Sets the voter's cookie, so ask before a vote."""
    keep_voter(response, request, voter)
    return VoterRead(voted=voted, results=visible_results(poll, voted=voted))


@router.get("/{slug}/results", responses=responses(403, 404), dependencies=[Depends(private)])
def get_results(poll: VisiblePoll) -> Results:
    """The result as it is now, where this voter may see it."""
    return Results.model_validate(poll)


@router.post(
    "/{slug}/ballots",
    status_code=201,
    responses={200: {"model": BallotRead, "description": "Counted before"}, **responses(403, 404, 409)},
    dependencies=[Depends(private)],
)
async def cast_ballot(
    request: Request,
    response: Response,
    database: DatabaseDep,
    slug: str,
    body: BallotCreate,
    voter: Voter,
) -> BallotRead:
    """Vote. The same receipt with the same choices again is a 200 and no second ballot."""
    paper = ballot_box.Paper(slug, body.choices, body.receipt, voter)
    counted = await ballot_box.cast(database, paper)
    async with database.reading() as session:
        results = await run_in_threadpool(_results_after_vote, session, slug)
    keep_voter(response, request, voter)
    response.status_code = 201 if counted else 200
    return BallotRead(receipt=body.receipt, results=results)


def _results_after_vote(session: Session, slug: str) -> Results | None:
    try:
        return visible_results(service.published_poll(session, slug), voted=True)
    except PollNotFound:  # deleted since, which makes the vote no less counted
        return None


@router.post("/{slug}/ballots/lookup", responses=responses(403, 404), dependencies=[Depends(private)])
async def look_up(database: DatabaseDep, slug: str, body: Receipt) -> CountedChoices:
    """What was voted with a receipt. It comes in a body, because addresses end up in logs."""
    # A POST that only reads: it needs no turn to write.
    async with database.reading() as session:
        return await run_in_threadpool(_look_up, session, slug, body)


def _look_up(session: Session, slug: str, body: Receipt) -> CountedChoices:
    ballots = counted_ballots(session, service.published_poll(session, slug), body.receipt)
    if not ballots:
        raise BallotNotFound
    return CountedChoices(choices=ballots[0].choices)


@router.get(
    "/{slug}/ballots",
    response_model=list[CountedBallot],
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **responses(403, 404),
    },
    dependencies=[Depends(private)],
)
def get_ballots(
    response: Response,
    session: SessionDep,
    poll: VisiblePoll,
    format: Literal["json", "csv"] = "json",  # noqa: A002 - the parameter's name
) -> Any:
    """Every receipt and its choices, for a recount: of a closed poll, where its result may be seen.

    As CSV, a line for each choice on each ballot: `receipt,choice_id`.
    """
    if poll.status is not Status.closed:
        raise BallotsHidden
    ballots = counted_ballots(session, poll)
    if format == "json":
        return ballots
    lines = [f"{ballot.receipt},{choice}" for ballot in ballots for choice in ballot.choices]
    response.headers["Content-Disposition"] = f'attachment; filename="{poll.slug}.csv"'
    return Response(
        "\r\n".join(["receipt,choice_id", *lines, ""]), media_type="text/csv", headers=response.headers
    )
