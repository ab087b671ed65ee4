"""The health and readiness checks, and the public address of the site."""

import asyncio
from collections.abc import Callable, Mapping

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.config import Settings
from app.main import create_app, lifespan
from app.migrations import NotReady


def settings_of(url: sa.URL, **values: str) -> Settings:
    return Settings(database_url=url.render_as_string(hide_password=False), **values)  # type: ignore[arg-type] # strings, as in the environment


def test_a_running_server_is_healthy_and_ready(client: TestClient) -> None:
    for path in ("/api/health", "/api/ready"):
        response = client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_before_the_migration_the_server_is_healthy_but_not_ready(new_database: Callable[[], sa.URL]) -> None:
    app = create_app(settings_of(new_database()))
    client = TestClient(app)

    health, ready = client.get("/api/health"), client.get("/api/ready")

    assert (health.status_code, ready.status_code) == (200, 503)
    assert ready.json()["message"] == (
        "The database does not have the schema of this version. Run `make migrate` or `polls migrate`."
    )
    with pytest.raises(NotReady):
        asyncio.run(lifespan(app).__aenter__())
    app.state.database.engine.dispose()


def test_without_its_database_the_server_is_healthy_but_not_ready() -> None:
    app = create_app(Settings(database_url="postgresql://ann:secret@127.0.0.1:1/polls"))
    client = TestClient(app)

    assert [client.get(path).status_code for path in ("/api/health", "/api/ready")] == [200, 503]


@pytest.mark.parametrize(
    ("headers", "public_url"),
    [
        ({}, "http://testserver"),
        ({"Host": "polls.test"}, "http://polls.test"),
        ({"Host": "polls.test:8080"}, "http://polls.test:8080"),
        ({"Host": "["}, "http://testserver"),
    ],
)
def test_links_start_with_the_host_of_the_request(
    client: TestClient, headers: Mapping[str, str], public_url: str
) -> None:
    assert client.get("/api/site", headers=headers).json() == {"public_url": public_url}


@pytest.mark.parametrize("public_url", ["https://polls.test/base", "https://polls.test/base/"])
def test_links_start_with_public_url_if_it_is_set(migrated: sa.URL, public_url: str) -> None:
    client = TestClient(create_app(settings_of(migrated, public_url=public_url)))

    response = client.get("/api/site", headers={"Host": "elsewhere.test"})

    assert response.json() == {"public_url": "https://polls.test/base"}
