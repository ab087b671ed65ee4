"""The application. Importing this starts nothing: `create_app` makes it, its lifespan starts it."""

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
from app.accounts.service import FIRST_ADMIN, make_first_admin
from app.api import add_api
from app.config import Settings
from app.database import Database
from app.errors import ErrorBody, handle_errors
from app.middleware import BodyLimit, SameOrigin
from app.migrations import require_current
from app.pages import add_pages
from app.results.live import Live
from app.results.snapshots import Snapshots
from app.voting.ballot_box import BallotBox
from app.voting.sealing import sealing

# Seconds after which a thread that waits is let in. The one that writes a batch waits after each of its ten
# statements; with Python's 5 ms it takes twice as long while the loop sends to a thousand watchers.
SWITCH_INTERVAL = 0.001

# Garbage collection thresholds. With Python's (700, 10, 10) a rush hour would pause every other second. The
# last one bounds the garbage that waits for a full collection, such as statements that a cache has dropped:
# with 100 instead of 10, a worker grew by 17 MB per 1,000 lists of different kinds.
COLLECT_AFTER = (5_000, 10, 10)

# A trace of each vote, with its time, is for nobody. To look whether someone wants it takes 3 % of a vote.
NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}

# In a checkout, and where `polls` is installed.
NEW_PASSWORD = f"make set-password, or polls set-password {FIRST_ADMIN}"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The API and, where they are built, its pages; `settings` come from the environment by default."""
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
            400: {"model": ErrorBody, "description": "Not JSON, or a query that makes no sense"},
            413: {"model": ErrorBody, "description": "More than 1 MB"},
            422: {"model": ErrorBody, "description": "Values that do not fit"},
            503: {"model": ErrorBody, "description": "The database does not answer just now"},
        },
    )
    app.state.settings = settings
    open_database(app, Database(settings.sqlalchemy_url))
    handle_errors(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SameOrigin, public_url=settings.public_url)
    add_api(app)
    add_pages(app, settings.frontend_dist)
    return app


def open_database(app: FastAPI, database: Database) -> None:
    """Give `app` its database, and what the requests of this process share."""
    app.state.database = database
    app.state.snapshots = Snapshots(database)
    app.state.ballot_box = BallotBox(database, app.state.snapshots)
    app.state.live = Live(app.state.snapshots)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    database: Database = app.state.database
    settings: Settings = app.state.settings
    with database.engine.connect() as connection:
        require_current(connection)
    _welcome(database, settings)
    if threading.current_thread() is threading.main_thread():  # and not in a test's process
        _have_no_long_pauses()
        _when_told_to_stop(app.state.live.end)
    async with sealing(database):
        yield
    database.engine.dispose()


def _have_no_long_pauses() -> None:
    """Let threads take turns sooner, collect garbage less often, and never among what stays for good."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.set_threshold(*COLLECT_AFTER)
    gc.collect()
    gc.freeze()


def _when_told_to_stop(act: Callable[[], None]) -> None:
    """At the signal to stop uvicorn waits for all answers, streams too, and ends the lifespan after that."""
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


def _welcome(database: Database, settings: Settings) -> None:
    """Make the first account where there is none; a generated password is shown this once."""
    given = settings.admin_password.get_secret_value() if settings.admin_password else None
    try:
        with database.begin() as session:
            password = make_first_admin(session, given)
    except UsernameTaken:  # another worker was quicker, and has shown it
        return
    if password:
        print(  # noqa: T201 - for whoever starts it, and not for the logging of a library
            f"\n  The password of {FIRST_ADMIN} is {password}\n"
            f"  It is not shown again; a new one: {NEW_PASSWORD}\n",
            flush=True,
        )
