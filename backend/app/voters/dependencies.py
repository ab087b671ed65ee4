"""The voter's cookies, and the lookup of who has voted."""

import re
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from app.accounts.security import new_token
from app.rolls.codes import Codes
from app.voters.passes import IDLE, Pass, read_pass, write_pass
from app.voters.passes import LENGTH as PASS_LENGTH
from app.voters.service import Participations

VOTER_COOKIE = "voter"
# The voter's cookie in a frame. It is partitioned (CHIPS): the browser keeps one for each site that embeds
# polls. A frame neither reads nor sets the other cookies, even if the browser would let it.
FRAME_COOKIE = "framed-voter"
VOTER_PATH = "/api/polls"


def _pattern_of(cookie: str) -> re.Pattern[str]:
    """256 random bits as base64url.

    Another application on the host may set a cookie of this name for a wider path, and the browser then sends
    both: a value of another form is skipped.
    """
    return re.compile(rf"(?:^|;)\s*{cookie}=([\w-]{{43}})\s*(?:;|$)", re.ASCII)


VOTER, FRAMED_VOTER = _pattern_of(VOTER_COOKIE), _pattern_of(FRAME_COOKIE)

# The cookie of a voter who has entered a code. Any other value of this name is skipped too.
CODE_COOKIE = "pass"
PASS = re.compile(rf"(?:^|;)\s*{CODE_COOKIE}=([\w-]{{{PASS_LENGTH}}})(?=\s*(?:;|$))", re.ASCII)
CODE_PATH = "/api"

# A response that depends on the voter stays out of every cache.
PRIVATE = {"Cache-Control": "private, no-store"}

# Seconds. Browsers keep a cookie for at most 400 days.
COOKIE_AGE = 400 * 24 * 60 * 60


Framed = Annotated[
    bool, Query(alias="embed", description="True in a frame, where the voter has another cookie, and no code")
]


def sent_cookie(request: Request, *, framed: bool) -> str | None:
    """The voter's cookie, if the browser sent one of ours."""
    pattern = FRAMED_VOTER if framed else VOTER
    found = pattern.search("; ".join(request.headers.getlist("cookie")))
    return found and found[1]


async def get_voter(request: Request, framed: Framed = False) -> str:
    """The voter's cookie, or a new value for it."""
    return sent_cookie(request, framed=framed) or new_token()


def set_cookie(response: Response, request: Request, voter: str, *, framed: bool) -> None:
    if framed:
        # Written by hand: Starlette's `partitioned` needs Python 3.14. Browsers refuse it on plain http.
        response.headers.append(
            "Set-Cookie",
            f"{FRAME_COOKIE}={voter}; HttpOnly; Max-Age={COOKIE_AGE}; Path={VOTER_PATH}; "
            "SameSite=None; Secure; Partitioned",
        )
        return
    response.set_cookie(
        VOTER_COOKIE,
        voter,
        max_age=COOKIE_AGE,
        path=VOTER_PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def codes_of(request: Request) -> Codes:
    codes: Codes = request.app.state.codes
    return codes


def sent_pass(request: Request) -> Pass | None:
    """The pass of the voter, if a code was entered in this browser."""
    sent = PASS.findall("; ".join(request.headers.getlist("cookie")))
    return next(filter(None, (read_pass(codes_of(request), value) for value in sent)), None)


def set_pass(response: Response, request: Request, shown: Pass) -> None:
    """Set the voter's pass, or renew it."""
    response.set_cookie(
        CODE_COOKIE,
        write_pass(codes_of(request), shown),
        max_age=int(IDLE.total_seconds()),
        path=CODE_PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def delete_pass(response: Response) -> None:
    response.delete_cookie(CODE_COOKIE, path=CODE_PATH, httponly=True, samesite="lax")


async def get_pass(request: Request, framed: Framed = False) -> Pass | None:
    return None if framed else sent_pass(request)


async def get_participations(request: Request) -> Participations:
    participations: Participations = request.app.state.participations
    return participations


Voter = Annotated[str, Depends(get_voter)]
ShownPass = Annotated[Pass | None, Depends(get_pass)]
ParticipationsDep = Annotated[Participations, Depends(get_participations)]
