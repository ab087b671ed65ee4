"""Every router of the API."""

from fastapi import APIRouter, Depends, FastAPI, Response, Security

from app.accounts.admin_api import permissions_router, user_sessions, users
from app.accounts.api import router as auth
from app.accounts.dependencies import note_use, session_cookie
from app.accounts.permissions import require
from app.database import edit_writer, get_session, page_reader
from app.health import router as health
from app.history.admin_api import changes_of, restoring_router
from app.history.service import record_export
from app.mail.admin_api import mailings
from app.mail.admin_api import router as mail_admin
from app.polls.admin_api import choices, questions
from app.polls.admin_api import router as polls_admin
from app.results.admin_api import router as results_admin
from app.results.api import router as results
from app.results.poll_list import router as poll_list
from app.rolls.admin_api import rolls, voters
from app.rolls.admin_api import router as rolls_admin
from app.sharing.api import router as sharing
from app.voters.api import router as voters_of_rolls
from app.voting.admin_api import router as voting_admin
from app.voting.api import router as voting
from react_admin import resource_router


async def no_store(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


# The dashboard's resources.
RESOURCES = (questions, choices, rolls, voters, mailings, users, user_sessions)

changes = changes_of(RESOURCES)

admin = APIRouter(prefix="/admin", dependencies=[Security(session_cookie)])
for resource in (*RESOURCES, changes):
    admin.include_router(
        resource_router(resource, require, get_session, page_reader, edit_writer, record_export)
    )
for router in (
    polls_admin,
    results_admin,
    voting_admin,
    rolls_admin,
    mail_admin,
    restoring_router(RESOURCES),
):
    admin.include_router(router)


def add_api(app: FastAPI) -> None:
    """Add all routers. Routes are tried in order, so those of a rush come first."""
    for router in (voting, results, poll_list, sharing, voters_of_rolls, health):
        app.include_router(router, prefix="/api")
    for router in (auth, permissions_router((*RESOURCES, changes)), admin):
        app.include_router(router, prefix="/api", dependencies=[Depends(no_store), Depends(note_use)])
