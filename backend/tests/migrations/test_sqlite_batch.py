"""`batch_alter_table` on SQLite changes what it names and nothing else."""

import re

import pytest
import sqlalchemy as sa
from alembic.util import CommandError

from app.migrations.sql_tokens import words
from tests.migrations.changes import TABLES
from tests.migrations.project import Project, rows, shape
from tests.migrations.test_lost_rows import refusal

# A table with everything that Alembic's own batch mode loses, and more.
ODD = """
CREATE TABLE "odd, ""table"" (x)" ( -- a comment, with a comma
    "key" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    [a b] TEXT COLLATE NOCASE NOT NULL DEFAULT 'it''s, (so)' CHECK (length([a b]) > 0),
    `check` DECIMAL(10, 2) CONSTRAINT positive CHECK (`check` > 0) CONSTRAINT fallback DEFAULT NULL,
    parent INTEGER REFERENCES "odd, ""table"" (x)" ("key") ON DELETE SET NULL NOT DEFERRABLE,
    twice INTEGER GENERATED ALWAYS AS (parent * 2) VIRTUAL,
    stored INTEGER AS (parent + 1) STORED,
    size INT /* of it */ NULL DEFAULT (1 + 1),
    CHECK (size <> 7), /* unnamed */
    CONSTRAINT once UNIQUE (size, `check`) ON CONFLICT IGNORE
)
"""
NAME = 'odd, "table" (x)'
REFERENCE = 'REFERENCES "odd, ""table"" (x)" ( "key" ) ON DELETE SET NULL NOT DEFERRABLE'
CHECKED = "`check` DECIMAL ( 10 , 2 )"
SQL_NAME = '"odd, ""table"" (x)"'


def odd(project: Project) -> None:
    statements = (
        ODD,
        """INSERT INTO odd ("key", [a b], `check`, parent, size) VALUES (1, 'A', 1.5, 1, 2)""",
        """INSERT INTO odd ("key", [a b], `check`, parent, size) VALUES (7, 'b', 2.5, 1, 3)""",
        """DELETE FROM odd WHERE "key" = 7""",
        """INSERT INTO odd ([a b]) VALUES ('c')""",
        """CREATE UNIQUE INDEX "an ON (x)" ON odd ([a b] COLLATE BINARY DESC, size) WHERE size > 0""",
        """CREATE INDEX expression ON odd (lower([a b]), length(`check`))""",
        """CREATE VIEW names AS SELECT [a b] FROM odd""",
        """CREATE TRIGGER counted AFTER INSERT ON odd BEGIN UPDATE poll_choice SET votes = 1; END""",
        """CREATE TRIGGER of_other AFTER DELETE ON poll_vote BEGIN DELETE FROM odd; END""",
    )
    project.run(*(re.sub(r"\bodd\b(?!,)", SQL_NAME, statement) for statement in statements))


def batch(*changes: str, table: str = NAME, options: str = "") -> str:
    lines = "\n".join(f"    batch_op.{change}" for change in changes)
    return f"with op.batch_alter_table({table!r}{options}) as batch_op:\n{lines}"


def difference(project: Project, upgrade: str) -> tuple[set[str], set[str]]:
    """The parts of the schema that the upgrade removes, and the parts that it adds."""
    project.write(upgrade)
    before = shape(project.url)
    project.upgrade()
    after = shape(project.url)
    removed, added = (
        {" ".join((key[-1], value)).strip() for key, value in parts}
        for parts in (before.items() - after.items(), after.items() - before.items())
    )
    return removed, added


