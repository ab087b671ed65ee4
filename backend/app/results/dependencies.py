"""Whose request it is, and the poll that it is about."""

import re
from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import AfterValidator

from app.accounts.security import new_token
from app.polls.errors import ResultsHidden
from app.results.live import Live
from app.results.snapshots import Snapshot, Snapshots
from app.results.visibility import may_see
from app.voting.ballot_box import BallotBox

VOTER_COOKIE = "voter"
# 256 random bits as base64url. Other applications on the host may set a cookie of this name for a wider path:
# the browser then sends both, and what is not ours is passed over.
VOTER = re.compile(rf"(?:^|;)\s*{VOTER_COOKIE}=([\w-]{{43}})\s*(?:;|$)", re.ASCII)

# The longest that browsers keep a cookie, in seconds.
COOKIE_AGE = 400 * 24 * 60 * 60


async def get_snapshots(request: Request) -> Snapshots:
    snapshots: Snapshots = request.app.state.snapshots
    return snapshots


async def get_ballot_box(request: Request) -> BallotBox:
    ballot_box: BallotBox = request.app.state.ballot_box
    return ballot_box


async def get_live(request: Request) -> Live:
    live: Live = request.app.state.live
    return live


SnapshotsDep = Annotated[Snapshots, Depends(get_snapshots)]
BallotBoxDep = Annotated[BallotBox, Depends(get_ballot_box)]
LiveDep = Annotated[Live, Depends(get_live)]


def known_voter(request: Request) -> str | None:
    """The voter's cookie, if the browser sent one of ours."""
    found = VOTER.search("; ".join(request.headers.getlist("cookie")))
    return found and found[1]


async def get_voter(request: Request) -> str:
    """The voter's cookie, or a new one."""
    return known_voter(request) or new_token()


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


# Capitals find a poll too: mail programs and QR codes write them.
Slug = Annotated[str, AfterValidator(str.lower)]


async def get_poll(snapshots: SnapshotsDep, slug: Slug) -> Snapshot:
    return await snapshots.get(slug)


PublishedPoll = Annotated[Snapshot, Depends(get_poll)]


async def get_voted(ballot_box: BallotBoxDep, poll: PublishedPoll, voter: Voter) -> bool:
    return await ballot_box.has_voted(poll.question, voter)


HasVoted = Annotated[bool, Depends(get_voted)]


async def get_visible_poll(poll: PublishedPoll, ballot_box: BallotBoxDep, voter: Voter) -> Snapshot:
    question = poll.question
    if may_see(question, voted=False):
        return poll  # whether they have voted need not be looked up
    if may_see(question, voted=True) and await ballot_box.has_voted(question, voter):
        return poll
    raise ResultsHidden


# A poll whose result this voter may see now.
VisiblePoll = Annotated[Snapshot, Depends(get_visible_poll)]
