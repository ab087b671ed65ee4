"""A migration deletes only rows of tables that it declares, and runs as a whole or not at all."""

import re
import signal
import subprocess

import pytest
import sqlalchemy as sa
from alembic.util import CommandError

from tests.migrations.project import HEAD, Project, rows, shape
from tests.serving import POLLS, environment

REBUILD = """
with op.batch_alter_table("poll_question") as batch_op:
    batch_op.alter_column("question_text", existing_type=sa.String(200), type_=sa.String(300))
"""


def refusal(project: Project) -> str:
    """The message of a refused upgrade, which must leave the database unchanged and no backup."""
    before = shape(project.url), rows(project.url), revision(project)
    with pytest.raises(CommandError) as error:
        project.upgrade()
    assert (shape(project.url), rows(project.url), revision(project)) == before
    if project.is_sqlite:
        assert project.backups() == []
    return str(error.value)


def revision(project: Project) -> str:
    return str(project.scalar("SELECT version_num FROM alembic_version"))


def count(project: Project, table: str) -> int:
    return int(project.scalar(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own tables


def test_a_migration_that_deletes_rows_undeclared_is_refused(project: Project) -> None:
    project.write('op.execute("DELETE FROM poll_vote WHERE rank = 0")')

    assert refusal(project) == (
        "Nothing was changed: revision t1 would delete rows (193 of poll_vote). "
        "If it is meant to, declare that in its file: deletes_rows = ('poll_vote',)"
    )


@pytest.mark.parametrize(
    "statement",
    [
        'op.execute("DELETE FROM account_session")',
        'op.drop_table("account_session")',
        'op.execute("DROP TABLE account_session")',
        'op.execute("DELETE FROM account_session"); op.drop_table("account_session")',
        'op.rename_table("account_session", "a"); op.execute("DELETE FROM a")',
        'op.get_bind().execute(sa.table("account_session").delete())',
        'op.create_table("other", sa.Column("id", sa.Integer)); op.drop_table("account_session")',
    ],
)
@pytest.mark.parametrize("declared", ["", "deletes_rows = ('poll_vote',)", "deletes_rows = ()"])
def test_rows_deleted_in_other_ways_are_noticed(project: Project, statement: str, declared: str) -> None:
    project.write(statement, declared=declared)

    assert "(1 of account_session)" in refusal(project).replace("1 of a)", "1 of account_session)")


@pytest.mark.parametrize("declared", ["deletes_rows = ('poll_vote',)", "deletes_rows = 'poll_vote'"])
def test_a_migration_may_delete_rows_of_tables_that_it_declares(project: Project, declared: str) -> None:
    project.write('op.execute("DELETE FROM poll_vote")', declared=declared)
    before = rows(project.url)

    project.upgrade()

    assert rows(project.url) == before | {"poll_vote": []}


def test_a_declaration_is_valid_for_its_own_revision_only(project: Project) -> None:
    project.write('op.execute("DELETE FROM poll_vote WHERE rank = 0")', declared="deletes_rows = 'poll_vote'")
    project.write('op.execute("DELETE FROM poll_vote")')

    assert "revision t2 would delete rows (23 of poll_vote)" in refusal(project)


def test_a_renamed_table_keeps_its_rows(project: Project) -> None:
    before = rows(project.url)
    project.write('op.rename_table("poll_vote", "cast_vote")', 'op.rename_table("cast_vote", "poll_vote")')
    project.write('op.rename_table("cast_vote", "poll_vote")', 'op.rename_table("poll_vote", "cast_vote")')
    project.write(
        'op.rename_table("poll_vote", "a"); op.rename_table("a", "b")',
        'op.rename_table("b", "a"); op.rename_table("a", "poll_vote")',
    )

    project.upgrade()
    assert rows(project.url)["b"] == before["poll_vote"]
    project.downgrade(HEAD)
    assert rows(project.url) == before


def test_a_table_may_be_copied_by_hand_if_all_rows_are_copied(project: Project) -> None:
    before = rows(project.url)
    copy = """
instant = sa.DateTime(timezone=True)
columns = [sa.Column("key", sa.LargeBinary), sa.Column("attempts", sa.Integer), sa.Column("ends_at", instant)]
op.create_table("copy", *columns)
op.execute("INSERT INTO copy SELECT * FROM account_sign_in_attempts{condition}")
op.drop_table("account_sign_in_attempts")
op.rename_table("copy", "account_sign_in_attempts")
"""
    project.write(copy.format(condition=""))
    project.upgrade()
    assert rows(project.url) == before

    project.write(copy.format(condition=" WHERE attempts = 0"))
    with pytest.raises(CommandError, match=r"would delete rows \(1 of account_sign_in_attempts\)"):
        project.upgrade()
    assert rows(project.url) == before


def test_an_empty_table_may_be_dropped(project: Project) -> None:
    project.run("DELETE FROM account_session")
    project.write('op.drop_table("account_session")')

    project.upgrade()

    assert "account_session" not in rows(project.url)


def test_other_writers_wait_for_a_migration(project: Project) -> None:
    """Otherwise their changes would distort the row counts."""
    if project.is_sqlite:
        return  # SQLite has one writer at a time
    other = """
with sa.create_engine(op.get_bind().engine.url).connect() as other:
    other.exec_driver_sql("SET lock_timeout = 1")
    try:
        other.exec_driver_sql("DELETE FROM account_session")
    except sa.exc.OperationalError as error:
        raise RuntimeError("waits") from error
"""
    project.write(other)
    with pytest.raises(RuntimeError, match="waits"):
        project.upgrade()


def test_a_failing_revision_undoes_the_ones_before_it(project: Project) -> None:
    project.write(REBUILD)
    project.write('op.add_column("poll_choice", sa.Column("note", sa.Text()))')
    project.write('op.execute("UPDATE poll_choice SET votes = -1")')
    before = shape(project.url), rows(project.url)

    with pytest.raises(sa.exc.IntegrityError):
        project.upgrade()

    assert (shape(project.url), rows(project.url), revision(project)) == (*before, HEAD)


@pytest.mark.parametrize("direction", ["upgrade", "downgrade"])
def test_a_migration_that_is_killed_changes_nothing(project: Project, direction: str) -> None:
    kill = "os.kill(os.getpid(), signal.SIGKILL)"
    change = 'op.execute("UPDATE poll_choice SET votes = votes + 1")'
    project.write(f"{REBUILD}\n{change}", REBUILD)
    project.write(change if direction == "downgrade" else f"{change}\n{kill}", f"{change}\n{REBUILD}\n{kill}")
    if direction == "downgrade":
        project.upgrade()
    before = shape(project.url), rows(project.url), revision(project)

    alembic = [str(POLLS.with_name("alembic")), "-c", str(project.ini)]
    step = ["upgrade", "head"] if direction == "upgrade" else ["downgrade", HEAD]
    done = subprocess.run([*alembic, *step], env=environment(project.url), check=False)  # noqa: S603 - our own

    assert done.returncode == -signal.SIGKILL
    assert (shape(project.url), rows(project.url), revision(project)) == before


def test_deleting_rows_that_others_refer_to_is_refused(sqlite: Project) -> None:
    sqlite.write('op.execute("DELETE FROM poll_choice")', declared="deletes_rows = 'poll_choice'")

    assert refusal(sqlite) == (
        "Nothing was changed: rows would refer to missing rows "
        "(poll_correction to poll_choice, poll_vote to poll_choice). "
        "Foreign keys are off while a migration runs on SQLite, so deleting a row does not delete the "
        "rows that refer to it. Delete those first, in the migration."
    )


def test_a_new_foreign_key_that_rows_violate_is_refused(sqlite: Project) -> None:
    sqlite.write("""
with op.batch_alter_table("poll_choice") as batch_op:
    batch_op.create_foreign_key("fk_new", "account_user", ["position"], ["id"])
""")

    assert "(poll_choice to account_user)" in refusal(sqlite)


RESET = "BEGIN UPDATE account_sign_in_attempts SET attempts = 0; END"


@pytest.mark.parametrize(
    ("statements", "kind"),
    [
        (["CREATE VIEW dependent AS SELECT attempts FROM account_sign_in_attempts"], "view"),
        ([f"CREATE TRIGGER dependent AFTER DELETE ON account_session {RESET}"], "trigger"),
        ([f"CREATE TRIGGER dependent BEFORE INSERT ON account_session {RESET}"], "trigger"),
        ([f"CREATE TRIGGER dependent AFTER UPDATE OF expires_at ON account_session {RESET}"], "trigger"),
        ([f"CREATE TRIGGER dependent UPDATE ON account_sign_in_attempts {RESET}"], "trigger"),
        (
            [
                'CREATE VIEW "insert" AS SELECT user_id FROM account_session',
                f'CREATE TRIGGER dependent INSTEAD OF UPDATE ON "insert" {RESET}',
            ],
            "trigger",
        ),
        (
            [
                'CREATE VIEW "delete" AS SELECT user_id FROM account_session',
                f'CREATE TRIGGER dependent INSTEAD OF INSERT ON "delete" {RESET}',
            ],
            "trigger",
        ),
    ],
)
def test_dropping_a_column_that_a_view_or_trigger_needs_is_refused(
    sqlite: Project, statements: list[str], kind: str
) -> None:
    sqlite.run(*statements)
    sqlite.write("""
with op.batch_alter_table("account_sign_in_attempts") as batch_op:
    batch_op.drop_column("attempts")
""")

    assert refusal(sqlite) == (
        f"Nothing was changed: the {kind} dependent would no longer work (no such column: attempts). "
        "A migration has to drop or recreate the views and triggers that it breaks."
    )


def test_views_and_triggers_that_were_broken_before_are_ignored(sqlite: Project) -> None:
    sqlite.run(
        "CREATE VIEW broken AS SELECT * FROM gone",
        "CREATE TRIGGER fails AFTER DELETE ON poll_vote BEGIN DELETE FROM gone; END",
        "CREATE VIEW names AS SELECT username FROM account_user",
    )
    sqlite.write(REBUILD)

    sqlite.upgrade()

    assert revision(sqlite) == "t1"


def test_polls_migrate_prints_the_refusal_without_a_traceback(sqlite: Project) -> None:
    sqlite.write(REBUILD)
    sqlite.write('op.execute("DELETE FROM poll_vote")')

    code, out, error = polls_migrate(sqlite)

    assert (code, out) == (1, "")
    assert re.search(r"Nothing was changed: revision t2 would delete rows \(\d+ of poll_vote\)\.", error)
    assert "Traceback" not in error


def test_polls_migrate_prints_the_path_of_the_backup(sqlite: Project) -> None:
    sqlite.write(REBUILD)

    code, out, _ = polls_migrate(sqlite)

    assert (code, out) == (
        0,
        f"Backup from before the migration: {sqlite.file}.{HEAD}.backup. It holds every ballot, "
        "so delete it when all is well.\nThe database has the schema of this version.\n",
    )
    assert polls_migrate(sqlite)[:2] == (0, "The database has the schema of this version.\n")


def polls_migrate(project: Project) -> tuple[int, str, str]:
    settings = environment(project.url, ALEMBIC_CONFIG=str(project.ini))
    done = subprocess.run([POLLS, "migrate"], env=settings, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return done.returncode, done.stdout, done.stderr
