"""The backup of a SQLite file from before a migration."""

import os
import shutil
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from tests.migrations.project import HEAD, Project, rows, shape
from tests.migrations.test_lost_rows import REBUILD, refusal


def backup_url(project: Project, name: str) -> sa.URL:
    return project.url.set(database=str(project.file.with_name(name)))


@pytest.mark.parametrize(
    "statement",
    [
        REBUILD,
        'op.drop_table("account_session")',
        'op.execute("-- all\\n /* of them */ delete from poll_vote")',
        'op.execute("UPDATE poll_choice SET votes = 0")',
        'op.execute("INSERT OR REPLACE INTO poll_choice SELECT * FROM poll_choice")',
        'op.execute("WITH few AS (SELECT 1) DELETE FROM poll_vote WHERE rank IN few")',
        'op.rename_table("poll_vote", "a")',
        'op.add_column("poll_vote", sa.Column("a", sa.Text())); op.drop_column("poll_vote", "a")',
    ],
)
def test_the_backup_is_the_database_from_before_the_migration(sqlite: Project, statement: str) -> None:
    before = shape(sqlite.url), rows(sqlite.url)
    sqlite.write(statement, declared='deletes_rows = ("account_session", "poll_vote")')

    sqlite.upgrade()

    assert sqlite.backups() == [f"polls.sqlite3.{HEAD}.backup"]
    backup = backup_url(sqlite, f"polls.sqlite3.{HEAD}.backup")
    assert (shape(backup), rows(backup)) == before
    with closing(sqlite3.connect(str(backup.database))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


@pytest.mark.parametrize(
    "statement",
    [
        "pass",
        'op.create_table("other", sa.Column("id", sa.Integer))',
        'op.add_column("poll_choice", sa.Column("note", sa.Text()))',
        'op.create_index("ix_new", "poll_choice", ["votes"])',
        'op.drop_index("ix_poll_question_sealed", "poll_question")',
        "op.execute(\"INSERT INTO account_sign_in_attempts VALUES (x'00', 1, '2026-01-01')\")",
    ],
)
def test_a_migration_that_can_lose_nothing_makes_no_backup(sqlite: Project, statement: str) -> None:
    sqlite.write(statement)

    sqlite.upgrade()

    assert sqlite.backups() == []


def test_a_new_file_is_not_backed_up(sqlite: Project) -> None:
    sqlite.write(REBUILD)
    new = Project(sqlite.url.set(database=str(sqlite.file.with_name("new.sqlite3"))), sqlite.folder)

    new.upgrade()

    assert new.backups() == []


def test_the_backup_includes_the_write_ahead_log(sqlite: Project) -> None:
    """A running server may have committed changes that are only in the `-wal` file."""
    sqlite.write(REBUILD)
    with closing(sqlite3.connect(sqlite.file, isolation_level=None)) as server:
        server.execute("PRAGMA journal_mode = WAL")
        server.execute("UPDATE poll_question SET slug = 'justnow' WHERE id = 1")

        sqlite.upgrade()

    assert rows(backup_url(sqlite, f"polls.sqlite3.{HEAD}.backup"))["poll_question"][0]["slug"] == "justnow"


def test_no_backup_overwrites_another(sqlite: Project) -> None:
    change = 'op.execute("UPDATE poll_choice SET votes = 0")'
    sqlite.write(change, change)
    for _ in range(2):
        sqlite.upgrade()
        sqlite.downgrade(HEAD)

    assert sqlite.backups() == [
        f"polls.sqlite3.{HEAD}.2.backup",
        f"polls.sqlite3.{HEAD}.backup",
        "polls.sqlite3.t1.2.backup",
        "polls.sqlite3.t1.backup",
    ]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_the_backup_has_the_permissions_of_the_database(sqlite: Project, mode: int) -> None:
    sqlite.write(REBUILD)
    sqlite.file.chmod(mode)
    umask = os.umask(0)
    try:
        sqlite.upgrade()
    finally:
        os.umask(umask)

    assert sqlite.file.with_name(f"polls.sqlite3.{HEAD}.backup").stat().st_mode & 0o777 == mode


def test_an_unfinished_backup_of_a_killed_process_is_replaced(sqlite: Project) -> None:
    sqlite.write(REBUILD)
    sqlite.file.with_name("polls.sqlite3.unfinished").write_text("half of it")

    sqlite.upgrade()

    assert sorted(path.name for path in sqlite.file.parent.glob("polls*")) == [
        "polls.sqlite3",
        f"polls.sqlite3.{HEAD}.backup",
    ]


def test_without_space_for_a_backup_nothing_is_changed(
    sqlite: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite.write(REBUILD)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))

    assert refusal(sqlite) == (
        f"Nothing was changed: a backup of {sqlite.file} needs 0 MB in the same folder, and 0 MB are free. "
        "Free some space, then migrate again."
    )


def test_if_the_backup_can_not_be_written_nothing_is_changed(
    sqlite: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("not allowed")

    sqlite.write(REBUILD)
    monkeypatch.setattr(os, "fchmod", refuse)

    assert refusal(sqlite) == (
        f"Nothing was changed: {sqlite.file} can't be backed up (not allowed). Fix that, then migrate again."
    )
    assert [*sqlite.file.parent.glob("*.unfinished")] == []
