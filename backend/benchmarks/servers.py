"""Start the servers of Polls and of its peers, with one worker each by default."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.client import TIMEOUT, Client
from tests.serving import POLLS, await_answer, environment, free_port, stop

PEERS = Path(__file__).with_name("peers")
PASSWORD = "correct horse"  # noqa: S105 - of databases that are removed at the end


@contextmanager
def polls_server(url: sa.URL, workers: int = 1) -> Iterator[Client]:
    """Run `polls serve`, and give a client that is signed in as admin."""
    port = free_port()
    command = [str(POLLS), "serve", f"--port={port}", f"--workers={workers}"]
    with serving(port, command, environment(url, ADMIN_PASSWORD=PASSWORD)) as client:
        account = {"username": "admin", "password": PASSWORD}
        client.post("/api/auth/login", json.dumps(account), "application/json")
        yield client


@contextmanager
def app_server(url: sa.URL, factory: str) -> Iterator[Client]:
    """Run an application of the benchmarks with the options of `polls serve`."""
    port = free_port()
    uvicorn = f"-m uvicorn --factory {factory} --port={port} --no-access-log --log-level=warning --ws=none"
    settings = environment(url, PYTHONPATH=str(PEERS.parents[1]))
    with serving(port, [sys.executable, *uvicorn.split()], settings) as client:
        yield client


@contextmanager
def django_server(
    url: sa.URL, *options: str, keep_connections: bool = True, own_tables: bool = False
) -> Iterator[Client]:
    """Run the tutorial's site on gunicorn with `options`.

    `keep_connections` keeps its database connections open, which the tutorial's settings do not.
    """
    port = free_port()
    gunicorn = [_peer("gunicorn"), f"--bind=127.0.0.1:{port}", f"--timeout={TIMEOUT}", *options]
    settings = _peers(url, own_tables=own_tables) | {"KEEP_CONNECTIONS": "yes" if keep_connections else "no"}
    with serving(port, [*gunicorn, "django.core.wsgi:get_wsgi_application()"], settings) as client:
        yield client


@contextmanager
def uvicorn_server(url: sa.URL, *options: str) -> Iterator[Client]:
    """Run an application of the peers on uvicorn with `options`."""
    port = free_port()
    uvicorn = [_peer("uvicorn"), f"--port={port}", "--log-level=warning", *options]
    with serving(port, uvicorn, _peers(url)) as client:
        yield client


def run_django(url: sa.URL, *arguments: str) -> None:
    """Run a management command of the tutorial's site with its own tables."""
    subprocess.run(  # noqa: S603 - the peer's own
        [_peer("django-admin"), *arguments],
        env=_peers(url, own_tables=True),
        stdout=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def serving(port: int, command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Client]:
    """Run `command`, which starts a server on `port`, and give a client of it."""
    process = subprocess.Popen(  # noqa: S603 - ours and the peers'
        command, env=environment, cwd=PEERS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        await_answer(process, port)
        yield Client(port, process.pid)
    finally:
        stop(process)


def libpq(url: sa.URL) -> dict[str, str]:
    """The database's address as environment variables of libpq, PostgreSQL's client library."""
    variables = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return {"PATH": os.environ["PATH"], **{name: str(value) for name, value in variables.items() if value}}


def _peer(program: str) -> str:
    return str(PEERS.with_name(".venv") / "bin" / program)


def _peers(url: sa.URL, *, own_tables: bool = False) -> dict[str, str]:
    django = {"DJANGO_SETTINGS_MODULE": "mysite.settings", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    settings = {"KEEP_CONNECTIONS": "yes", "OWN_TABLES": "yes" if own_tables else "no"}
    return libpq(url) | django | settings | {"PYTHONPATH": str(PEERS)}
