"""The `polls` command: its subcommands and their messages."""

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
from app.accounts.sessions import open_session
from app.cli import cli
from app.database import Database
from app.history.models import Change
from app.polls.models import Choice, Question
from app.rolls.models import Roll, Voter
from app.voting import recount
from app.voting.models import Vote
from tests.conftest import SECRET_KEY
from tests.factories import make_poll, make_user
from tests.factories.polls import AN_HOUR_AGO, new_receipt, vote
from tests.factories.rolls import enter
from tests.serving import POLLS, environment

Polls = Callable[..., Result]


@pytest.fixture
def polls(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Polls:
    """A function that runs a command on the tests' database. The fixture `app` empties it afterwards."""
    monkeypatch.setenv("DATABASE_URL", app.state.settings.database_url.get_secret_value())
    return lambda *arguments, **options: CliRunner().invoke(cli, arguments, **options)


@pytest.fixture
def new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of a SQLite database. Neither the file nor its folder exists."""
    file = tmp_path / "new" / "polls.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    return file


def count(url: sa.URL, model: type) -> int:
    with Database(url).begin() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(model)).one()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments)
    return result.exit_code, result.output


MIGRATED = "The database has the schema of this version.\n"
NOT_READY = "The database does not have the schema of this version. Run `make migrate` or `polls migrate`.\n"


def test_migrate_with_seed_new_adds_examples_only_to_a_new_file(new_file: Path) -> None:
    assert run("migrate", "--seed-new") == (0, f"{MIGRATED}Added 8 example polls.\n")
    assert run("migrate", "--seed-new") == (0, MIGRATED)
    assert count(sa.make_url(f"sqlite:///{new_file}"), Question) == 8


def test_migrate_alone_adds_no_examples(new_file: Path) -> None:
    assert run("migrate") == (0, MIGRATED)
    assert count(sa.make_url(f"sqlite:///{new_file}"), Question) == 0


def test_migrate_with_seed_new_adds_no_examples_to_a_file_with_an_account(new_file: Path) -> None:
    run("migrate")
    make_user(Database(sa.make_url(f"sqlite:///{new_file}")), "ann")

    assert run("migrate", "--seed-new") == (0, MIGRATED)
    assert count(sa.make_url(f"sqlite:///{new_file}"), Question) == 0


def test_seed_adds_examples_to_existing_polls(polls: Polls, database: Database) -> None:
    make_poll(database)

    assert polls("seed").output == "Added 8 example polls.\n"
    assert count(database.engine.url, Question) == 9


def test_create_user_creates_an_account_with_the_role(polls: Polls, database: Database) -> None:
    output = polls("create-user", " ann ", "--role", "viewer", input="correct horse\ncorrect horse\n").output

    assert output.endswith("ann can sign in now.\n")
    assert "correct horse" not in output
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
def test_create_user_refuses_invalid_values_with_a_message(
    polls: Polls, database: Database, username: str, password: str, problem: str
) -> None:
    make_user(database, "ann")

    result = polls("create-user", username, "--password", password)

    assert (result.exit_code, result.output) == (1, f"{problem}\n")
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
def test_set_password_refuses_invalid_values_with_a_message(
    polls: Polls, database: Database, username: str, password: str, problem: str
) -> None:
    ann = make_user(database, "ann")

    result = polls("set-password", username, "--password", password)

    assert (result.exit_code, result.output) == (1, problem)
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
def test_commands_refuse_to_run_before_the_migration(
    new_file: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_check_port", lambda *_: None)
    new_file.parent.mkdir()

    assert run(*command) == (1, NOT_READY)


@pytest.mark.parametrize("command", [*COMMANDS[:-1], ("migrate",)])
def test_an_unreachable_database_is_a_message_without_a_traceback(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:s3cret@127.0.0.1:1/polls")

    status, output = run(*command)

    assert status == 1
    assert output.startswith("The database can't be used: connection to server at ")
    assert "s3cret" not in output


def test_an_invalid_setting_is_a_message_without_a_traceback() -> None:
    settings = environment(sa.make_url("sqlite:///never-opened.sqlite3"), PORT="http")

    result = subprocess.run([POLLS, "migrate"], env=settings, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    message = "PORT: Input should be a valid integer, unable to parse string as an integer\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, "", message)


def test_missing_postgresql_settings_are_named_in_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_HOST", "db")

    missing = "POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DATABASE"
    assert run("migrate") == (1, f"PostgreSQL needs all of its settings: {missing} missing\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_serve_refuses_a_port_that_is_in_use(polls: Polls, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as listener:
        port = listener.getsockname()[1]
        result = polls("serve", "--host", host, "--port", str(port))

    assert result.exit_code == 1
    assert result.output.startswith(f"Port {port} on {host} can't be used (")
    assert result.output.endswith("). Set PORT to another port.\n")


def test_recount_confirms_correct_tallies(polls: Polls, client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    make_poll(database)
    vote(client, poll, 0, 1)
    vote(client, poll, 1)

    result = polls("recount")

    assert (result.exit_code, result.stdout) == (0, "Polls: 2. Every tally is correct.\n")
    assert polls("recount", poll.slug).stdout == "Polls: 1. Every tally is correct.\n"
    unknown = polls("recount", "aaaaaaaaaa")
    assert (unknown.exit_code, unknown.output) == (1, "This poll does not exist.\n")


def test_recount_reports_wrong_tallies_and_repairs_them(
    polls: Polls, client: TestClient, database: Database
) -> None:
    poll, other = make_poll(database, voter_check="none"), make_poll(database)
    for choice in (0, 0, 1):
        vote(client, poll, choice)
    with database.begin() as session:
        session.execute(sa.update(Question).where(Question.id == poll.id).values(ballots=5))
        session.execute(sa.update(Choice).where(Choice.id == poll.choices[1].id).values(tally=0))
        session.execute(sa.update(Choice).where(Choice.id == other.choices[2].id).values(tally=9))

    report = polls("recount")
    report_of_other = polls("recount", other.slug)
    repair = polls("recount", "--repair")

    assert report.exit_code == report_of_other.exit_code == 1
    assert report.stdout.splitlines() == [
        f"{poll.slug}: the tally of votes for “Coffee” is 0, and should be 1.",
        f"{other.slug}: the tally of votes for “Water” is 9, and should be 0.",
        f"{poll.slug}: the tally of ballots is 5, and should be 3.",
        "Correct the tallies with `polls recount --repair`.",
    ]
    assert report_of_other.stdout.startswith(
        f"{other.slug}: the tally of votes for “Water” is 9, and should be 0.\n"
    )
    assert (repair.exit_code, repair.stdout.splitlines()) == (
        0,
        [
            f"{poll.slug}: the tally of votes for “Coffee” was 0, and is 1 now.",
            f"{poll.slug}: the tally of ballots was 5, and is 3 now.",
            f"{other.slug}: the tally of votes for “Water” was 9, and is 0 now.",
            "Polls: 2. Every tally is correct now.",
        ],
    )
    assert polls("recount").exit_code == 0


def test_recount_reports_ballots_without_receipts_but_does_not_repair_them(
    polls: Polls,
    client: TestClient,
    database: Database,
) -> None:
    poll = make_poll(database, voter_check="none")
    vote(client, poll, 0)
    receipt = new_receipt()
    vote(client, poll, 1, receipt=receipt)
    with database.begin() as session:
        session.execute(sa.delete(Vote).where(Vote.receipt == uuid.UUID(receipt)))

    repair = polls("recount", "--repair")
    report = polls("recount")

    mismatch = f"{poll.slug}: ballots 2, receipts 1. A repair can't correct that."
    assert repair.exit_code == report.exit_code == 1
    assert repair.stdout.splitlines() == [
        f"{poll.slug}: the tally of votes for “Coffee” was 1, and is 0 now.",
        mismatch,
    ]
    assert report.stdout.splitlines() == [mismatch]


def test_recount_reports_repaired_tallies_even_if_a_later_repair_fails(
    polls: Polls, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_poll(database), make_poll(database)
    with database.begin() as session:
        session.execute(sa.update(Choice).where(Choice.position == 0).values(tally=9))
    repair_tallies = recount.repair_tallies

    def fail_for_second_poll(session: Session, question_id: int) -> list[recount.Finding]:
        if question_id == second.id:
            raise OperationalError("UPDATE", None, OSError("for once"))
        return repair_tallies(session, question_id)

    with monkeypatch.context() as patch:
        patch.setattr(recount, "repair_tallies", fail_for_second_poll)
        failed = polls("recount", "--repair")

    message = "{}: the tally of votes for “Tea” was 9, and is 0 now."
    assert failed.exit_code == 1
    assert failed.stdout.splitlines() == [
        message.format(first.slug),
        "The database can't be used: for once",
    ]
    repair = polls("recount", "--repair").stdout
    assert repair.splitlines()[0] == message.format(second.slug)


def test_seal_reports_the_sealed_polls(polls: Polls, database: Database) -> None:
    first, second = make_poll(database, closes_at=AN_HOUR_AGO), make_poll(database, closes_at=AN_HOUR_AGO)
    is_open = make_poll(database)

    named = polls("seal", second.slug)
    all_due = polls("seal")

    scrubbed = "No old version of a row is left.\n"
    assert (named.exit_code, named.output) == (0, f"{second.slug} is sealed: Tea or coffee?\n{scrubbed}")
    assert (all_due.exit_code, all_due.output) == (0, f"{first.slug} is sealed: Tea or coffee?\n{scrubbed}")
    assert polls("seal").output == scrubbed
    for slug in (is_open.slug, "aaaaaaaaaa"):
        refused = polls("seal", slug)
        assert (refused.exit_code, refused.output) == (1, f"No closed poll has the slug {slug}.\n")


def test_seal_fails_while_a_backup_reads_old_rows_and_can_be_run_again(
    polls: Polls, database: Database
) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    isolation = {"sqlite": "SERIALIZABLE", "postgresql": "REPEATABLE READ"}[database.engine.dialect.name]
    with database.engine.connect() as connection:
        backup = connection.execution_options(isolation_level=isolation)
        backup.execute(sa.select(Vote)).all()
        result = polls("seal", poll.slug)
        again = polls("seal", poll.slug)
    after_backup = polls("seal", poll.slug)

    blocked = (
        "Another process, such as a backup, still reads the old rows. Run this again when it has ended.\n"
    )
    assert (result.exit_code, result.output) == (1, f"{poll.slug} is sealed: Tea or coffee?\n{blocked}")
    assert (again.exit_code, again.output) == (1, blocked)
    assert (after_backup.exit_code, after_backup.output) == (0, "No old version of a row is left.\n")


def test_openapi_prints_the_document() -> None:
    status, printed = run("openapi")

    assert (status, json.loads(printed)["info"]["title"]) == (0, "Polls")


def test_codes_for_a_roll_are_printed_and_open_its_polls(
    polls: Polls, client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", SECRET_KEY)

    printed = [
        polls("roll", "codes", "3", "--roll", name) for name in ("General assembly", "GENERAL ASSEMBLY")
    ]

    codes = [code for result in printed for code in result.output.splitlines()]
    assert ([result.exit_code for result in printed], len({*codes})) == ([0, 0], 6)
    assert {enter(client, code).json()["roll"]["name"] for code in codes} == {"General assembly"}
    for count, name in (("0", "x"), ("10001", "x"), ("1", "\u200b"), ("1", "")):
        assert polls("roll", "codes", count, "--roll", name).exit_code != 0
    with database.begin() as session:
        assert session.scalars(sa.select(sa.func.count()).select_from(Voter)).one() == 6


def test_people_are_imported_from_a_file_or_none_of_them(
    polls: Polls, database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name;number;email\nÄnn;1;a@x.test\nBob;1;b\n", "latin-1")
    refused = polls("roll", "import", str(file), "--roll", "Members")
    assert refused.exit_code == 1
    assert "Line 3: email: This is not an e-mail address" in refused.output
    with database.begin() as session:
        assert not session.scalars(sa.select(Roll)).all()

    file.write_text("name;number;email\nÄnn;1;a@x.test\nBob;2;a@x.test\n", "latin-1")
    done = polls("roll", "import", str(file), "--roll", "Members")
    assert (done.exit_code, done.stdout) == (0, "New people: 2. Updated: 0.\n")
    assert done.stderr == "Line 3: email: Line 2 has this address, too.\n"
    file.write_text("name,number\nAnne,1\nCid,3\n")
    again = polls("roll", "import", str(file), "--roll", "MEMBERS")
    assert again.stdout == "New people: 1. Updated: 1.\n"
    with database.begin() as session:
        people = session.execute(sa.select(Voter.name, Voter.email).order_by(Voter.id)).all()
        assert [tuple(row) for row in people] == [("Anne", "a@x.test"), ("Bob", "a@x.test"), ("Cid", None)]
        recorded = session.scalars(sa.select(Change).order_by(Change.id)).all()
        assert {(change.actor, change.action) for change in recorded} == {("cli", "import")}

    assert polls("roll", "forget", "--roll", "Board").output == "There is no roll Board.\n"
    forgotten = polls("roll", "forget", "--roll", "members")
    assert forgotten.output == "The people are forgotten. No old version of a row is left.\n"
    with database.begin() as session:
        assert not session.scalars(sa.select(Voter)).all()
        recorded = session.scalars(sa.select(Change).order_by(Change.id)).all()
        assert [(change.record, change.action, change.note) for change in recorded] == [
            ("Members", "import", None),
            ("Members", "forget", "3 people"),
        ]
