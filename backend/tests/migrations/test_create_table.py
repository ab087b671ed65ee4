"""Splitting, editing and joining the text of a CREATE TABLE statement."""

import pytest

from app.migrations.create_table import Column, Definition

TEXTS = [
    "CREATE TABLE t (a)",
    "CREATE TABLE t(a,b)",
    'CREATE TABLE "t (" (a INT, "b)" TEXT DEFAULT \'),(\', CHECK (a IN (1, 2)))',
    "CREATE TABLE t (a INT -- one, (\n, b /* two, */ INT -- last\n)",
    "CREATE TABLE t (\n\ta INTEGER PRIMARY KEY, \n\tCONSTRAINT c UNIQUE (a)\n)\n WITHOUT ROWID, STRICT",
    "CREATE TABLE [t] (`a``b` INT, [c d] INT, CONSTRAINT [e] FOREIGN KEY (`a``b`) REFERENCES [t] ([c d]))",
]


@pytest.mark.parametrize("sql", TEXTS)
def test_an_unchanged_statement_keeps_its_text(sql: str) -> None:
    definition = Definition(sql)
    for name in definition.columns():
        definition.set_column(name, definition.column(name))

    assert str(definition) == sql


@pytest.mark.parametrize("sql", TEXTS)
def test_dropping_an_added_column_and_constraint_restores_the_text(sql: str) -> None:
    definition = Definition(sql)

    definition.add_column("new INT")
    definition.add_constraint("new", "CONSTRAINT new CHECK (new > 0)")
    assert " \n\tnew INT" in str(definition)
    assert definition.drop_constraint("new")
    definition.drop_column("new")

    assert str(definition) == sql


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("a", [""]),
        ("a INT", [" INT"]),
        ("a DOUBLE PRECISION NOT NULL", [" DOUBLE PRECISION", " NOT NULL"]),
        ("a DEFAULT NULL NULL", ["", " DEFAULT NULL", " NULL"]),
        (
            "a INT REFERENCES t ON DELETE SET DEFAULT NOT NULL",
            [" INT", " REFERENCES t ON DELETE SET DEFAULT", " NOT NULL"],
        ),
        (
            "a REFERENCES t (b) ON UPDATE SET NULL NOT DEFERRABLE CHECK (a NOT NULL)",
            ["", " REFERENCES t (b) ON UPDATE SET NULL NOT DEFERRABLE", " CHECK (a NOT NULL)"],
        ),
        (
            'a CONSTRAINT "check" DEFAULT NULL CONSTRAINT n NOT NULL',
            ["", ' CONSTRAINT "check" DEFAULT NULL', " CONSTRAINT n NOT NULL"],
        ),
        ("a INT GENERATED ALWAYS AS (b) UNIQUE", [" INT", " GENERATED ALWAYS AS (b)", " UNIQUE"]),
        ("a DEFAULT -1 COLLATE NOCASE", ["", " DEFAULT -1", " COLLATE NOCASE"]),
    ],
)
def test_a_column_is_split_into_clauses(text: str, clauses: list[str]) -> None:
    assert Column(text).clauses == clauses


def test_dropping_a_column_drops_the_constraints_that_name_it() -> None:
    definition = Definition(
        "CREATE TABLE t (a INT, b INT, UNIQUE (A, b), CHECK (\"a\" > 0), CHECK (b <> 'a'), "
        "FOREIGN KEY (a) REFERENCES u (b), FOREIGN KEY (b) REFERENCES u (a))"
    )

    definition.drop_column("A")

    assert str(definition) == "CREATE TABLE t ( b INT, CHECK (b <> 'a'), FOREIGN KEY (b) REFERENCES u (a))"


def test_a_replaced_constraint_keeps_its_place() -> None:
    definition = Definition("CREATE TABLE t (a, CONSTRAINT x CHECK (a > 0), CONSTRAINT y CHECK (a > 1))")

    definition.drop_constraint("X")
    assert definition.add_constraint("x", "CONSTRAINT x CHECK (a > 2)")

    assert [part.strip() for part in definition.parts][1:] == [
        "CONSTRAINT x CHECK (a > 2)",
        "CONSTRAINT y CHECK (a > 1)",
    ]
