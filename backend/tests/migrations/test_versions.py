"""The migrations of Polls, on both databases."""

import io
import os
import sqlite3
import subprocess
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from app import migrations
from app.accounts.service import find_user
from app.config import CHECKOUT, Language
from app.database import Database
from app.mail.models import Kind, Mailing, Message, Pace
from app.polls import service
from app.polls.models import Correction, Question
from app.polls.status import Status
from app.rolls.models import Delivery, Roll, Voter
from tests.factories import make_poll, make_user
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, YESTERDAY
from tests.factories.rolls import make_poll_of
from tests.migrations.project import assert_same, connected, rows, shape
from tests.postgres import create_database
from tests.serving import POLLS, environment

TABLES = {
    "account_session",
    "account_sign_in_attempts",
    "account_user",
    "history_change",
    "mail_mailing",
    "mail_message",
    "mail_pace",
    "poll_ballot",
    "poll_choice",
    "poll_correction",
    "poll_question",
    "poll_roll",
    "poll_vote",
    "poll_voter",
}


OPENING_HOURS = sa.select(Question.id, Question.pub_date, Question.closes_at).order_by(Question.id)


def tables(url: sa.URL) -> set[str]:
    engine = sa.create_engine(url)
    names = set(sa.inspect(engine).get_table_names()) - {"alembic_version", "row_count", "day_count"}
    engine.dispose()
    return names


def is_current(database: Database) -> bool:
    try:
        with database.engine.connect() as connection:
            migrations.require_current(connection)
    except migrations.NotReady:
        return False
    return True


def test_a_database_with_rows_can_be_downgraded_and_upgraded_again(
    new_database: Callable[[], sa.URL],
) -> None:
    url = new_database()
    config = migrations.alembic_config(url)
    database = Database(url)

    for _ in range(2):
        assert (tables(url), is_current(database)) == (set(), False)
        migrations.upgrade(url)
        assert (tables(url), is_current(database)) == (TABLES, True)
        make_poll(database)
        make_user(database, "ann")
        migrations.upgrade(url)  # changes nothing
        with database.begin() as session:
            assert session.scalars(sa.text("SELECT count(*) FROM poll_choice")).one() == 3
        database.engine.dispose()
        command.downgrade(config, "base")

    assert tables(url) == set()


def test_accounts_keep_names_that_look_alike(new_database: Callable[[], sa.URL]) -> None:
    url = new_database()
    config = migrations.alembic_config(url)
    command.upgrade(config, "0006")
    names = ["Ann", "ann", "\uff21NN", "bob", "\ufdfa" * 150]
    database = Database(url)
    rows = sa.text("SELECT id, username, password_hash, role, version FROM account_user ORDER BY id")
    with database.begin() as session:
        for name in names:
            session.execute(
                sa.text(
                    "INSERT INTO account_user (username, password_hash, role) VALUES (:name, 'x', 'admin')"
                ),
                {"name": name},
            )
        before = session.execute(rows).all()

    migrations.upgrade(url)
    with database.begin() as session:
        assert [find_user(session, name).username for name in names] == names  # type: ignore[union-attr] # not None
        assert session.scalars(sa.text("SELECT count(DISTINCT username_key) FROM account_user")).one() == 5
        assert find_user(session, "aNN").username == "Ann"  # type: ignore[union-attr]
        assert session.execute(rows).all() == before
    database.engine.dispose()
    command.downgrade(config, "0006")
    with database.begin() as session:
        assert session.execute(rows).all() == before
    database.engine.dispose()


# Rows for the schema of the first revision, with values that a careless copy would change.
OLDEST = """
INSERT INTO account_user (id, username, password_hash, role) VALUES (3, 'Ünn''s', '007', 'editor');
INSERT INTO account_session (token_digest, user_id, expires_at) VALUES ({x}00ff', 3, '{time}');
INSERT INTO account_sign_in_attempts ("key", attempts, ends_at) VALUES ({x}27', 3, '{time}');
INSERT INTO poll_question (id, slug, question_text, pub_date, closes_at, voting, max_choices, voter_check,
    results_visibility, listed, ballots, version) VALUES
    (5, '0123456789', '1e3', '{time}', NULL, 'multiple', 2, 'browser', 'staff', true, 1, 4),
    (7, 'x', ' ? % :a \\ ', '{time}', '{later}', 'single', NULL, 'none', 'always', false, 0, 1);
INSERT INTO poll_choice (id, question_id, choice_text, position, votes) VALUES
    (8, 5, 'a', 1, 1), (9, 5, 'A', 0, 1), (12, 7, '', 0, 0);
INSERT INTO poll_ballot (question_id, voter_key) VALUES (5, {x}0001');
INSERT INTO poll_vote (question_id, receipt, rank, choice_id) VALUES
    (5, '{receipt}', 0, 8), (5, '{receipt}', 1, 9);
"""


