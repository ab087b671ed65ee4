"""`polls`: everything that an operator does from a shell."""

import asyncio
import json
import resource
import socket
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy.exc import DatabaseError
from typer.core import TyperGroup

from app import migrations, seed
from app.accounts import service as accounts
from app.accounts.models import Role
from app.accounts.schemas import UserCreate, UserUpdate
from app.config import Settings
from app.database import Database
from app.errors import AppError, Invalid
from app.main import NEW_PASSWORD, create_app
from app.polls.errors import PollNotFound
from app.results.live import MOST_WATCHERS
from app.voting import recount, sealing

BACKEND = Path(__file__).parents[1]


class Commands(TyperGroup):
    """Says in a sentence, and without a traceback, what an operator can do something about."""

    def invoke(self, ctx: Any) -> Any:  # typer does not export this Context
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            sys.exit("\n".join(_sentence(problem) for problem in error.errors()))
        except Invalid as error:
            fields = (error.errors or {}).items()
            sys.exit("\n".join(f"{str(field).upper()}: {text}" for field, text in fields) or error.text)
        except AppError as error:
            sys.exit(error.text)
        except DatabaseError as error:
            sys.exit(f"The database can't be used: {error.orig}")


def _sentence(problem: ErrorDetails) -> str:
    text = problem["msg"].removeprefix("Value error, ")
    return ": ".join([*(str(name).upper() for name in problem["loc"]), text])


cli = typer.Typer(cls=Commands, help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

Password = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)]


def database() -> Database:
    """The database, which has to be at this version's schema."""
    database = Database(Settings().sqlalchemy_url)
    with database.engine.connect() as connection:
        migrations.require_current(connection)
    return database


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Default: HOST")] = None,
    port: Annotated[int | None, typer.Option(help="Default: PORT", min=1, max=65535)] = None,
    workers: Annotated[int, typer.Option(min=1)] = 1,
    reload: Annotated[bool, typer.Option(help="Start again when the code changes.")] = False,
) -> None:
    """Answer requests."""
    settings = Settings()
    host, port = host or settings.host, port or settings.port
    _check_port(host, port)
    database().engine.dispose()
    _allow_many_connections()
    # Where it listens on all addresses, only its operator knows by which one it is reached.
    address = settings.public_url or (f"http://localhost:{port}" if host == "127.0.0.1" else None)
    print(f"\n  Polls      {address or f'listens on {host}, port {port}'}")
    print(f"  Dashboard  {address or ''}/admin")
    print(f"  Sign in    as {accounts.FIRST_ADMIN} (a new password: {NEW_PASSWORD})", flush=True)
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        reload=reload,
        reload_dirs=[str(BACKEND / name) for name in ("app", "react_admin")] if reload else None,
        # An access log would tie an address to the time of a vote.
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
        ws="none",
    )


def _allow_many_connections() -> None:
    """Each of those who watch a result is an open file, of which a shell allows some 1,000."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_WATCHERS if hard == resource.RLIM_INFINITY else min(2 * MOST_WATCHERS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _check_port(host: str, port: int) -> None:
    """Say in a sentence what would otherwise be a traceback from a worker."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        sys.exit(f"Port {port} on {host} can't be used ({error.strerror}). Set PORT to another.")


@cli.command()
def migrate(
    seed_new: Annotated[
        bool,
        typer.Option("--seed-new", help="Add example polls to a SQLite file that nobody has used yet."),
    ] = False,
) -> None:
    """Bring the database to this version's schema."""
    url = Settings().sqlalchemy_url
    migrations.upgrade(url)
    print("The database is at this version's schema.")
    if not seed_new or url.get_backend_name() != "sqlite":
        return
    with database().begin() as session:
        is_unused = seed.is_unused(session)
    if is_unused:
        seed_database()


@cli.command("seed")
def seed_database() -> None:
    """Add a handful of example polls, with votes."""
    print(f"Added {asyncio.run(seed.add_polls(database()))} example polls.")


@cli.command()
def create_user(username: str, role: Role = Role.viewer, *, password: Password) -> None:
    """Make an account."""
    user = UserCreate(username=username, role=role, password=password)
    with database().begin() as session:
        accounts.create_user(session, user)
    print(f"{user.username} can sign in now.")


@cli.command()
def set_password(username: str, password: Password) -> None:
    """Give an account a new password, and sign it out everywhere."""
    change = UserUpdate(password=password)
    with database().begin() as session:
        user = accounts.find_user(session, username)
        if user is None:
            sys.exit(f"There is no account {username}.")
        accounts.update_user(session, user, change)
    print(f"{username} has a new password.")


Slug = Annotated[str | None, typer.Argument(help="A poll's; all polls, without one.")]


@cli.command("seal")
def seal_polls(slug: Slug = None) -> None:
    """Seal what has closed, as `polls serve` does by itself within a minute."""
    place = database()
    with place.begin() as session:
        if slug and not sealing.has_closed(session, slug):
            sys.exit(f"There is no poll {slug} that has closed.")
        due = sealing.due_polls(session, slug)
    for question_id in due:
        with place.begin() as session:
            if poll := sealing.seal(session, question_id):
                print(f"{poll.slug} is sealed: {poll.question_text}")
    if not sealing.scrub(place):
        sys.exit("Something, a backup perhaps, still reads the rows as they were. Run this again after it.")
    print("No row that was rewritten or deleted is left.")


@cli.command("recount")
def recount_polls(
    slug: Slug = None,
    repair: Annotated[bool, typer.Option("--repair", help="Set the tallies to what they count.")] = False,
) -> None:
    """Compare every tally with what it counts; the exit status is 1 where something differs, and stays so."""
    asyncio.run(_recount(database(), slug, repair=repair))


async def _recount(place: Database, slug: str | None, *, repair: bool) -> None:
    polls, ballots = await place.read(partial(recount.total, slug=slug))
    if slug and not polls:
        raise PollNotFound
    found: list[recount.Finding] = []
    try:
        with typer.progressbar(length=polls + ballots, label="Counting", file=sys.stderr) as bar:
            async for step in recount.recount(place, slug, repair=repair):
                found += step.found
                bar.update(step.polls + step.ballots)
    finally:  # what is mended stays so, whatever comes after it
        for one in found:
            print(one)
    differing = [one for one in found if not one.is_mended]
    if any(isinstance(one, recount.Difference) for one in differing):
        sys.exit("`polls recount --repair` mends tallies.")
    if differing:
        sys.exit(1)
    print(f"Polls: {polls}. Every tally is what it counts{' now' if found else ''}.")


@cli.command()
def openapi() -> None:
    """Print the OpenAPI document, which the frontend's types are made from."""
    print(json.dumps(create_app(Settings()).openapi(), indent=2))
