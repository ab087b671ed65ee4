"""The applications that are compared. Each has a list of questions, sorted by newest first."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import sqlalchemy as sa

from benchmarks.client import Client
from benchmarks.lists.questions import PAGE, Query
from benchmarks.servers import PASSWORD, django_server, polls_server, uvicorn_server


class Contender(ABC):
    """An application whose list is requested as its own pages request it."""

    name: str
    empty_path: str | None = None  # path of a request that does no work

    def __init__(self, client: Client) -> None:
        self.client = client

    @abstractmethod
    def path(self, query: Query) -> str | None:
        """The path of the page, or None if the application has no comparable page."""

    @abstractmethod
    def ids(self, page: bytes) -> list[int]:
        """The ids of the questions on the page, in its order."""


class Polls(Contender):
    name = "Polls"
    empty_path = "/api/health"

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

    def __init__(self, client: Client, *, own_tables: bool) -> None:
        super().__init__(client)
        if not own_tables:
            self.name += ", our table"

    def path(self, query: Query) -> str | None:
        if query.search and (len(query.search) < 3 or not query.search.isascii()):
            # Django finds other rows: one and two letters anywhere in a word, and letters beyond ASCII of the
            # table of Polls in one case only.
            return None
        parameters: dict[str, object] = {"p": query.offset // PAGE + 1}
        if query.search:
            parameters["q"] = query.search
        if query.days:
            parameters |= {"pub_date__gte": query.days[0], "pub_date__lt": query.days[1]}
        return f"/admin/polls/question/?{urlencode(parameters)}"

    def ids(self, page: bytes) -> list[int]:
        links = re.findall(rb'<th class="field-question_text"><a href="/admin/polls/\w+/(\d+)/', page)
        return [int(link) for link in links]


class Restly(Contender):
    name = "fastapi-restly"
    empty_path = "/health"

    def path(self, query: Query) -> str | None:
        if query.search or query.days:
            return None  # it filters by equality only
        return "/questions/?" + _react_admin(query, "id", {})

    def ids(self, page: bytes) -> list[int]:
        return _record_ids(page)


def _react_admin(query: Query, sort: str, conditions: dict[str, str]) -> str:
    parameters = {
        "sort": [sort, "DESC"],
        "range": [query.offset, query.offset + PAGE - 1],
        "filter": conditions,
    }
    return urlencode({name: json.dumps(value) for name, value in parameters.items()})


def _record_ids(page: bytes) -> list[int]:
    return [record["id"] for record in json.loads(page)]


@contextmanager
def polls(url: sa.URL) -> Iterator[Polls]:
    with polls_server(url) as client:
        yield Polls(client)


@contextmanager
def django(url: sa.URL, *, own_tables: bool) -> Iterator[Django]:
    """The tutorial's admin with a client that is signed in."""
    with django_server(url, own_tables=own_tables) as client:
        client.get("/admin/login/")
        token = client.cookies["csrftoken"].value
        account = {"username": "admin", "password": PASSWORD, "csrfmiddlewaretoken": token}
        client.post("/admin/login/", urlencode(account), "application/x-www-form-urlencoded")
        yield Django(client, own_tables=own_tables)


@contextmanager
def restly(url: sa.URL) -> Iterator[Restly]:
    with uvicorn_server(url, "--factory", "restly:create_app") as client:
        yield Restly(client)
