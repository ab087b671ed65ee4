"""Mailings as a resource of the dashboard, their preview and test, and the state of mail."""

from functools import partial

from fastapi import APIRouter, Depends, Request

from app.accounts.models import Role
from app.accounts.permissions import allowed, require
from app.database import DatabaseDep, SessionDep
from app.mail import service
from app.mail.models import Mailing
from app.mail.schemas import MailingCreate, MailingRead, MailingTest, MailState, Preview
from app.mail.smtp import send_test
from react_admin import BulkAction, History, PermissionFirst, Resource, Writers
from react_admin.errors import responses

mailings = Resource(
    "mailings",
    Mailing,
    MailingRead,
    roles={"list": Role.editor, "show": Role.editor, "create": Role.editor},
    history=History(unread={"stopped": "stopped_at"}),
    writers=Writers(MailingCreate, service.create_mailing),
    actions=(BulkAction("stop", Role.editor, service.stop, service.MAY_BE_STOPPED),),
)

router = APIRouter(tags=["mailings"], route_class=PermissionFirst)

may_mail = require(Role.editor)


async def allow_mailing(request: Request, database: DatabaseDep) -> None:
    """Checked in a transaction of its own: none is open while the mail server is talked to."""
    await database.read(partial(may_mail, request))


@router.get("/mail", responses=responses(401, 403), dependencies=[allowed(Role.editor)])
def get_mail(request: Request, session: SessionDep) -> MailState:
    """The settings of outgoing mail, and the last failure if nothing could be sent since."""
    return service.mail_state(session, request.app.state.settings.default_language)


@router.post("/mailings:preview", responses=responses(401, 403, 409), dependencies=[Depends(allow_mailing)])
async def preview_mailing(body: MailingCreate, database: DatabaseDep) -> Preview:
    """A mailing as the first person who would get it would read it. The code is an example."""
    return await database.read(partial(service.preview, data=body))


@router.post(
    "/mailings:test",
    status_code=204,
    responses=responses(401, 403, 409, 502),
    dependencies=[Depends(allow_mailing)],
)
async def send_test_message(body: MailingTest, database: DatabaseDep) -> None:
    """Send one message of a mailing now, to an address of one's own. The code is an example."""
    content = await database.read(partial(service.preview, data=body))
    await send_test(await database.read(service.mail_of), content, body.language, body.to)
