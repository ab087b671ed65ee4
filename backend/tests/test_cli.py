"""`polls`: what an operator types, and what it says."""

import json
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from typer.testing import CliRunner, Result

from app import cli as commands
from app.accounts.models import Role, User, UserSession
from app.accounts.security import verify_password
from app.accounts.service import open_session
from app.cli import cli
from app.database import Database
from app.polls.models import Question
from tests.factories import make_poll, make_user
from tests.serving import POLLS, environment

Polls = Callable[..., Result]


@pytest.fixture
def polls(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Polls:
    """Runs a command on the tests' database, which `app` empties afterwards."""
    monkeypatch.setenv("DATABASE_URL", app.state.settings.database_url.get_secret_value())
    return lambda *arguments, **options: CliRunner().invoke(cli, arguments, **options)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A SQLite file that is not there yet, nor its folder."""
    file = tmp_path / "new" / "polls.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    return file


def count(url: sa.URL, model: type) -> int:
    with Database(url).begin() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(model)).one()


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, arguments)
    return done.exit_code, done.output


NEWEST = "The database is at this version's schema.\n"
NOT_READY = "The database is not at this version's schema: make migrate, or polls migrate.\n"


def test_migrate_seeds_a_new_file_and_no_other(nowhere: Path) -> None:
    assert run("migrate", "--seed-new") == (0, f"{NEWEST}Added 5 example polls.\n")
    assert run("migrate", "--seed-new") == (0, NEWEST)
    assert count(sa.make_url(f"sqlite:///{nowhere}"), Question) == 5


def test_migrate_alone_seeds_nothing(nowhere: Path) -> None:
    assert run("migrate") == (0, NEWEST)
    assert count(sa.make_url(f"sqlite:///{nowhere}"), Question) == 0


def test_a_file_with_an_account_is_not_seeded(nowhere: Path) -> None:
    run("migrate")
    make_user(Database(sa.make_url(f"sqlite:///{nowhere}")), "ann")

    assert run("migrate", "--seed-new") == (0, NEWEST)
    assert count(sa.make_url(f"sqlite:///{nowhere}"), Question) == 0


def test_seed_adds_to_what_is_there(polls: Polls, database: Database) -> None:
    make_poll(database)

    assert polls("seed").output == "Added 5 example polls.\n"
    assert count(database.engine.url, Question) == 6


def test_create_user_makes_an_account_that_may_what_its_role_may(polls: Polls, database: Database) -> None:
    said = polls("create-user", " ann ", "--role", "viewer", input="correct horse\ncorrect horse\n").output

    assert said.endswith("ann can sign in now.\n")
    assert "correct horse" not in said
    with database.begin() as session:
        ann = session.scalars(sa.select(User)).one()
        assert (ann.username, ann.role) == ("ann", Role.viewer)
        assert verify_password("correct horse", ann.password_hash)


@pytest.mark.parametrize(
    ("username", "password", "problem"),
    [
        ("bob", "seven77", "PASSWORD: String should have at least 8 characters"),
        ("bob", "x" * 1001, "PASSWORD: String should have at most 1000 characters"),
        (" ", "correct horse", "USERNAME: String should have at least 1 character"),
        (
            "x" * 151,
            "correct horse",
            "USERNAME: String should have at most 150 characters",
        ),
        ("ann", "correct horse", "Someone has this username already."),
    ],
)
def test_create_user_says_plainly_what_it_can_not_take(
    polls: Polls, database: Database, username: str, password: str, problem: str
) -> None:
    make_user(database, "ann")

    done = polls("create-user", username, "--password", password)

    assert (done.exit_code, done.output) == (1, f"{problem}\n")
    assert count(database.engine.url, User) == 1


def test_set_password_signs_out_everywhere(polls: Polls, database: Database) -> None:
    ann = make_user(database, "ann")
    with database.begin() as session:
        open_session(session, ann, "")

    assert polls("set-password", "ann", "--password", "new password").output == "ann has a new password.\n"

    assert count(database.engine.url, UserSession) == 0
    with database.begin() as session:
        assert verify_password("new password", session.scalars(sa.select(User.password_hash)).one())


@pytest.mark.parametrize(
    ("username", "password", "problem"),
    [
        ("bob", "new password", "There is no account bob.\n"),
        ("ann", "seven77", "PASSWORD: String should have at least 8 characters\n"),
    ],
)
def test_set_password_says_plainly_what_it_can_not_do(
    polls: Polls, database: Database, username: str, password: str, problem: str
) -> None:
    ann = make_user(database, "ann")

    done = polls("set-password", username, "--password", password)

    assert (done.exit_code, done.output) == (1, problem)
    with database.begin() as session:
        assert session.scalars(sa.select(User.password_hash)).one() == ann.password_hash


COMMANDS = [
    ("seed",),
    ("create-user", "ann", "--password", "correct horse"),
    ("set-password", "ann", "--password", "correct horse"),
    ("serve", "--port", "1"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_before_the_migration_commands_say_so(
    nowhere: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_check_port", lambda *_: None)
    nowhere.parent.mkdir()

    assert run(*command) == (1, NOT_READY)


@pytest.mark.parametrize("command", [*COMMANDS[:3], ("migrate",)])
def test_a_database_that_does_not_answer_is_no_traceback(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:s3cret@127.0.0.1:1/polls")

    status, said = run(*command)

    assert status == 1
    assert said.startswith("The database can't be used: connection to server at ")
    assert "s3cret" not in said


def test_a_setting_that_does_not_fit_is_one_sentence_and_no_traceback() -> None:
    settings = environment(sa.make_url("sqlite:///never-opened.sqlite3"), PORT="http")

    done = subprocess.run([POLLS, "migrate"], env=settings, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    said = "PORT: Input should be a valid integer, unable to parse string as an integer\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_half_a_postgresql_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_HOST", "db")

    missing = "POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DATABASE"
    assert run("migrate") == (1, f"PostgreSQL is named in part: {missing} missing\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_serve_says_that_a_port_is_taken(polls: Polls, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as listener:
        port = listener.getsockname()[1]
        done = polls("serve", "--host", host, "--port", str(port))

    assert done.exit_code == 1
    assert done.output.startswith(f"Port {port} on {host} can't be used (")
    assert done.output.endswith("). Set PORT to another.\n")


def test_openapi_prints_the_document() -> None:
    status, printed = run("openapi")

    assert (status, json.loads(printed)["info"]["title"]) == (0, "Polls")
