"""Databases for the tests of the application and of `react_admin`."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from tests.postgres import create_database, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def trigram_server(postgres_server: sa.URL) -> sa.URL:
    """A PostgreSQL server with pg_trgm. The server from the Python wheel lacks this extension."""
    engine = sa.create_engine(postgres_server)
    with engine.connect() as connection:
        is_available = connection.scalar(
            sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
        )
    engine.dispose()
    if not is_available:
        pytest.skip("this PostgreSQL has no pg_trgm")
    return postgres_server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], sa.URL]:
    """A function that creates an empty database, on SQLite or on PostgreSQL."""

    def make() -> sa.URL:
        if request.param == "sqlite":
            file = tmp_path_factory.mktemp("database") / "polls.sqlite3"
            return sa.URL.create("sqlite", database=str(file))
        return create_database(request.getfixturevalue("postgres_server"))

    return make
