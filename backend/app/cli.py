"""The command `polls`, for operators."""

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
from app.api import RESOURCES
from app.config import Settings
from app.database import Database
from app.history.service import CLI, prune, record_changes
from app.main import NEW_PASSWORD, create_app
from app.polls.errors import PollNotFound
from app.results.live import MOST_WATCHERS
from app.rolls import service as rolls
from app.rolls.admin_api import forget, voters
from app.rolls.admin_api import rolls as rolls_resource
from app.rolls.codes import Codes, share_codes
from app.rolls.schemas import MAX_CODES, RollCreate
from app.voting import recount, sealing
from react_admin import ApiError, Invalid, crud, name_change
from react_admin.import_file import MAX_FILE
from react_admin.import_records import Fault
from react_admin.imports import FaultyFile, import_file

BACKEND = Path(__file__).parents[1]


class Commands(TyperGroup):
    """Prints errors that an operator can act on as a sentence, without a traceback."""

    def invoke(self, ctx: Any) -> Any:  # typer does not export this Context
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            sys.exit("\n".join(_sentence(problem) for problem in error.errors()))
        except Invalid as error:
            fields = (error.errors or {}).items()
            sys.exit("\n".join(f"{str(field).upper()}: {text}" for field, text in fields) or error.text)
        except ApiError as error:
            sys.exit(error.text)
        except DatabaseError as error:
            sys.exit(f"The database can't be used: {error.orig}")


def _sentence(problem: ErrorDetails) -> str:
    text = problem["msg"].removeprefix("Value error, ")
    return ": ".join([*(str(name).upper() for name in problem["loc"]), text])


cli = typer.Typer(cls=Commands, help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

history = typer.Typer(help="The history of changes.", no_args_is_help=True)
cli.add_typer(history, name="history")

roll = typer.Typer(help="Rolls of people who may vote.", no_args_is_help=True)
cli.add_typer(roll, name="roll")

Password = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)]


def database() -> Database:
    """The database. Raises NotReady unless it has the schema of this version."""
    settings = Settings()
    database = Database(settings.sqlalchemy_url)
    with database.engine.connect() as connection:
        migrations.require_current(connection)
    record_changes(database, RESOURCES, CLI)
    share_codes(database, Codes(settings.signing_key))
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
    # A server that listens on all addresses can't tell by which one it is reached.
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
        # An access log would link an address to the time of a vote.
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
        # Longer than clients keep idle connections, so that no request is sent into one that is closing.
        timeout_keep_alive=75,
        ws="none",
    )


def _allow_many_connections() -> None:
    """Raise the limit on open files: each watcher of a result is one, and shells allow about 1,000."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_WATCHERS if hard == resource.RLIM_INFINITY else min(2 * MOST_WATCHERS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _check_port(host: str, port: int) -> None:
    """Exit with a sentence if the port is taken, instead of a traceback from a worker."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        sys.exit(f"Port {port} on {host} can't be used ({error.strerror}). Set PORT to another port.")


@cli.command()
def migrate(
    seed_new: Annotated[
        bool,
        typer.Option("--seed-new", help="Add example polls to a new SQLite database."),
    ] = False,
) -> None:
    """Bring the database to the schema of this version."""
    url = Settings().sqlalchemy_url
    migrations.upgrade(url)
    print("The database has the schema of this version.")
    if not seed_new or url.get_backend_name() != "sqlite":
        return
    with database().begin() as session:
        is_unused = seed.is_unused(session)
    if is_unused:
        seed_database()


@cli.command("seed")
def seed_database() -> None:
    """Add example polls, with votes."""
    print(f"Added {asyncio.run(seed.add_polls(database()))} example polls.")


@cli.command()
def create_user(username: str, role: Role = Role.viewer, *, password: Password) -> None:
    """Create an account."""
    user = UserCreate(username=username, role=role, password=password)
    with database().begin() as session:
        accounts.create_user(session, user)
    print(f"{user.username} can sign in now.")


@cli.command()
def set_password(username: str, password: Password) -> None:
    """Set a new password, and sign the account out everywhere."""
    change = UserUpdate.model_validate({"password": password})
    with database().begin() as session:
        user = accounts.find_user(session, username)
        if user is None:
            sys.exit(f"There is no account {username}.")
        accounts.update_user(session, user, change)
    print(f"{username} has a new password.")


Slug = Annotated[str | None, typer.Argument(help="The slug of a poll. Default: all polls.")]


