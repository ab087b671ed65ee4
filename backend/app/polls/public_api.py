"""What voters ask. Only `/me`, `/results` and the vote itself read the voter's cookie."""

import re
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi_pagination import Page, Params, pagination_ctx
from fastapi_pagination.customization import CustomizedPage, UseName, UseParamsFields
from fastapi_pagination.ext.sqlalchemy import paginate
from sqlalchemy.orm import Session

from app.database import DatabaseDep, SessionDep
from app.polls import ballot_box, service
from app.polls.errors import PollNotFound, ResultsHidden
from app.polls.results import visible_results
from app.polls.schemas import BallotCreate, BallotRead, PollRead, PollSummary, Results, VoterRead
from app.react_admin.router import responses

VOTER_COOKIE = "voter"
VOTER = re.compile(r"[\w-]{43}", re.ASCII)  # 256 random bits as base64url

# The longest that browsers keep a cookie, in seconds.
COOKIE_AGE = 400 * 24 * 60 * 60

PollPage = CustomizedPage[
    Page[PollSummary],
    UseName("PollPage"),
    UseParamsFields(
        page=Query(1, ge=1, le=1_000_000, description="Counts from 1"),
        size=Query(20, ge=1, le=100, description="Polls on a page"),
    ),
]

router = APIRouter(prefix="/polls", tags=["polls"])


def get_voter(voter: Annotated[str | None, Cookie()] = None) -> str:
    """The voter's cookie, or a new one where there is none that we made."""
    return voter if voter and VOTER.fullmatch(voter) else secrets.token_urlsafe(32)


Voter = Annotated[str, Depends(get_voter)]


def _keep(response: Response, request: Request, voter: str) -> None:
    response.set_cookie(
        VOTER_COOKIE,
        voter,
        max_age=COOKIE_AGE,
        path="/api/polls",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _private(response: Response) -> None:
    response.headers["Cache-Control"] = "private, no-store"


@router.get("", response_model=PollPage)
def get_polls(session: SessionDep, params: Annotated[Params, Depends(pagination_ctx(PollPage))]) -> Any:
    """The published and listed polls, newest first."""
    return paginate(session, service.published_polls(), params)


@router.get("/{slug}", responses=responses(404))
def get_poll(session: SessionDep, slug: str) -> PollRead:
    """A poll, the same for everyone."""
    question = service.published_poll(session, slug)
    return PollRead.model_validate(question).model_copy(
        update={"results": visible_results(question, voted=False)}
    )


@router.get("/{slug}/me", responses=responses(404), dependencies=[Depends(_private)])
def get_me(request: Request, response: Response, session: SessionDep, slug: str, voter: Voter) -> VoterRead:
    """What this voter did and may see. Sets the voter's cookie, so ask before a vote."""
    question = service.published_poll(session, slug)
    voted = ballot_box.has_voted(session, question, voter)
    _keep(response, request, voter)
    return VoterRead(voted=voted, results=visible_results(question, voted=voted))


@router.get("/{slug}/results", responses=responses(403, 404), dependencies=[Depends(_private)])
def get_results(session: SessionDep, slug: str, voter: Voter) -> Results:
    """The result as it is now, where this voter may see it."""
    question = service.published_poll(session, slug)
    results = visible_results(question, voted=ballot_box.has_voted(session, question, voter))
    if results is None:
        raise ResultsHidden
    return results


@router.post(
    "/{slug}/ballots",
    status_code=201,
    responses={
        200: {"model": BallotRead, "description": "Counted before"},
        **responses(403, 404, 409),
    },
    dependencies=[Depends(_private)],
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
    _keep(response, request, voter)
    response.status_code = 201 if counted else 200
    return BallotRead(receipt=body.receipt, results=results)


def _results_after_vote(session: Session, slug: str) -> Results | None:
    try:
        return visible_results(service.published_poll(session, slug), voted=True)
    except PollNotFound:  # deleted since, which makes the vote no less counted
        return None