def test_each_revision_keeps_the_rows_of_the_first_one(new_database: Callable[[], sa.URL]) -> None:
    """Each step, up and down, keeps the values of the columns that it does not add or drop."""
    url = new_database()
    config = migrations.alembic_config(url)
    is_sqlite = url.get_backend_name() == "sqlite"
    command.upgrade(config, "0001")
    times = {"time": "2026-01-31 10:00:00", "later": "2026-02-01"}
    values = times | {"x": "x'" if is_sqlite else r"'\x", "receipt": "00112233445566778899aabbccddeeff"}
    with connected(url) as connection:
        for statement in OLDEST.format(**values).split(";\n")[:-1]:
            connection.exec_driver_sql(statement.replace("%", "%" if is_sqlite else "%%"))
        connection.commit()
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    shapes, oldest = {"0001": shape(url)}, rows(url)
    assert sum(map(len, oldest.values())) == 11

    for revision in revisions[1:]:
        command.upgrade(config, revision)
        assert_same(oldest, rows(url))
        shapes[revision] = shape(url)
    newest = rows(url)
    for revision in revisions[-2::-1]:
        command.downgrade(config, revision)
        assert_same(oldest, rows(url))
        assert shape(url) == shapes[revision]
    assert rows(url) == oldest
    command.upgrade(config, "head")
    assert (rows(url), shape(url)) == (newest, shapes[revisions[-1]])


def test_a_downgrade_does_not_publish_drafts(new_database: Callable[[], sa.URL]) -> None:
    url = new_database()
    config = migrations.alembic_config(url)
    migrations.upgrade(url)
    database = Database(url)
    draft = make_poll(database, draft=True, closes_at=TOMORROW)
    others = [make_poll(database, archived=True), make_poll(database, closes_at=TOMORROW)]
    with database.begin() as session:
        correction = {"text_before": "Te", "text_after": "Tea", "corrected_at": YESTERDAY}
        session.add(Correction(question_id=others[0].id, choice_id=others[0].choices[0].id, **correction))
        before = session.execute(OPENING_HOURS).all()
    database.engine.dispose()

    command.downgrade(config, "0008")
    migrations.upgrade(url)

    with database.begin() as session:
        after = session.execute(OPENING_HOURS).all()
        flags = session.execute(sa.select(Question.draft, Question.archived)).all()
        assert service.find_poll(session, draft.slug).status is Status.scheduled
    assert (after[0].pub_date.year, after[0].closes_at, after[1:]) == (9999, None, before[1:])
    assert flags == [(False, False)] * 3
    database.engine.dispose()


def test_a_downgrade_opens_no_poll_with_a_roll_to_everyone(new_database: Callable[[], sa.URL]) -> None:
    url = new_database()
    config = migrations.alembic_config(url)
    migrations.upgrade(url)
    database = Database(url)
    with database.begin() as session:
        roll = Roll(name="Members")
        session.add(roll)
        session.flush()
        key = {"key": b"k" * 32, "code_digest": b"d" * 32}
        session.add(Voter(roll_id=roll.id, name="Ann", **key))
    shown = {"results_visibility": "staff"}
    polls = [
        make_poll_of(database, roll, **shown),
        make_poll_of(database, roll, pub_date=TOMORROW),
        make_poll_of(database, roll, closes_at=AN_HOUR_AGO, **shown),
        make_poll(database),
    ]
    with database.begin() as session:
        sealed = sa.update(Question).where(Question.id == polls[2].id)
        session.execute(sealed.values(sealed_at=AN_HOUR_AGO, eligible=1))
    database.engine.dispose()
    before = rows(url)

    command.downgrade(config, "0012")
    old = rows(url)
    migrations.upgrade(url)

    names = ("voter_check", "results_visibility", "draft")
    assert [tuple(str(row[name]) for name in names) for row in old["poll_question"]] == [
        ("browser", "after_close", as_stored(url, True)),
        ("browser", "after_close", as_stored(url, True)),
        ("browser", "staff", as_stored(url, False)),
        ("browser", "always", as_stored(url, False)),
    ]
    after = rows(url)
    assert (after["poll_roll"], after["poll_voter"]) == ([], [])
    assert {name: after[name] for name in ("poll_choice", "poll_ballot", "poll_vote")} == {
        name: before[name] for name in ("poll_choice", "poll_ballot", "poll_vote")
    }