@cli.command("seal")
def seal_polls(slug: Slug = None) -> None:
    """Seal closed polls, as `polls serve` does within a minute of the close."""
    polls = database()
    with polls.begin() as session:
        if slug and not sealing.has_closed(session, slug):
            sys.exit(f"No closed poll has the slug {slug}.")
        due = sealing.due_polls(session, slug)
    for question_id in due:
        with polls.begin() as session:
            if poll := sealing.seal(session, question_id):
                print(f"{poll.slug} is sealed: {poll.question_text}")
    if not sealing.scrub(polls):
        sys.exit(
            "Another process, such as a backup, still reads the old rows. Run this again when it has ended."
        )
    print("No old version of a row is left.")


@cli.command("recount")
def recount_polls(
    slug: Slug = None,
    repair: Annotated[bool, typer.Option("--repair", help="Correct wrong tallies.")] = False,
) -> None:
    """Compare every tally with the votes. The exit status is 1 if a difference remains."""
    asyncio.run(_recount(database(), slug, repair=repair))


async def _recount(polls: Database, slug: str | None, *, repair: bool) -> None:
    count, ballots = await polls.read(partial(recount.total, slug=slug))
    if slug and not count:
        raise PollNotFound
    found: list[recount.Finding] = []
    try:
        with typer.progressbar(length=count + ballots, label="Counting", file=sys.stderr) as bar:
            async for step in recount.recount(polls, slug, repair=repair):
                found += step.found
                bar.update(step.polls + step.ballots)
    finally:  # repairs are committed one by one, so report them even after an error
        for finding in found:
            print(finding)
    differing = [finding for finding in found if not finding.is_repaired]
    if any(isinstance(finding, recount.Difference) for finding in differing):
        sys.exit("Correct the tallies with `polls recount --repair`.")
    if differing:
        sys.exit(1)
    print(f"Polls: {count}. Every tally is correct{' now' if found else ''}.")


@roll.command("codes")
def make_codes(
    count: Annotated[int, typer.Argument(min=1, max=MAX_CODES, help="The number of people.")],
    name: Annotated[str, typer.Option("--roll", help="The roll's name. A roll is made if there is none.")],
) -> None:
    """Add anonymous people to a roll, and print their codes."""
    named = RollCreate(name=name)
    with database().begin() as session:
        codes = rolls.create_anonymous(session, rolls.find_or_create_roll(session, named), count)
    print("\n".join(codes))


@roll.command("forget")
def forget_people(name: Annotated[str, typer.Option("--roll", help="The roll's name.")]) -> None:
    """Delete the people of a roll, when all of its polls are sealed. Results and turnouts stay."""
    named, people = RollCreate(name=name), database()
    with people.begin() as session:
        found = rolls.find_roll(session, named)
        if found is None:
            sys.exit(f"There is no roll {name}.")
        forget(session, crud.lock(session, rolls_resource, found.id))
    if not sealing.scrub(people, sealing.naming_tables()):
        sys.exit(
            "The people are forgotten, but another process, such as a backup, still reads the old rows. "
            "`polls serve` removes them from the files when it has ended."
        )
    print("The people are forgotten. No old version of a row is left.")


@roll.command("import")
def import_people(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV with name, number and email.")
    ],
    name: Annotated[str, typer.Option("--roll", help="The roll's name. A roll is made if there is none.")],
) -> None:
    """Add the people in a file to a roll, and update those that are on it: all of them, or none."""
    named = RollCreate(name=name)
    with file.open("rb") as opened:
        body = opened.read(MAX_FILE + 1)
    try:
        with database().begin() as session:
            given = {"roll_id": rolls.find_or_create_roll(session, named).id}
            name_change(session, "import")
            check, progress = import_file(session, voters, body, given)
    except FaultyFile as error:
        for fault in error.faults:
            print(_at_line(fault), file=sys.stderr)
        sys.exit(error.text)
    for notice in check.notices:
        print(_at_line(notice), file=sys.stderr)
    print(f"New people: {progress.done - progress.updated:,}. Updated: {progress.updated:,}.")


def _at_line(fault: Fault) -> str:
    return f"Line {fault.line}: {f'{fault.field}: ' if fault.field else ''}{fault.message}"


@history.command("prune")
def prune_history() -> None:
    """Delete changes that are older than HISTORY_DAYS."""
    days = Settings().history_days
    print(f"Deleted {prune(database(), days):,} changes that are older than {days} days.")


@cli.command()
def openapi() -> None:
    """Print the OpenAPI document, from which the frontend's types are generated."""
    print(json.dumps(create_app(Settings()).openapi(), indent=2))
