"""Tools for migration tests: databases with rows, migrations written by a test, and snapshots to compare."""

import re
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.config import CHECKOUT
from app.migrations.create_table import Definition
from app.migrations.lost_rows import COUNTERS
from app.migrations.sql_tokens import words
from tests.postgres import create_database

INI = """[alembic]
script_location = {backend}/migrations
version_locations = {backend}/migrations/versions:{versions}
path_separator = os
revision_environment = true
"""

MIGRATION = '''"""A migration of a test."""

import os
import signal

import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {down_revision!r}
branch_labels = None
depends_on = None
{declared}


def upgrade() -> None:
{upgrade}


def downgrade() -> None:
{downgrade}
'''

# The newest revision of Polls.
HEAD = str(ScriptDirectory(str(CHECKOUT / "backend" / "migrations")).get_current_head())

Rows = dict[str, list[dict[str, Any]]]
Shape = dict[tuple[str, ...], str]


@dataclass(frozen=True)
class Project:
    """A database at the newest revision, and a folder for further revisions."""

    url: sa.URL
    folder: Path

    @property
    def config(self) -> Config:
        config = Config(self.ini)
        config.attributes["url"] = self.url
        return config

    @property
    def ini(self) -> Path:
        return self.folder / "alembic.ini"

    @property
    def file(self) -> Path:
        assert self.url.database
        return Path(self.url.database)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    def write(self, upgrade: str, downgrade: str = "pass", *, declared: str = "") -> str:
        """Add a revision. Return its id."""
        scripts = ScriptDirectory.from_config(self.config)
        revision = f"t{len([*self.folder.glob('versions/t*.py')]) + 1}"
        text = MIGRATION.format(
            revision=revision,
            down_revision=scripts.get_current_head(),
            declared=declared,
            upgrade=_indented(upgrade),
            downgrade=_indented(downgrade),
        )
        (self.folder / "versions" / f"{revision}.py").write_text(text)
        return revision

    def autogenerate(self) -> str:
        """Add a revision with the changes that Alembic finds. Return its text."""
        name, folder = f"a{uuid.uuid4().hex[:8]}", str(self.folder / "versions")
        script = command.revision(self.config, "found", autogenerate=True, rev_id=name, version_path=folder)
        return Path(script.path).read_text()  # type: ignore[union-attr] # one revision, with a file

    def upgrade(self) -> None:
        command.upgrade(self.config, "head")

    def downgrade(self, to: str = "-1") -> None:
        command.downgrade(self.config, to)

    def backups(self) -> list[str]:
        return sorted(path.name for path in self.file.parent.glob("*.backup"))

    def run(self, *statements: str) -> None:
        with connected(self.url) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()

    def scalar(self, statement: str) -> Any:
        with connected(self.url) as connection:
            return connection.exec_driver_sql(statement).scalar_one()


def _indented(lines: str) -> str:
    return "\n".join(f"    {line}" for line in lines.strip("\n").splitlines())


def new_project(url: sa.URL, folder: Path) -> Project:
    versions = folder / "versions"
    versions.mkdir(parents=True)
    (folder / "alembic.ini").write_text(INI.format(backend=CHECKOUT / "backend", versions=versions))
    return Project(url, folder)


def copied(template: sa.URL, server: sa.URL | None, folder: Path) -> Project:
    """A project with a copy of the database `template`: on PostgreSQL if there is a server, or on SQLite."""
    if server is None:
        folder.mkdir(exist_ok=True)
        file = folder / "polls.sqlite3"
        shutil.copy(str(template.database), file)
        return new_project(sa.URL.create("sqlite", database=str(file)), folder / "project")
    return new_project(create_database(server, template=template.database), folder / "project")


@contextmanager
def connected(url: sa.URL) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def rows(url: sa.URL) -> Rows:
    """All rows of all tables, as they are stored."""
    with connected(url) as connection:
        tables = set(sa.inspect(connection).get_table_names()) - {"alembic_version", *COUNTERS}
        return {
            table: sorted(
                (
                    {name: _plain(value) for name, value in row._mapping.items()}
                    for row in connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))
                ),
                key=repr,
            )
            for table in sorted(tables)
        }


def assert_same(before: Rows, after: Rows) -> None:
    """Assert that all rows are there with the same values. Columns that were added or dropped are ignored."""
    for table, old_rows in before.items():
        shared = [name for name in old_rows[0] if name in after[table][0]]
        assert [[row[name] for name in shared] for row in after[table]] == [
            [row[name] for name in shared] for row in old_rows
        ]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def shape(url: sa.URL) -> Shape:
    """The whole schema, part by part, in a form that does not depend on the order of the parts."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_shape(Path(str(url.database)))
    with connected(url) as connection:
        parts: Shape = {}
        for kind, query in CATALOG.items():
            for *key, value in connection.exec_driver_sql(query):
                parts[(kind, *key)] = value
        return parts


def _sqlite_shape(file: Path) -> Shape:
    parts: Shape = {}
    with closing(sqlite3.connect(file)) as connection:
        for kind, table, name, sql in connection.execute(
            "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ):
            if kind == "table" and "(" in sql:
                definition = Definition(sql)
                for part in definition.parts:
                    # A migration written on PostgreSQL has an integer's default '1' as 1, which is
                    # equivalent.
                    normalized = re.sub(r"DEFAULT '(\d+)'", r"DEFAULT \1", " ".join(words(part)))
                    # A column can carry a check of the table, which is equivalent, too.
                    for clause in re.split(r" (?=CONSTRAINT \S+ CHECK (?!.* CONSTRAINT ))", normalized):
                        parts["part", table, clause] = ""
                definition.parts = [""]
                parts["table", table] = " ".join(words(str(definition)))
            else:
                parts[kind, table, name] = sql
        for table, highest in connection.execute("SELECT name, seq FROM sqlite_sequence"):
            parts["sequence", table] = str(highest)
    return parts


CATALOG = {
    "column": """
        SELECT attrelid::regclass::text, attname, row(
            format_type(atttypid, atttypmod), attnotnull, attcollation::regcollation,
            pg_get_expr(adbin, adrelid), attidentity
        )::text
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        AND attnum > 0 AND NOT attisdropped
    """,
    "constraint": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
    """,
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    "trigger": """
        SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    """,
    "sequence": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()",
    "function": """
        SELECT proname, prosrc FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND probin IS NULL
    """,
}