@pytest.mark.parametrize(
    ("change", "removed", "added"),
    [
        (
            'alter_column("size", type_=sa.BigInteger())',
            "size INT NULL DEFAULT ( 1 + 1 )",
            "size BIGINT NULL DEFAULT ( 1 + 1 )",
        ),
        (
            'alter_column("size", nullable=False, server_default="3")',
            "size INT NULL DEFAULT ( 1 + 1 )",
            "size INT DEFAULT 3 NOT NULL",
        ),
        ('alter_column("size", server_default=None)', "size INT NULL DEFAULT ( 1 + 1 )", "size INT NULL"),
        (
            'alter_column("size", server_default=sa.text("(2 * 3)"))',
            "size INT NULL DEFAULT ( 1 + 1 )",
            "size INT NULL DEFAULT (2 * 3)",
        ),
        (
            'alter_column("A B", type_=sa.String(9))',
            "[a b] TEXT COLLATE NOCASE NOT NULL DEFAULT 'it''s, (so)' CHECK ( length ( [a b] ) > 0 )",
            "[a b] VARCHAR(9) COLLATE NOCASE NOT NULL DEFAULT 'it''s, (so)' CHECK ( length ( [a b] ) > 0 )",
        ),
        (
            'alter_column("a b", type_=sa.String(9, collation="RTRIM"), nullable=True)',
            "[a b] TEXT COLLATE NOCASE NOT NULL DEFAULT 'it''s, (so)' CHECK ( length ( [a b] ) > 0 )",
            "[a b] VARCHAR(9) COLLATE \"RTRIM\" DEFAULT 'it''s, (so)' CHECK ( length ( [a b] ) > 0 )",
        ),
        (
            'alter_column("parent", nullable=True, server_default="1")',
            f"parent INTEGER {REFERENCE}",
            f"parent INTEGER DEFAULT 1 {REFERENCE}",
        ),
        ('alter_column("key", type_=sa.BigInteger())', "", ""),
        (
            'drop_constraint("positive")',
            f"{CHECKED} CONSTRAINT positive CHECK ( `check` > 0 ) CONSTRAINT fallback DEFAULT NULL",
            f"{CHECKED} CONSTRAINT fallback DEFAULT NULL",
        ),
        ('drop_constraint("ONCE")', "CONSTRAINT once UNIQUE ( size , `check` ) ON CONFLICT IGNORE", ""),
        (
            'create_check_constraint(op.f("small"), "size < 9")',
            "",
            "CONSTRAINT small CHECK ( size < 9 )",
        ),
        (
            'create_foreign_key("fk", "account_user", ["size"], ["id"], ondelete="CASCADE")',
            "",
            "CONSTRAINT fk FOREIGN KEY ( size ) REFERENCES account_user ( id ) ON DELETE CASCADE",
        ),
        ('drop_column("twice")', "twice INTEGER GENERATED ALWAYS AS ( parent * 2 ) VIRTUAL", ""),
        ('add_column(sa.Column("note", sa.Text()))', "", "note TEXT"),
        ('add_column(sa.Column("note", sa.Text()), insert_after="key")', "", "note TEXT"),
        ('add_column(sa.Column("note", sa.Text()), insert_before="key")', "", "note TEXT"),
    ],
)
def test_a_change_leaves_the_rest(sqlite: Project, change: str, removed: str, added: str) -> None:
    odd(sqlite)
    sqlite.run("INSERT INTO account_user SELECT 2, 'bob', '', role, 1, 'bob', 1, NULL FROM account_user")
    before = rows(sqlite.url)

    changes = difference(sqlite, batch(change, options=', recreate="always"'))

    spaced = [{" ".join(words(text)) for text in texts} for texts in changes]
    assert spaced == [{" ".join(words(removed))} - {""}, {" ".join(words(added))} - {""}]
    ignored = {"note", "twice"}  # columns that some of the changes add or drop
    assert [
        {name: value for name, value in row.items() if name not in ignored} for row in rows(sqlite.url)[NAME]
    ] == [{name: value for name, value in row.items() if name not in ignored} for row in before[NAME]]
    assert {**rows(sqlite.url), NAME: []} == {**before, NAME: []}


def test_a_rebuilt_table_does_not_reuse_the_ids_of_deleted_rows(sqlite: Project) -> None:
    """This holds even if all rows are deleted."""
    highest = sqlite.scalar("SELECT seq FROM sqlite_sequence WHERE name = 'poll_question'")
    sqlite.run(
        "DELETE FROM poll_vote",
        "DELETE FROM poll_correction",
        "DELETE FROM poll_choice",
        "DELETE FROM poll_ballot",
        "DELETE FROM poll_question",
    )
    sqlite.write(batch('alter_column("slug", type_=sa.String(20))', table="poll_question"))

    sqlite.upgrade()

    assert sqlite.scalar("SELECT seq FROM sqlite_sequence WHERE name = 'poll_question'") == highest
    assert sqlite.scalar("SELECT count(*) FROM sqlite_sequence WHERE name = 'poll_question'") == 1


