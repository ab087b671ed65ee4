"""Entering a code, the polls that it opens, and leaving."""

from datetime import timedelta
from functools import partial

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.accounts import throttling
from app.accounts.dependencies import ClientAddress
from app.accounts.security import digest
from app.database import DatabaseDep
from app.voters.dependencies import PRIVATE, codes_of, delete_pass, sent_pass, set_pass
from app.voters.errors import CodeNeeded, WrongCode
from app.voters.passes import Pass, new_pass
from app.voters.schemas import CodeEntry, EnteredCode, RollOfVoter
from app.voters.service import Person, find_by_code, find_people, polls_of
from react_admin.errors import responses

# Failed codes from one address. A hall behind one address enters any number of right ones.
FAILED_CODES = throttling.Limit(60, timedelta(minutes=1))

router = APIRouter(prefix="/vote", tags=["voters"])


@router.post("", responses=responses(401, 403, 429))
async def enter_code(
    request: Request, response: Response, database: DatabaseDep, address: ClientAddress, body: CodeEntry
) -> EnteredCode:
    """Enter a code: sets the cookie `pass`, and answers with the polls of the code's roll."""
    codes = codes_of(request)
    counted = digest("codes", address)
    found = await database.read(partial(_enter, code_digest=codes.digest(body.code), counted=counted))
    if found is None:
        await database.write(partial(throttling.count, limit=FAILED_CODES, key=counted))
        raise WrongCode
    voter_id, generation, opened = found
    return _answer(request, response, new_pass(codes, voter_id, generation), opened)


@router.get("", responses=responses(401))
async def get_polls(request: Request, response: Response, database: DatabaseDep) -> EnteredCode:
    """The polls of the code that was entered."""
    shown = sent_pass(request)
    opened = await database.read(partial(_open, shown=shown)) if shown else None
    if shown is None or opened is None:
        raise CodeNeeded
    return _answer(request, response, shown, opened)


@router.delete("", status_code=204, responses=responses(403))
async def leave(response: Response) -> None:
    """Forget the code: deletes the cookie."""
    delete_pass(response)


def _enter(session: Session, code_digest: bytes, counted: bytes) -> tuple[int, int, RollOfVoter] | None:
    throttling.refuse_more(session, FAILED_CODES, counted)
    voter = find_by_code(session, code_digest)
    if voter is None:
        return None
    return voter.id, voter.generation, polls_of(session, Person(voter.roll_id, voter.key))


def _open(session: Session, shown: Pass) -> RollOfVoter | None:
    person = find_people(session, [shown]).get(shown)
    return person and polls_of(session, person)


def _answer(request: Request, response: Response, shown: Pass, opened: RollOfVoter) -> EnteredCode:
    response.headers.update(PRIVATE)
    set_pass(response, request, shown)
    return EnteredCode(voter=shown.voter, roll=opened.roll, polls=opened.polls)
