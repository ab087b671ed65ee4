"""The voter's cookies, and the lookup of who has voted."""

import re
from typing import Annotated

from fastapi import Depends, Request, Response

from app.accounts.security import new_token
from app.rolls.codes import Codes
from app.voters.passes import IDLE, Pass, read_pass, write_pass
from app.voters.passes import LENGTH as PASS_LENGTH
from app.voters.service import Participations

VOTER_COOKIE = "voter"
# 256 random bits as base64url. Another application on the host may set a cookie of this name for a wider
# path, and the browser then sends both: a value of another form is skipped.
VOTER = re.compile(rf"(?:^|;)\s*{VOTER_COOKIE}=([\w-]{{43}})\s*(?:;|$)", re.ASCII)

# The cookie of a voter who has entered a code. Any other value of this name is skipped too.
CODE_COOKIE = "pass"
PASS = re.compile(rf"(?:^|;)\s*{CODE_COOKIE}=([\w-]{{{PASS_LENGTH}}})(?=\s*(?:;|$))", re.ASCII)
CODE_PATH = "/api"

# A response that depends on the voter stays out of every cache.
PRIVATE = {"Cache-Control": "private, no-store"}

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


async def get_pass(request: Request) -> Pass | None:
    return sent_pass(request)


async def get_participations(request: Request) -> Participations:
    participations: Participations = request.app.state.participations
    return participations


Voter = Annotated[str, Depends(get_voter)]
ShownPass = Annotated[Pass | None, Depends(get_pass)]
ParticipationsDep = Annotated[Participations, Depends(get_participations)]