def test_several_changes_in_one_batch(sqlite: Project) -> None:
    odd(sqlite)
    changes = (
        'drop_index("expression")',
        'alter_column("size", nullable=False, server_default="4", existing_type=sa.Integer())',
        'drop_constraint("once", type_="unique")',
        'create_unique_constraint("once", ["size", "key"])',
        'alter_column("size", new_column_name="length")',
        'create_check_constraint(op.f("long"), "length > 0")',
        'create_index("ix_length", ["length"])',
        'drop_column("check")',
    )

    removed, added = difference(sqlite, batch(*changes))

    assert {text.split()[0] for text in removed} >= {"size", "`check`", "expression"}
    assert {" ".join(words(text)) for text in added if "length" in text} == {
        "length INT DEFAULT 4 NOT NULL",
        "CHECK ( length < > 7 )",
        'CONSTRAINT once UNIQUE ( length , "key" )',
        "CONSTRAINT long CHECK ( length > 0 )",
        f"ix_length CREATE INDEX ix_length ON {SQL_NAME} ( length )",
        f'an ON ( x ) CREATE UNIQUE INDEX "an ON (x)" ON {SQL_NAME} '
        "( [a b] COLLATE BINARY DESC , length ) WHERE length > 0",
    }


RENAMED = {
    "account_session": "expires_at",
    "account_sign_in_attempts": "ends_at",
    "account_user": "username",
    "history_change": "record",
    "mail_mailing": "subject",
    "mail_message": "due_at",
    "mail_pace": "error",
    "poll_ballot": "voter_key",
    "poll_choice": "votes",
    "poll_correction": "text_after",
    "poll_question": "closes_at",
    "poll_roll": "name",
    "poll_vote": "receipt",
    "poll_voter": "number",
}


def test_renaming_a_column_renames_it_everywhere(project: Project) -> None:
    """A column of each table is renamed by hand-written migrations, up and down, on both databases."""
    assert [*RENAMED] == TABLES
    project.write(
        "\n".join(
            batch(f'alter_column("{old}", new_column_name="new")', table=table)
            for table, old in RENAMED.items()
        ),
        "\n".join(
            f'op.alter_column("{table}", "new", new_column_name="{old}")' for table, old in RENAMED.items()
        ),
    )
    before = shape(project.url), rows(project.url)

    project.upgrade()

    for table, renamed in rows(project.url).items():
        named = [{name if name != "new" else RENAMED[table]: row[name] for name in row} for row in renamed]
        assert named == before[1][table]
    changed = {key[1:] for key, _ in before[0].items() ^ shape(project.url).items()}
    assert {table for table, *_ in changed} == {*TABLES}
    assert not any("_new" in name for _, name, *_ in changed)
    project.downgrade()
    assert (shape(project.url), rows(project.url)) == before


def test_dropping_a_column_drops_the_indexes_and_constraints_that_name_it(project: Project) -> None:
    """SQLite does as PostgreSQL does, so the same migration fits both."""
    project.write(batch('drop_column("closes_at")', table="poll_question"))
    before = shape(project.url)

    project.upgrade()

    removed = before.keys() - shape(project.url).keys()
    names = {"ck_poll_question_closes_after_opening", "ix_poll_question_unsealed"}
    assert {name for name in names if any(name in " ".join(key) for key in removed)} == names
    assert len(removed) == 4


