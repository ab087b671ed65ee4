"""Whose request it is, and the poll that it is about."""

import re
from typing import Annotated

from fastapi import Cookie, Depends, Request, Response

from app.accounts.security import new_token
from app.database import SessionDep
from app.polls import ballot_box, service
from app.polls.errors import ResultsHidden
from app.polls.models import Question
from app.polls.results import may_see

VOTER_COOKIE = "voter"
VOTER = re.compile(r"[\w-]{43}", re.ASCII)  # 256 random bits as base64url

# The longest that browsers keep a cookie, in seconds.
COOKIE_AGE = 400 * 24 * 60 * 60


async def get_voter(voter: Annotated[str | None, Cookie(alias=VOTER_COOKIE)] = None) -> str:
    """The voter's cookie, or a new one where there is none that we made."""
    return voter if voter and VOTER.fullmatch(voter) else new_token()


Voter = Annotated[str, Depends(get_voter)]


def keep_voter(response: Response, request: Request, voter: str) -> None:
    response.set_cookie(
        VOTER_COOKIE,
        voter,
        max_age=COOKIE_AGE,
        path="/api/polls",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def get_poll(session: SessionDep, slug: str) -> Question:
    return service.published_poll(session, slug)


PublishedPoll = Annotated[Question, Depends(get_poll)]


def get_voted(session: SessionDep, poll: PublishedPoll, voter: Voter) -> bool:
    return ballot_box.has_voted(session, poll, voter)


HasVoted = Annotated[bool, Depends(get_voted)]


def get_visible_poll(poll: PublishedPoll, voted: HasVoted) -> Question:
    if not may_see(poll, voted=voted):
        raise ResultsHidden
    return poll


# A poll whose result this voter may see now.
VisiblePoll = Annotated[Question, Depends(get_visible_poll)]


async def private(response: Response) -> None:
    """Keep what depends on the voter out of every cache."""
    response.headers["Cache-Control"] = "private, no-store"
