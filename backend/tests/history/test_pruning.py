"""`polls history prune`, and the retention of changes."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from typer.testing import CliRunner

from app.cli import cli
from app.database import Database
from app.history import service
from app.history.models import Change, ChangeAction
from tests.factories import make_poll
from tests.factories.polls import NOW
from tests.history.changes import changes, forget


@pytest.fixture
def polls(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("DATABASE_URL", app.state.settings.database_url.get_secret_value())
    return CliRunner()


def add_changes(database: Database, *days_ago: int) -> None:
    forget(database)
    with database.begin() as session:
        for days in days_ago:
            at = NOW - timedelta(days=days)
            session.add(
                Change(at=at, actor="cli", resource="questions", record=f"{days}", action="edit", fields=[])
            )


def test_changes_are_kept_for_two_years(polls: CliRunner, database: Database) -> None:
    add_changes(database, 800, 731, 729, 0)

    result = polls.invoke(cli, ["history", "prune"])

    assert (result.exit_code, result.output) == (0, "Deleted 2 changes that are older than 730 days.\n")
    assert [change.record for change in changes(database)] == ["729", "0"]


def test_the_setting_says_how_long_changes_are_kept(
    polls: CliRunner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_changes(database, 50, 39)
    monkeypatch.setenv("HISTORY_DAYS", "40")

    assert polls.invoke(cli, ["history", "prune"]).output.startswith("Deleted 1 changes")
    assert [change.record for change in changes(database)] == ["39"]


def test_pruning_goes_on_after_each_batch(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PRUNED_AT_ONCE", 3)
    for old in (7, 6, 0):
        add_changes(database, *[40] * old, 1)
        assert service.prune(database, 30) == old
        assert len(changes(database)) == 1


def test_commands_are_recorded(polls: CliRunner, database: Database) -> None:
    password = "correct horse\ncorrect horse\n"
    polls.invoke(cli, ["create-user", "ann", "--role", "viewer"], input=password)
    polls.invoke(cli, ["set-password", "ann"], input="another horse\nanother horse\n")
    polls.invoke(cli, ["seed"])

    created, password_set, *seeded = changes(database)
    assert (created.actor, created.action, created.record) == ("cli", "create", "ann")
    assert (password_set.action, password_set.fields) == ("edit", ["password"])
    # Eight examples, of which some are closed, archived or corrected afterwards.
    assert [change.action for change in seeded].count(ChangeAction.create) == 8
    assert [change.fields for change in seeded if change.action == "edit"] == [["closes_at"]] * 2


def test_no_secret_is_in_any_change(polls: CliRunner, database: Database) -> None:
    make_poll(database)
    polls.invoke(cli, ["create-user", "ann"], input="correct horse\ncorrect horse\n")
    polls.invoke(cli, ["seed"])

    with database.begin() as session:
        stored = [*session.execute(sa.select(Change.before, Change.after))]
        secrets = [
            *session.scalars(sa.text("SELECT password_hash FROM account_user")),
            *session.scalars(sa.text("SELECT slug FROM poll_question")),
        ]
    text = str(stored)
    states = [state for pair in stored for state in pair if state]
    assert {name for state in states for name in state} == {
        "question_text",
        "pub_date",
        "closes_at",
        "voting",
        "max_choices",
        "voter_check",
        "roll_id",
        "quorum",
        "results_visibility",
        "listed",
        "choices",
        "draft",
        "archived",
        "username",
        "role",
        "active",
    }
    choices = [choice for state in states for choice in state.get("choices", [])]
    assert {name for choice in choices for name in choice} == {"id", "choice_text"}
    assert len(secrets) == 10
    assert [secret for secret in secrets if secret in text] == []
    assert "correct horse" not in text
