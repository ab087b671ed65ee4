"""The voter's cookie, and the lookup of who has voted."""

import re
from typing import Annotated

from fastapi import Depends, Request, Response

from app.accounts.security import new_token
from app.voters.service import Participations

VOTER_COOKIE = "voter"
# 256 random bits as base64url. Another application on the host may set a cookie of this name for a wider
# path, and the browser then sends both: a value of another form is skipped.
VOTER = re.compile(rf"(?:^|;)\s*{VOTER_COOKIE}=([\w-]{{43}})\s*(?:;|$)", re.ASCII)

# Seconds. Browsers keep a cookie for at most 400 days.
COOKIE_AGE = 400 * 24 * 60 * 60


def sent_cookie(request: Request) -> str | None:
    """The voter's cookie, if the browser sent one of ours."""
    found = VOTER.search("; ".join(request.headers.getlist("cookie")))
    return found and found[1]


async def get_voter(request: Request) -> str:
    """The voter's cookie, or a new value for it."""
    return sent_cookie(request) or new_token()


def set_cookie(response: Response, request: Request, voter: str) -> None:
    response.set_cookie(
        VOTER_COOKIE,
        voter,
        max_age=COOKIE_AGE,
        path="/api/polls",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


async def get_participations(request: Request) -> Participations:
    participations: Participations = request.app.state.participations
    return participations


Voter = Annotated[str, Depends(get_voter)]
ParticipationsDep = Annotated[Participations, Depends(get_participations)]
