"""What tests share. Each test that takes `database` runs on SQLite and on PostgreSQL.

The database is migrated once, and emptied after each test rather than rolled back: the ballot box
commits, from as many connections as it likes, and that is what is tested.
"""

import os
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app import migrations
from app.accounts import security
from app.accounts.models import Role
from app.config import Settings
from app.database import Base, Database
from app.main import create_app, open_database
from tests.factories import sign_in
from tests.postgres import create_database, postgres


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> None:
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    Settings.model_config["env_file"] = None


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> None:
    """Hashing is slow on purpose, and tests hash by the hundred."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    security._passwords, security._NOBODY = quick, quick.hash("nobody's")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def trigram_server(postgres_server: sa.URL) -> sa.URL:
    """A PostgreSQL server with pg_trgm. The one from the wheel, for machines without another, lacks it."""
    engine = sa.create_engine(postgres_server)
    with engine.connect() as connection:
        found = connection.scalar(
            sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
        )
    engine.dispose()
    if not found:
        pytest.skip("this PostgreSQL has no pg_trgm")
    return postgres_server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], sa.URL]:
    """Makes empty databases, without a table, of one kind."""

    def make() -> sa.URL:
        if request.param == "sqlite":
            file = tmp_path_factory.mktemp("database") / "polls.sqlite3"
            return sa.URL.create("sqlite", database=str(file))
        return create_database(request.getfixturevalue("postgres_server"))

    return make


@pytest.fixture(scope="session")
def migrated(new_database: Callable[[], sa.URL]) -> sa.URL:
    url = new_database()
    migrations.upgrade(url)
    return url


@pytest.fixture(scope="session")
def warm_app(migrated: sa.URL) -> FastAPI:
    """FastAPI prepares its routes at the first request, which takes longer than most tests."""
    return create_app(Settings(database_url=migrated.render_as_string(hide_password=False)))


@pytest.fixture
def app(warm_app: FastAPI, migrated: sa.URL) -> Iterator[FastAPI]:
    """The application, with a `Database` that knows no event loop yet; a test may add routes."""
    routes = [*warm_app.router.routes]
    open_database(warm_app, Database(migrated))
    yield warm_app
    warm_app.router.routes[:] = routes
    database: Database = warm_app.state.database
    with database.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    database.engine.dispose()


@pytest.fixture
def database(app: FastAPI) -> Database:
    found: Database = app.state.database
    return found


@pytest.fixture
def new_client(app: FastAPI) -> Callable[[], TestClient]:
    """Makes clients with cookies of their own: other browsers."""
    return lambda: TestClient(app)


@pytest.fixture
def client(new_client: Callable[[], TestClient]) -> TestClient:
    """Someone who is not signed in."""
    return new_client()


@pytest.fixture
def viewer(database: Database, new_client: Callable[[], TestClient]) -> TestClient:
    return sign_in(database, new_client(), Role.viewer)


@pytest.fixture
def editor(database: Database, new_client: Callable[[], TestClient]) -> TestClient:
    return sign_in(database, new_client(), Role.editor)


@pytest.fixture
def admin(database: Database, new_client: Callable[[], TestClient]) -> TestClient:
    return sign_in(database, new_client(), Role.admin)
