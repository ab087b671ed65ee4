"""Resetting a poll from the dashboard."""

from typing import Any

from fastapi import APIRouter, Response

from app.accounts.models import Role
from app.accounts.permissions import allowed
from app.database import SessionDep
from app.polls.admin_api import questions
from app.voting.reset import reset
from app.voting.schemas import QuestionReset
from react_admin import Id, PermissionFirst, crud, name_change, openapi
from react_admin.stale_saves import increment_version, tagged

router = APIRouter(prefix="/questions", tags=["questions"], route_class=PermissionFirst)


@router.post("/{id}/reset", **openapi.of_record(questions, 404, 409), dependencies=[allowed(Role.editor)])
def reset_question(response: Response, id: Id, body: QuestionReset, session: SessionDep) -> Any:  # noqa: A002 - the name in the path
    """Throw away all votes of a poll, so that it can be voted on again. Their receipts become unknown."""
    question = crud.lock(session, questions, id)
    reset(session, question, body.ballots)
    increment_version(questions, question)
    name_change(session, "reset", "1 ballot" if body.ballots == 1 else f"{body.ballots:,} ballots")
    session.flush()
    return tagged(response, questions, crud.load(session, questions, id))
