"""Rolls and their people as resources of the dashboard, and their codes."""

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.accounts.permissions import EDITORS_WRITE, allowed, require
from app.database import SessionDep, edit_writer, page_reader
from app.health import public_url
from app.rolls import service
from app.rolls.cards import FORMATS, CardList, People
from app.rolls.matching import PeopleMatcher
from app.rolls.models import Roll, Voter
from app.rolls.schemas import (
    Card,
    CodesCreate,
    NewCode,
    NewCodes,
    RollCreate,
    RollRead,
    RollUpdate,
    VoterCreate,
    VoterRead,
    VoterUpdate,
)
from react_admin import (
    Action,
    BulkAction,
    History,
    Id,
    Import,
    PermissionFirst,
    Resource,
    Writers,
    crud,
    record_event,
)
from react_admin.errors import responses
from react_admin.paged_response import paged_from
from react_admin.stale_saves import increment_version

# Viewers see no people.
EDITORS_ONLY: Mapping[Action, Role] = dict.fromkeys(EDITORS_WRITE, Role.editor)

MAY_VOTE: Any = Voter.revoked_at.is_(None)


def forget(session: Session, roll: Roll) -> None:
    """Delete the people of a roll from the tables and the history, which keeps their number."""
    count = service.forget(session, roll)
    record_event(session, rolls, roll.id, "forget", "1 person" if count == 1 else f"{count:,} people")


rolls = Resource(
    "rolls",
    Roll,
    RollRead,
    roles=EDITORS_WRITE,
    search=("name",),
    history=True,
    writers=Writers(RollCreate, service.create_roll, RollUpdate, service.update_roll, service.delete_roll),
    actions=(BulkAction("forget", Role.editor, forget),),
)

voters = Resource(
    service.VOTERS,
    Voter,
    VoterRead,
    roles=EDITORS_ONLY,
    search=("name", "number", "email"),
    facets=("status",),
    imports=Import(Role.editor, PeopleMatcher),
    history=History(unread={"code": "generation", "revoked": "revoked_at"}),
    writers=Writers(
        VoterCreate, service.create_voter, VoterUpdate, service.update_voter, service.delete_voter
    ),
    actions=(BulkAction("revoke", Role.editor, service.revoke, MAY_VOTE),),
)

router = APIRouter(tags=["rolls"], route_class=PermissionFirst)


@router.post(
    "/rolls/{id}/codes",
    status_code=201,
    responses=responses(401, 403, 404),
    dependencies=[allowed(Role.editor)],
)
def create_codes(id: Id, body: CodesCreate, session: SessionDep) -> NewCodes:  # noqa: A002 - the name in the path
    """Add anonymous people to a roll. The response has their codes."""
    roll = crud.lock(session, rolls, id)
    return NewCodes(codes=service.create_anonymous(session, roll, body.count))


@router.post(
    "/voters/{id}/code", responses=responses(401, 403, 404, 409), dependencies=[allowed(Role.editor)]
)
def replace_code(id: Id, session: SessionDep) -> NewCode:  # noqa: A002 - the name in the path
    """Replace the code of a person, which ends the old one. The response has the new code."""
    voter = crud.lock(session, voters, id)
    increment_version(voters, voter)
    return NewCode(code=service.replace_code(session, voter))


@router.get(
    "/rolls/{id}/cards",
    response_model=list[Card],
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **responses(401, 403, 404, 409),
    },
    dependencies=[allowed(Role.editor)],
)
def get_cards(
    request: Request,
    session: SessionDep,
    id: Id,  # noqa: A002 - the name in the path
    people: People = "without_email",
    format: Literal["json", "csv"] = "json",  # noqa: A002 - the parameter's name
) -> Response:
    """The codes of the people who may vote, to print (JSON) or for a mail merge (CSV).

    The people are sorted by name, number and id, and those without a name come last. The history records who
    asked, and for how many people.
    """
    crud.load(session, rolls, id)
    cards = CardList(id, people, FORMATS[format], f"{public_url(request)}/vote")
    count = cards.count(session)

    def record(session: Session) -> None:
        require(Role.editor)(request, session)  # again, so that this session knows who asks
        record_event(session, rolls, id, "print" if format == "json" else "export", f"{count} codes")

    return paged_from(
        page_reader(request),
        cards.read,
        cards.read(session, place=None),
        media_type=cards.format.media_type,
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="codes.{format}"',
        },
        prepare=(lambda: edit_writer(request)(record)) if count else None,
    )
