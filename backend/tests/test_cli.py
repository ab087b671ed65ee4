"""`polls`: what an operator types, and what it says."""

import json
import socket
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from app import cli as commands
from app.accounts.models import Role, User, UserSession
from app.accounts.security import verify_password
from app.accounts.service import open_session
from app.cli import cli
from app.database import Database
from app.polls.models import Choice, Question
from app.voting import recount
from app.voting.models import Vote
from tests.factories import make_poll, make_user
from tests.factories.polls import AN_HOUR_AGO, new_receipt, vote
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


NEWEST = "The database has the schema of this version.\n"
NOT_READY = "The database does not have the schema of this version. Run `make migrate` or `polls migrate`.\n"


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
        ("ann", "correct horse", "This username is taken."),
        ("\uff21NN", "correct horse", "This username is taken."),
        ("\u200b", "correct horse", "USERNAME: This has no visible character."),
        ("bob\U000e0041", "correct horse", "USERNAME: This has invisible tag characters (U+E0000 to E007F)."),
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
    ("seal",),
    ("recount",),
    ("serve", "--port", "1"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_before_the_migration_commands_say_so(
    nowhere: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_check_port", lambda *_: None)
    nowhere.parent.mkdir()

    assert run(*command) == (1, NOT_READY)


@pytest.mark.parametrize("command", [*COMMANDS[:-1], ("migrate",)])
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
    assert run("migrate") == (1, f"PostgreSQL needs all of its settings: {missing} missing\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_serve_says_that_a_port_is_taken(polls: Polls, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as listener:
        port = listener.getsockname()[1]
        done = polls("serve", "--host", host, "--port", str(port))

    assert done.exit_code == 1
    assert done.output.startswith(f"Port {port} on {host} can't be used (")
    assert done.output.endswith("). Set PORT to another port.\n")


def test_every_tally_is_found_to_be_what_it_counts(
    polls: Polls, client: TestClient, database: Database
) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    make_poll(database)
    vote(client, poll, 0, 1)
    vote(client, poll, 1)

    done = polls("recount")

    assert (done.exit_code, done.stdout) == (0, "Polls: 2. Every tally is correct.\n")
    assert polls("recount", poll.slug).stdout == "Polls: 1. Every tally is correct.\n"
    unknown = polls("recount", "aaaaaaaaaa")
    assert (unknown.exit_code, unknown.output) == (1, "This poll does not exist.\n")


def test_a_tally_that_differs_is_said_and_mended(
    polls: Polls, client: TestClient, database: Database
) -> None:
    poll, other = make_poll(database, voter_check="none"), make_poll(database)
    for choice in (0, 0, 1):
        vote(client, poll, choice)
    with database.begin() as session:
        session.execute(sa.update(Question).where(Question.id == poll.id).values(ballots=5))
        session.execute(sa.update(Choice).where(Choice.id == poll.choices[1].id).values(votes=0))
        session.execute(sa.update(Choice).where(Choice.id == other.choices[2].id).values(votes=9))

    found = polls("recount")
    of_other = polls("recount", other.slug)
    mended = polls("recount", "--repair")

    assert found.exit_code == of_other.exit_code == 1
    assert found.stdout.splitlines() == [
        f"{poll.slug}: the tally of votes for “Coffee” is 0, and should be 1.",
        f"{other.slug}: the tally of votes for “Water” is 9, and should be 0.",
        f"{poll.slug}: the tally of ballots is 5, and should be 3.",
        "Correct the tallies with `polls recount --repair`.",
    ]
    assert of_other.stdout.startswith(
        f"{other.slug}: the tally of votes for “Water” is 9, and should be 0.\n"
    )
    assert (mended.exit_code, mended.stdout.splitlines()) == (
        0,
        [
            f"{poll.slug}: the tally of votes for “Coffee” was 0, and is 1 now.",
            f"{poll.slug}: the tally of ballots was 5, and is 3 now.",
            f"{other.slug}: the tally of votes for “Water” was 9, and is 0 now.",
            "Polls: 2. Every tally is correct now.",
        ],
    )
    assert polls("recount").exit_code == 0


def test_ballots_without_receipts_are_said_and_not_mended(
    polls: Polls,
    client: TestClient,
    database: Database,
) -> None:
    poll = make_poll(database, voter_check="none")
    vote(client, poll, 0)
    lost = new_receipt()
    vote(client, poll, 1, receipt=lost)
    with database.begin() as session:
        session.execute(sa.delete(Vote).where(Vote.receipt == uuid.UUID(lost)))

    mended = polls("recount", "--repair")
    after_it = polls("recount")

    mismatch = f"{poll.slug}: ballots 2, receipts 1. A repair can't correct that."
    assert mended.exit_code == after_it.exit_code == 1
    assert mended.stdout.splitlines() == [
        f"{poll.slug}: the tally of votes for “Coffee” was 1, and is 0 now.",
        mismatch,
    ]
    assert after_it.stdout.splitlines() == [mismatch]


def test_what_was_mended_is_said_even_where_the_rest_fails(
    polls: Polls, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_poll(database), make_poll(database)
    with database.begin() as session:
        session.execute(sa.update(Choice).where(Choice.position == 0).values(votes=9))
    mend = recount.repair_tallies

    def mend_but_one(session: Session, question_id: int) -> list[recount.Finding]:
        if question_id == second.id:
            raise OperationalError("UPDATE", None, OSError("for once"))
        return mend(session, question_id)

    with monkeypatch.context() as once:
        once.setattr(recount, "repair_tallies", mend_but_one)
        failed = polls("recount", "--repair")

    said = "{}: the tally of votes for “Tea” was 9, and is 0 now."
    assert failed.exit_code == 1
    assert failed.stdout.splitlines() == [
        said.format(first.slug),
        "The database can't be used: for once",
    ]
    mended = polls("recount", "--repair").stdout
    assert mended.splitlines()[0] == said.format(second.slug)


def test_seal_says_what_it_sealed(polls: Polls, database: Database) -> None:
    first, second = make_poll(database, closes_at=AN_HOUR_AGO), make_poll(database, closes_at=AN_HOUR_AGO)
    is_open = make_poll(database)

    one = polls("seal", second.slug)
    all_due = polls("seal")

    done = "No old version of a row is left.\n"
    assert (one.exit_code, one.output) == (0, f"{second.slug} is sealed: Tea or coffee?\n{done}")
    assert (all_due.exit_code, all_due.output) == (0, f"{first.slug} is sealed: Tea or coffee?\n{done}")
    assert polls("seal").output == done
    for slug in (is_open.slug, "aaaaaaaaaa"):
        refused = polls("seal", slug)
        assert (refused.exit_code, refused.output) == (1, f"No closed poll has the slug {slug}.\n")


def test_seal_says_that_a_backup_keeps_what_was_and_can_be_run_again(
    polls: Polls, database: Database
) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    isolation = {"sqlite": "SERIALIZABLE", "postgresql": "REPEATABLE READ"}[database.engine.dialect.name]
    with database.engine.connect() as connection:
        backup = connection.execution_options(isolation_level=isolation)
        backup.execute(sa.select(Vote)).all()
        done = polls("seal", poll.slug)
        again = polls("seal", poll.slug)
    after_it = polls("seal", poll.slug)

    blocked = (
        "Another process, such as a backup, still reads the old rows. Run this again when it has ended.\n"
    )
    assert (done.exit_code, done.output) == (1, f"{poll.slug} is sealed: Tea or coffee?\n{blocked}")
    assert (again.exit_code, again.output) == (1, blocked)
    assert (after_it.exit_code, after_it.output) == (0, "No old version of a row is left.\n")


def test_openapi_prints_the_document() -> None:
    status, printed = run("openapi")

    assert (status, json.loads(printed)["info"]["title"]) == (0, "Polls")
