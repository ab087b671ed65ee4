"""`polls`: everything that an operator does from a shell."""

import json
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from app import migrations, seed
from app.accounts import service as accounts
from app.accounts.models import Role
from app.accounts.schemas import UserCreate
from app.config import Settings
from app.database import Database
from app.errors import AppError
from app.main import create_app

cli = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

Password = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)]


def settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            " ".join([*(str(name).upper() for name in problem["loc"]), problem["msg"]])
            for problem in error.errors()
        ]
        sys.exit("The settings don't fit:\n" + "\n".join(f"- {problem}" for problem in problems))


def database() -> Database:
    return Database(settings().sqlalchemy_url)


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Default: HOST")] = None,
    port: Annotated[int | None, typer.Option(help="Default: PORT")] = None,
    workers: int = 1,
    reload: Annotated[bool, typer.Option(help="Start again when the code changes.")] = False,
) -> None:
    """Answer requests."""
    found = settings()
    host, port = host or found.host, port or found.port
    _check_ready(found, host, port)
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host  # noqa: S104 - compared, not bound
    print(f"\n  Polls      http://{shown}:{port}\n  Dashboard  http://{shown}:{port}/admin")
    print(
        f"  Sign in as {accounts.FIRST_ADMIN}; `polls set-password` sets a new password.",
        flush=True,
    )
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        reload=reload,
        reload_dirs=[str(Path(__file__).parent)] if reload else None,
        # An access log would tie an address to the time of a vote.
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
    )


def _check_ready(found: Settings, host: str, port: int) -> None:
    """Say in a sentence what would otherwise be a traceback from a worker."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        sys.exit(f"Port {port} on {host} can't be used ({error.strerror}). Set PORT to another.")
    engine = Database(found.sqlalchemy_url).engine
    try:
        if not migrations.is_current(engine):
            sys.exit("The database is not at this version's schema. Run `polls migrate` first.")
    except OperationalError as error:
        sys.exit(f"The database does not answer: {error.orig}")
    finally:
        engine.dispose()


@cli.command()
def migrate(
    example_polls: Annotated[
        bool,
        typer.Option("--seed-new", help="Fill a SQLite file that this makes with example polls."),
    ] = False,
) -> None:
    """Bring the database to this version's schema."""
    url = settings().sqlalchemy_url
    file = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    is_new = file is not None and not file.exists()
    migrations.upgrade(url)
    print("The database is at this version's schema.")
    if example_polls and is_new:
        seed_database()


@cli.command("seed")
def seed_database() -> None:
    """Add a handful of example polls, with votes."""
    print(f"Added {seed.add_polls(database())} example polls.")


@cli.command()
def create_user(username: str, role: Role = Role.editor, *, password: Password) -> None:
    """Make an account."""
    try:
        user = UserCreate(username=username, role=role, password=password)
        with database().begin() as session:
            accounts.create_user(session, user)
    except ValidationError as error:
        sys.exit(f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}")
    except AppError as error:
        sys.exit(error.text)
    print(f"{user.username} can sign in now.")


@cli.command()
def set_password(username: str, password: Password) -> None:
    """Give an account a new password, and sign it out everywhere."""
    with database().begin() as session:
        user = accounts.find_user(session, username)
        if user is None:
            sys.exit(f"There is no account {username}.")
        accounts.set_password(session, user, password)
    print(f"{username} has a new password.")


@cli.command()
def openapi() -> None:
    """Print the OpenAPI document, which the frontend's types are made from."""
    print(json.dumps(create_app(settings()).openapi(), indent=2))
