"""Rolls and their people as resources of the dashboard, and their codes."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.accounts.permissions import EDITORS_WRITE, allowed
from app.database import SessionDep
from app.rolls import service
from app.rolls.matching import PeopleMatcher
from app.rolls.models import Roll, Voter
from app.rolls.schemas import (
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
    """Add anonymous people to a roll. Their codes are in this response only."""
    roll = crud.lock(session, rolls, id)
    return NewCodes(codes=service.create_anonymous(session, roll, body.count))


@router.post(
    "/voters/{id}/code", responses=responses(401, 403, 404, 409), dependencies=[allowed(Role.editor)]
)
def replace_code(id: Id, session: SessionDep) -> NewCode:  # noqa: A002 - the name in the path
    """Replace the code of a person, which ends the old one. The new code is in this response only."""
    voter = crud.lock(session, voters, id)
    increment_version(voters, voter)
    return NewCode(code=service.replace_code(session, voter))
