"""Who is compared: each shows its list of questions, newest first, to someone who is signed in."""

import json
import os
import re
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa

from benchmarks.client import TIMEOUT, Client, serving
from benchmarks.questions import PAGE, Query
from tests.serving import POLLS, environment, free_port

PEERS = Path(__file__).with_name("peers")
PASSWORD = "correct horse"  # noqa: S105 - of databases that are gone at the end


class Contender(ABC):
    """A list, asked as its own pages ask for it."""

    name: str
    nothing: str | None = None  # where an empty request is answered

    def __init__(self, client: Client) -> None:
        self.client = client

    @abstractmethod
    def path(self, query: Query) -> str | None:
        """Where the page is, or None if it can't be asked for."""

    @abstractmethod
    def ids(self, page: bytes) -> list[int]:
        """The questions on the page, in its order."""


class Polls(Contender):
    name = "Polls"
    nothing = "/api/health"

    def path(self, query: Query) -> str:
        conditions: dict[str, str] = {}
        if query.search:
            conditions["q"] = query.search
        if query.days:
            since, until = query.days
            conditions |= {"pub_date_gte": since.isoformat(), "pub_date_lt": until.isoformat()}
        return "/api/admin/questions?" + _react_admin(query, "pub_date", conditions)

    def ids(self, page: bytes) -> list[int]:
        return _record_ids(page)


class Django(Contender):
    name = "Django admin"

    def path(self, query: Query) -> str | None:
        if query.search and len(query.search) < 3:
            return None  # finds other rows: all that contain the letters
        asked: dict[str, object] = {"p": query.offset // PAGE + 1}
        if query.search:
            asked["q"] = query.search
        if query.days:
            asked |= {"pub_date__gte": query.days[0], "pub_date__lt": query.days[1]}
        return f"/admin/polls/question/?{urlencode(asked)}"

    def ids(self, page: bytes) -> list[int]:
        links = re.findall(rb'<th class="field-question_text"><a href="/admin/polls/question/(\d+)/', page)
        return [int(link) for link in links]


class Restly(Contender):
    name = "fastapi-restly"
    nothing = "/health"

    def path(self, query: Query) -> str | None:
        if query.search or query.days:
            return None  # knows equality alone
        return "/questions/?" + _react_admin(query, "id", {})

    def ids(self, page: bytes) -> list[int]:
        return _record_ids(page)


def _react_admin(query: Query, sort: str, conditions: dict[str, str]) -> str:
    asked = {
        "sort": [sort, "DESC"],
        "range": [query.offset, query.offset + PAGE - 1],
        "filter": conditions,
    }
    return urlencode({name: json.dumps(value) for name, value in asked.items()})


def _record_ids(page: bytes) -> list[int]:
    return [record["id"] for record in json.loads(page)]


@contextmanager
def polls(url: sa.URL) -> Iterator[Polls]:
    port = free_port()
    settings = environment(url, PORT=str(port), ADMIN_PASSWORD=PASSWORD)
    with serving(port, [str(POLLS), "serve"], settings) as client:
        account = {"username": "admin", "password": PASSWORD}
        client.post("/api/auth/login", json.dumps(account), "application/json")
        yield Polls(client)


@contextmanager
def django(url: sa.URL) -> Iterator[Django]:
    port = free_port()
    settings = _libpq(url) | {
        "DJANGO_SETTINGS_MODULE": "mysite.settings",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        "PYTHONPATH": str(PEERS),
    }
    for command in ("migrate", "createsuperuser --noinput --username admin --email admin@example.org"):
        subprocess.run(  # noqa: S603 - the peer's own
            [_peer("django-admin"), *command.split()], env=settings, stdout=subprocess.DEVNULL, check=True
        )
    gunicorn = [_peer("gunicorn"), f"--bind=127.0.0.1:{port}", f"--timeout={TIMEOUT}"]
    with serving(port, [*gunicorn, "django.core.wsgi:get_wsgi_application()"], settings, PEERS) as client:
        client.get("/admin/login/")
        token = client.cookies["csrftoken"].value
        account = {"username": "admin", "password": PASSWORD, "csrfmiddlewaretoken": token}
        client.post("/admin/login/", urlencode(account), "application/x-www-form-urlencoded")
        yield Django(client)


@contextmanager
def restly(url: sa.URL) -> Iterator[Restly]:
    port = free_port()
    uvicorn = [_peer("uvicorn"), "--factory", "restly:create_app", f"--port={port}", "--log-level=warning"]
    with serving(port, uvicorn, _libpq(url), PEERS) as client:
        yield Restly(client)


def _peer(program: str) -> str:
    return str(PEERS.with_name(".venv") / "bin" / program)


def _libpq(url: sa.URL) -> dict[str, str]:
    """The database's address in the variables that PostgreSQL's own library reads."""
    named = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return {"PATH": os.environ["PATH"], **{name: str(value) for name, value in named.items() if value}}