def test_a_downgrade_drops_quorums_and_languages_and_nothing_else(new_database: Callable[[], sa.URL]) -> None:
    url = new_database()
    config, database = migrations.alembic_config(url), Database(url)
    migrations.upgrade(url)
    with database.begin() as session:
        roll = Roll(name="Members", public_turnout=True)
        session.add(roll)
        session.flush()
        mailing = {"kind": Kind.invitation, "subject": "صوتك", "text": "{link}"}
        session.add(Mailing(roll_id=roll.id, language=Language.ar, **mailing))
    make_poll_of(database, roll, quorum=0.6667)
    make_poll(database)
    database.engine.dispose()
    before, schema = rows(url), shape(url)

    command.downgrade(config, "0014")
    migrations.upgrade(url)

    lost: dict[str, Any] = {
        "mail_mailing": {"language": "en"},
        "poll_question": {"quorum": None},
        "poll_roll": {"public_turnout": as_stored_flag(url, False)},
    }
    assert rows(url) == {name: [row | lost.get(name, {}) for row in found] for name, found in before.items()}
    assert shape(url) == schema


def as_stored_flag(url: sa.URL, flag: bool) -> int | bool:
    return int(flag) if url.get_backend_name() == "sqlite" else flag


def test_people_whose_mail_a_downgrade_deletes_can_be_invited_again(
    new_database: Callable[[], sa.URL],
) -> None:
    url = new_database()
    config = migrations.alembic_config(url)
    migrations.upgrade(url)
    database = Database(url)
    with database.begin() as session:
        roll = Roll(name="Members")
        session.add(roll)
        session.flush()
        voters = [
            Voter(roll_id=roll.id, key=bytes([i]) * 32, code_digest=bytes([i]) * 32, delivery=delivery)
            for i, delivery in enumerate((Delivery.queued, Delivery.sent, Delivery.refused))
        ]
        mailing = Mailing(roll_id=roll.id, kind=Kind.invitation, subject="Vote", text="{link}")
        session.add_all([*voters, mailing])
        session.flush()
        session.add(Message(mailing_id=mailing.id, voter_id=voters[0].id, due_at=TOMORROW))
        session.add(Pace(id=1, next_at=TOMORROW))
    database.engine.dispose()
    before = rows(url)

    command.downgrade(config, "0013")
    old = rows(url)
    migrations.upgrade(url)

    assert [row["delivery"] for row in old["poll_voter"]] == ["new", "sent", "refused"]
    after = rows(url)
    assert (after["mail_mailing"], after["mail_message"], after["mail_pace"]) == ([], [], [])
    assert after["poll_voter"] == [before["poll_voter"][0] | {"delivery": "new"}, *before["poll_voter"][1:]]


def as_stored(url: sa.URL, flag: bool) -> str:
    return str(as_stored_flag(url, flag))


def test_an_account_that_may_not_create_extensions_can_migrate(trigram_server: sa.URL) -> None:
    url = create_database(trigram_server)
    owner, name = sa.create_engine(url, isolation_level="AUTOCOMMIT"), f"plain_{uuid.uuid4().hex}"
    index = "SELECT count(*) FROM pg_indexes WHERE indexname = 'trgm_poll_question_question_text'"
    with owner.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'")
        connection.exec_driver_sql(f"GRANT ALL ON SCHEMA public TO {name}")

        migrations.upgrade(url.set(username=name, password="plain"))
        assert connection.scalar(sa.text(index)) == 0

        # A superuser can make the index later with one call.
        search = "SELECT index_search('poll_question', 'question_text')"
        assert connection.scalar(sa.text(search)) is True
        assert connection.scalar(sa.text(index)) == 1
        connection.exec_driver_sql(f"DROP OWNED BY {name} CASCADE")
        connection.exec_driver_sql(f"DROP ROLE {name}")
    owner.dispose()


