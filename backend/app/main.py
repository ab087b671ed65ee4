"""The application: `create_app` builds it, and its lifespan starts it.

Importing this module starts nothing.
"""

import asyncio
import gc
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from app.accounts.errors import UsernameTaken
from app.accounts.service import FIRST_ADMIN, create_first_admin
from app.api import RESOURCES, add_api
from app.config import Settings
from app.database import Database, PageReader
from app.error_handlers import add_error_handlers
from app.history.service import SERVER, record_changes
from app.mail.sending import send_in_background
from app.mail.service import share_mail
from app.middleware import BodyLimit, NoFrames, SameOrigin
from app.migrations import require_current
from app.pages.routes import add_pages
from app.results.live import Live
from app.results.snapshots import Snapshots
from app.rolls.codes import Codes, share_codes
from app.sharing.drawings import Drawings
from app.voters.service import Participations
from app.voting.ballot_box import BallotBox
from app.voting.sealing import seal_in_background
from react_admin.errors import ErrorBody

# Seconds after which a waiting thread gets the GIL. The thread that writes a batch waits for it after each of
# its ten statements. With Python's 5 ms, a batch takes twice as long while the event loop sends to 1,000
# watchers.
SWITCH_INTERVAL = 0.001

# Garbage collection thresholds. With Python's (700, 10, 10), a full collection pauses all requests every
# other second under load. The last one bounds the garbage that waits for a full collection, such as
# statements that a cache has evicted: with 100 instead of 10, a worker grew by 17 MB per 1,000 lists of
# different shapes.
COLLECT_AFTER = (5_000, 10, 10)

# A trace would record the time of each vote. Checking whether one is wanted also takes 3 % of a vote's time.
NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}

# The commands that set a new password, in a checkout and where `polls` is installed.
NEW_PASSWORD = f"make set-password, or polls set-password {FIRST_ADMIN}"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The API and, if they are built, the pages. By default, `settings` come from the environment."""
    settings = settings or Settings()
    app = FastAPI(
        title="Polls",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
        responses={
            400: {"model": ErrorBody, "description": "Not JSON, or a query that can't be understood"},
            413: {"model": ErrorBody, "description": "More than 1 MB"},
            422: {"model": ErrorBody, "description": "Values that are not accepted"},
            503: {"model": ErrorBody, "description": "The database is not available"},
        },
    )
    app.state.settings = settings
    app.state.drawings = Drawings()
    add_services(app, Database(settings.sqlalchemy_url))
    add_error_handlers(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SameOrigin, public_url=settings.public_url)
    app.add_middleware(NoFrames)
    add_api(app)
    add_pages(app, settings)
    return app


def add_services(app: FastAPI, database: Database) -> None:
    """Set up what the requests of this process share."""
    record_changes(database, RESOURCES, SERVER)
    app.state.codes = Codes(app.state.settings.signing_key)
    share_codes(database, app.state.codes)
    share_mail(database, app.state.settings.mail)
    app.state.database = database
    app.state.page_reader = PageReader(database)
    app.state.participations = Participations(database)
    app.state.snapshots = Snapshots(database)
    app.state.ballot_box = BallotBox(database, app.state.snapshots)
    app.state.live = Live(app.state.snapshots)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    database: Database = app.state.database
    settings: Settings = app.state.settings
    with database.engine.connect() as connection:
        require_current(connection)
    _create_first_admin(database, settings)
    if threading.current_thread() is threading.main_thread():  # tests start the application in another thread
        _shorten_pauses()
        _call_before_shutdown(app.state.live.end)
    async with seal_in_background(database), send_in_background(database, settings.mail):
        yield
    database.engine.dispose()


def _shorten_pauses() -> None:
    """Switch threads sooner, collect garbage less often, and exclude permanent objects from collection."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.set_threshold(*COLLECT_AFTER)
    gc.collect()
    gc.freeze()


def _call_before_shutdown(act: Callable[[], None]) -> None:
    """Call `act` on the signal to stop.

    uvicorn waits for all responses, streams included, before it ends the lifespan.
    """
    loop = asyncio.get_running_loop()

    def prepend(number: signal.Signals) -> None:
        stop = signal.getsignal(number)

        def act_and_stop(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(act)
            if callable(stop):
                stop(number, frame)

        signal.signal(number, act_and_stop)

    prepend(signal.SIGINT)
    prepend(signal.SIGTERM)


def _create_first_admin(database: Database, settings: Settings) -> None:
    """Create the first account if there is none, and print its password if it is generated."""
    given = settings.admin_password.get_secret_value() if settings.admin_password else None
    try:
        with database.begin() as session:
            password = create_first_admin(session, given)
    except UsernameTaken:  # another worker was faster, and printed the password
        return
    if password:
        print(  # noqa: T201 - for the operator, not for a log
            f"\n  The password of {FIRST_ADMIN} is {password}\n"
            f"  It is not shown again. To set a new one: {NEW_PASSWORD}\n",
            flush=True,
        )