@pytest.mark.parametrize(
    ("type_", "values"),
    [("sa.Integer()", 4), ("sa.Float()", 4), ("sa.LargeBinary()", 4), ("sa.BigInteger()", 4)],
)
def test_values_that_do_not_fit_a_new_type_are_refused(sqlite: Project, type_: str, values: int) -> None:
    sqlite.run(
        "CREATE TABLE kept (a TEXT)", "INSERT INTO kept VALUES ('x'), ('2026-01-31'), ('1 a'), (x'00'), ('y')"
    )
    sqlite.run("UPDATE kept SET a = 'z' WHERE typeof(a) = 'blob'", "DELETE FROM kept WHERE a = 'y'")
    sqlite.write(batch(f'alter_column("a", type_={type_})', table="kept"))

    assert f"kept.a has {values} values that do not fit its new type" in refusal(sqlite)


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        ("sa.DateTime()", ["2026-01-31 10:00:00"]),
        ("sa.String(9)", ["007", "2026-01-31 10:00:00"]),
        ("sa.Text()", ["007", "2026-01-31 10:00:00"]),
    ],
)
def test_values_that_fit_a_new_type_are_unchanged(sqlite: Project, type_: str, values: list[str]) -> None:
    literals = ", ".join(f"('{value}')" for value in values)
    sqlite.run("CREATE TABLE kept (a VARCHAR(30))", f"INSERT INTO kept VALUES {literals}")  # noqa: S608 - our own
    sqlite.write(batch(f'alter_column("a", type_={type_})', table="kept"))

    sqlite.upgrade()

    assert [row["a"] for row in rows(sqlite.url)["kept"]] == values


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('drop_constraint("nothing")', "has no constraint named nothing."),
        ('alter_column("nothing", nullable=True)', "has no column nothing."),
        ('create_check_constraint(op.f("once"), "size > 0")', "already has a constraint named once."),
    ],
)
def test_an_impossible_change_is_refused(sqlite: Project, change: str, message: str) -> None:
    odd(sqlite)
    sqlite.write(batch(change))

    assert refusal(sqlite) == f"{NAME} {message}"


def test_reordering_columns_is_refused(sqlite: Project) -> None:
    options = ', recreate="always", partial_reordering=[("votes", "id")]'
    sqlite.write(batch("f", table="poll_choice", options=options))

    with pytest.raises(CommandError, match="poll_choice can't be reordered"):
        sqlite.upgrade()


@pytest.mark.parametrize("end", ["STRICT", "WITHOUT ROWID", "STRICT, WITHOUT ROWID", ""])
def test_a_rebuilt_table_keeps_its_options(sqlite: Project, end: str) -> None:
    sqlite.run(
        f"CREATE TABLE optioned (a TEXT PRIMARY KEY, b INTEGER) {end}", "INSERT INTO optioned VALUES ('a', 1)"
    )

    changes = difference(sqlite, batch('create_check_constraint(op.f("c"), "b > 0")', table="optioned"))

    assert changes == (set(), {"CONSTRAINT c CHECK ( b > 0 )"})
    assert (
        sqlite.scalar("SELECT sql FROM sqlite_master WHERE name = 'optioned'")
        .strip()
        .endswith(f") {end}".strip())
    )


def test_an_enum_column_written_by_hand_has_its_check(project: Project) -> None:
    kind = 'sa.Enum("a", "b", name="kind", native_enum=False, create_constraint=True, length=20)'
    extended = kind.replace('"b"', '"b", "c"')
    project.write(batch(f'add_column(sa.Column("kind", {kind}, server_default="a"))', table="poll_choice"))
    project.write(
        batch(f'alter_column("kind", existing_type={kind}, type_={extended})', table="poll_choice"),
    )
    project.upgrade()

    project.run("UPDATE poll_choice SET kind = 'c'")
    with pytest.raises(sa.exc.IntegrityError):
        project.run("UPDATE poll_choice SET kind = 'd'")


def test_recreate_always_works_on_both_databases(project: Project) -> None:
    """PostgreSQL ignores the option, because it alters a table in place."""
    options = ', recreate="always", table_kwargs={"sqlite_autoincrement": True}'
    longer = batch(
        'alter_column("question_text", type_=sa.String(300))', table="poll_question", options=options
    )
    project.write(longer, longer.replace("300", "200"))
    before = shape(project.url), rows(project.url)

    project.upgrade()
    changed = shape(project.url).items() ^ before[0].items()
    project.downgrade()

    assert {key[1] for key, _ in changed} == {"poll_question"}
    assert len(changed) == 2
    assert rows(project.url) == before[1]