def test_only_indexes_made_by_index_search_are_rebuilt(trigram_server: sa.URL) -> None:
    """This includes the indexes of tables that Polls does not have."""
    url = create_database(trigram_server)
    config = migrations.alembic_config(url)
    command.upgrade(config, "0007")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    definitions = sa.text("SELECT indexdef FROM pg_indexes WHERE indexdef ILIKE '%room%' ORDER BY indexname")
    with engine.connect() as connection:
        for statement in (
            'CREATE SCHEMA "Polls"',
            'CREATE TABLE "Polls"."room" (id int, "Its name" text, note text)',
            'CREATE TABLE "Room" (name text)',
            """SELECT index_search('"Polls".room', 'Its name'), index_search('"Room"', 'name')""",
            'CREATE INDEX trgm_own ON "Polls".room (note)',
            """CREATE INDEX trgm_room_note ON "Polls".room
                USING gin (lower(note) gin_trgm_ops, note gin_trgm_ops)""",
            """CREATE INDEX "trgm_""Polls"".room_note" ON "Polls".room USING gin (note gin_trgm_ops)""",
        ):
            connection.exec_driver_sql(statement)
        before = connection.scalars(definitions).all()

        command.upgrade(config, "head")
        after = connection.scalars(definitions).all()
        command.downgrade(config, "0007")

        assert connection.scalars(definitions).all() == before
    engine.dispose()
    assert len(before) == 5
    assert [index for index in after if "folded(" in index] == [
        index.replace("lower(", "folded(") for index in before if "lower(" in index and "note" not in index
    ]
    assert [index for index in after if "folded(" not in index] == [
        index for index in before if "lower(" not in index or "note" in index
    ]


def test_the_migrated_schema_matches_the_models(migrated: sa.URL) -> None:
    command.check(migrations.alembic_config(migrated))


@pytest.mark.parametrize("url", ["sqlite:///never-opened.sqlite3", "postgresql+psycopg2://never@asked/polls"])
def test_migrations_can_be_written_as_sql_without_a_database(url: str) -> None:
    config = migrations.alembic_config(sa.make_url(url))
    config.output_buffer = io.StringIO()

    command.upgrade(config, "head", sql=True)
    command.downgrade(config, "head:base", sql=True)

    written = config.output_buffer.getvalue()
    for table in TABLES:
        assert f"CREATE TABLE {table} " in written
        assert f"DROP TABLE {table};" in written


def test_the_sql_for_a_new_sqlite_database_makes_the_schema_of_this_version(tmp_path: Path) -> None:
    migrated, written = (sa.URL.create("sqlite", database=str(tmp_path / name)) for name in ("a", "b"))
    migrations.upgrade(migrated)
    config = migrations.alembic_config(written)
    config.output_buffer = io.StringIO()

    command.upgrade(config, "head", sql=True)
    with closing(sqlite3.connect(str(written.database))) as connection:
        connection.executescript(config.output_buffer.getvalue())

    made, expected = shape(written), shape(migrated)
    # A rebuild has noted that the table is empty.
    assert expected.pop(("sequence", "poll_question")) == "0"
    assert made == expected


def test_alembic_runs_from_any_folder(new_database: Callable[[], sa.URL], tmp_path: Path) -> None:
    url = new_database()
    settings = environment(url, ALEMBIC_CONFIG=str(CHECKOUT / "backend" / "alembic.ini"))

    alembic = [str(POLLS.with_name("alembic")), "upgrade", "head"]
    done = subprocess.run(alembic, cwd=tmp_path, env=settings, check=False)  # noqa: S603 - our own

    assert (done.returncode, tables(url), os.listdir(tmp_path)) == (0, TABLES, [])


def test_processes_that_migrate_at_once_take_turns(new_database: Callable[[], sa.URL]) -> None:
    url = new_database()

    processes = [
        subprocess.Popen([POLLS, "migrate"], env=environment(url), stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        for _ in range(2)
    ]

    printed = "The database has the schema of this version.\n"
    assert [(process.communicate()[0], process.returncode) for process in processes] == [(printed, 0)] * 2
    assert tables(url) == TABLES
