"""Fixtures of the application. Each test that uses `database` runs on SQLite and on PostgreSQL.

The database is migrated once and emptied after each test. A rollback is not enough: the code under test
commits, on several connections.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import migrations
from app.accounts.models import Role
from app.config import Settings
from app.database import Base, Database
from app.main import add_services, create_app
from tests.factories import sign_in
from tests.factories.pages import build_pages
from tests.fast_passwords import use_fast_passwords

SECRET_KEY = "the key of the tests"


@pytest.fixture(scope="session", autouse=True)
def _ignore_outside_settings() -> None:
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    Settings.model_config["env_file"] = None


@pytest.fixture(scope="session", autouse=True)
def _use_fast_password_hashes() -> None:
    use_fast_passwords()


@pytest.fixture(scope="session")
def migrated(new_database: Callable[[], sa.URL]) -> sa.URL:
    url = new_database()
    migrations.upgrade(url)
    return url


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built pages."""
    return build_pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def warm_app(migrated: sa.URL, dist: Path) -> FastAPI:
    """One application for all tests: FastAPI prepares its routes at the first request, which is slow."""
    url = migrated.render_as_string(hide_password=False)
    return create_app(Settings(database_url=url, secret_key=SECRET_KEY, frontend_dist=dist))


@pytest.fixture(scope="session")
def emptying(migrated: sa.URL) -> Iterator[sa.Engine]:
    """Empties the tables after each test, on a connection that is kept: a new one is slow at first."""
    engine = sa.create_engine(migrated)
    yield engine
    engine.dispose()


@pytest.fixture
def app(warm_app: FastAPI, migrated: sa.URL, emptying: sa.Engine) -> Iterator[FastAPI]:
    """The application with a new `Database`, not yet bound to an event loop. A test may add routes."""
    routes = [*warm_app.router.routes]
    add_services(warm_app, Database(migrated))
    yield warm_app
    warm_app.router.routes[:] = routes
    database: Database = warm_app.state.database
    database.engine.dispose()
    with emptying.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def database(app: FastAPI) -> Database:
    database: Database = app.state.database
    return database


@pytest.fixture
def new_client(app: FastAPI) -> Callable[[], TestClient]:
    """A function that creates clients. Each has its own cookies, like another browser."""
    return lambda: TestClient(app)


@pytest.fixture
def client(new_client: Callable[[], TestClient]) -> TestClient:
    """A client that is not signed in."""
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
