"""A migration that autogenerate writes changes what it names, and nothing else: up and down, for each table.

SQLite rebuilds a table for most changes, so there each table is changed alone. Then all are changed in one
migration, and what was written on one database runs on the other.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from app.database import Base
from tests.migrations.changes import CHANGES, TABLES, Change, cases, copy_of_models
from tests.migrations.conftest import fill
from tests.migrations.project import Project, assert_same, copied, rows, shape
from tests.postgres import create_database


@pytest.mark.parametrize(("change", "table"), cases(), ids=lambda value: getattr(value, "__name__", value))
def test_a_changed_model(
    sqlite: Project, change: Change, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(change, [table], monkeypatch)
    sqlite.autogenerate()

    assert changes_and_returns(sqlite, [table])


@pytest.fixture(scope="session")
def filled_postgres(postgres_server: sa.URL) -> sa.URL:
    return fill(create_database(postgres_server))


@pytest.fixture
def postgres(filled_postgres: sa.URL, postgres_server: sa.URL, tmp_path: Path) -> Project:
    return copied(filled_postgres, postgres_server, tmp_path / "postgres")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_all_models_changed_and_migrated_on_the_other_database(
    sqlite: Project, postgres: Project, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = make(change, TABLES, monkeypatch)
    postgres.autogenerate()
    assert changes_and_returns(postgres, tables)

    sqlite.autogenerate()
    of_sqlite = (sqlite.folder / "versions").rename(sqlite.folder / "of_sqlite")
    (postgres.folder / "versions").rename(sqlite.folder / "versions")
    of_sqlite.rename(postgres.folder / "versions")

    assert changes_and_returns(sqlite, tables)
    assert changes_and_returns(postgres, tables)


def make(change: Change, tables: Iterable[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Change the models; returns those that changed."""
    models = copy_of_models()
    changed = [table for table in tables if change(models.tables[table]) is not False]
    monkeypatch.setattr(Base, "metadata", models)
    return changed


def changes_and_returns(project: Project, tables: list[str]) -> bool:
    """Migrate up and down: only these tables may change, and no value in a column that stays."""
    shape_before, rows_before = shape(project.url), rows(project.url)

    project.upgrade()
    command.check(project.config)  # no change is left
    shape_after, rows_after = shape(project.url), rows(project.url)
    changed = {key[1] for key, _ in shape_before.items() ^ shape_after.items()}
    assert changed == {*tables}
    assert_same(rows_before, rows_after)

    project.downgrade()
    assert shape(project.url) == shape_before
    assert_same(rows_after, rows(project.url))
    return True
