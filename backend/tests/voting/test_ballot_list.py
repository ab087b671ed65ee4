"""The published list of a closed poll's ballots: whole, in parts, and while something happens meanwhile."""

import asyncio
import csv
import json
import secrets
import socket
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from time import monotonic
from typing import Any, Self, cast
from urllib.parse import urlsplit

import httpx2
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.polls import service
from app.polls.errors import PollNotFound
from app.polls.models import Choice, Question
from app.results.errors import ResultsHidden
from app.voters.models import Participation
from app.voting import ballot_list, sealing
from app.voting.ballot_list import FORMATS, BallotList, Place
from app.voting.errors import BallotsChanged, BallotsHidden
from app.voting.models import Vote
from react_admin import ApiError
from react_admin.streaming import paged
from tests.factories.polls import (
    AN_HOUR_AGO,
    TOMORROW,
    YESTERDAY,
    add_many_ballots,
    ballot,
    edit_poll,
    make_poll,
)
from tests.serving import environment, stop
from tests.statements import statements

Ballots = list[tuple[str, list[int]]]
Change = Callable[[Database, Question], None]


def make_closed_poll(database: Database, ballots: int, **values: Any) -> tuple[Question, Ballots]:
    """A poll that has closed, and its ballots: on each, the first choice and for some the others too."""
    poll = make_poll(database, voting="multiple", **{"closes_at": AN_HOUR_AGO, **values})
    return poll, add_ballots(database, poll, ballots)


def add_ballots(database: Database, poll: Question, ballots: int) -> Ballots:
    ids = [choice.id for choice in poll.choices]
    found = sorted((uuid.uuid4(), ids[: number % 3 + 1]) for number in range(ballots))
    votes = [
        {"question_id": poll.id, "receipt": receipt, "rank": rank, "choice_id": choice}
        for receipt, choices in found
        for rank, choice in enumerate(choices)
    ]
    with database.begin() as session:
        if ballots:
            voters = [{"question_id": poll.id, "voter_key": secrets.token_bytes(32)} for _ in found]
            session.execute(sa.insert(Participation), voters)
            session.execute(sa.insert(Vote), votes)
        of_poll = Question.id == poll.id
        session.execute(sa.update(Question).where(of_poll).values(ballots=Question.ballots + ballots))
        for choice in poll.choices:
            more = sum(vote["choice_id"] == choice.id for vote in votes)
            tally = sa.update(Choice).where(Choice.id == choice.id)
            session.execute(tally.values(votes=Choice.votes + more))
    return [(str(receipt), choices) for receipt, choices in found]


def path_of(poll: Question) -> str:
    return f"/api/polls/{poll.slug}/ballots"


def from_json(text: str) -> Ballots:
    return [(one["receipt"], one["choices"]) for one in json.loads(text)]


def from_csv(text: str) -> Ballots:
    head, *lines = csv.reader(StringIO(text))
    assert head == ["receipt", "choice_id"]
    ballots: dict[str, list[int]] = {}
    for receipt, choice in lines:
        ballots.setdefault(receipt, []).append(int(choice))
    return [*ballots.items()]


READERS = {"json": from_json, "csv": from_csv}
EACH_FORMAT = pytest.mark.parametrize("as_format", [*FORMATS])


@EACH_FORMAT
@pytest.mark.parametrize("page", [1, 3, 4, 7, 13, 14, 1000])
@pytest.mark.parametrize("ballots", [0, 1, 7])
def test_a_list_is_whole_wherever_its_pages_end(
    client: TestClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    as_format: str,
    page: int,
    ballots: int,
) -> None:
    poll, expected = make_closed_poll(database, ballots)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", page)

    answer = client.get(path_of(poll), params={"format": as_format})

    assert READERS[as_format](answer.text) == expected


@EACH_FORMAT
@pytest.mark.parametrize("page", [1, 1000])
@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 10_000])
def test_parts_are_the_whole_and_a_shorter_one_is_the_last(
    client: TestClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    as_format: str,
    page: int,
    limit: int,
) -> None:
    poll, expected = make_closed_poll(database, 6)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", page)
    query: dict[str, Any] = {"format": as_format, "limit": limit}
    parts: list[Ballots] = []
    while not parts or len(parts[-1]) == limit:
        answer = client.get(path_of(poll), params=query)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        parts.append(READERS[as_format](answer.text))
        query["after"] = parts[-1][-1][0] if parts[-1] else ""

    assert [one for part in parts for one in part] == expected
    assert len(parts) == 6 // limit + 1


@EACH_FORMAT
def test_a_part_begins_after_any_receipt(client: TestClient, database: Database, as_format: str) -> None:
    poll, expected = make_closed_poll(database, 6)
    receipts = [receipt for receipt, _ in expected]
    for after in (uuid.UUID(int=0), *receipts, uuid.uuid4(), uuid.UUID(int=2**128 - 1), receipts[2].upper()):
        answer = client.get(path_of(poll), params={"format": as_format, "after": str(after)})
        rest = [one for one in expected if one[0] > str(after).lower()]
        assert READERS[as_format](answer.text) == rest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "10001"),
        ("limit", "1.5"),
        ("limit", "all"),
        ("limit", "9" * 5000),
        ("after", "1"),
        ("after", "x" * 36),
        ("after", "\0"),
        ("after", f"{uuid.UUID(int=7)}x"),
        ("format", "xml"),
    ],
)
def test_a_part_that_makes_no_sense_is_refused(
    client: TestClient, database: Database, name: str, value: str
) -> None:
    poll, _ = make_closed_poll(database, 1)

    answer = client.get(path_of(poll), params={name: value})

    assert (answer.status_code, [*answer.json()["errors"]]) == (422, [name])


@EACH_FORMAT
def test_a_page_is_short_and_holds_no_connection_afterwards(
    database: Database, monkeypatch: pytest.MonkeyPatch, as_format: str
) -> None:
    poll, expected = make_closed_poll(database, 60)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", 12)
    pool: Any = database.engine.pool

    async def run() -> list[str]:
        pages = []
        async for page in await begin(database, poll, as_format):
            assert pool.checkedout() == 0
            assert len(page) < 2000
            pages.append(page.decode())
        return pages

    with statements(database) as asked:
        pages = asyncio.run(run())

    assert READERS[as_format]("".join(pages)) == expected
    reads = [one for one in asked if "FROM poll_vote" in one]
    assert 120 // 12 <= len(pages) == len(reads) <= 120 // 10 + 1
    assert all("LIMIT" in one for one in reads)


async def begin(
    database: Database, poll: Question, as_format: str = "json", change: Change | None = None
) -> AsyncIterator[bytes]:
    """The pages of a list; `change` happens before the first is read."""
    question = await database.read(lambda session: service.published_poll(session, poll.slug))
    if change:
        change(database, poll)
    ballots = BallotList(question, FORMATS[as_format])
    answer = await paged(database.read, ballots.read, Place(None, None), media_type="", headers={})
    return cast("AsyncIterator[bytes]", answer.body_iterator)


def seal(database: Database, poll: Question) -> None:
    end = monotonic() + 10
    with database.begin() as session:
        sealing.seal(session, poll.id)  # unless a server was quicker
    with database.begin() as session:
        assert session.scalars(sa.select(Question.sealed_at).where(Question.id == poll.id)).one()
    while not sealing.scrub(database):  # it may meet a server's
        assert monotonic() < end


def unlist(database: Database, poll: Question) -> None:
    edit_poll(database, poll, listed=False)


@pytest.mark.parametrize("change", [seal, unlist])
@EACH_FORMAT
def test_what_changes_no_vote_leaves_the_list_as_it_was(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    as_format: str,
) -> None:
    poll, expected = make_closed_poll(database, 10)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", 4)

    async def run() -> str:
        pages = await begin(database, poll, as_format)
        found = await anext(pages)
        change(database, poll)
        return (found + b"".join([page async for page in pages])).decode()

    assert READERS[as_format](asyncio.run(run())) == expected


def reopen(database: Database, poll: Question) -> None:
    edit_poll(database, poll, closes_at=None)


def reopen_and_close(database: Database, poll: Question) -> None:
    edit_poll(database, poll, closes_at=TOMORROW)
    edit_poll(database, poll, closes_at=YESTERDAY.replace(year=YESTERDAY.year + 1))
    add_ballots(database, poll, 1)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)


def close_at_another_time(database: Database, poll: Question) -> None:
    edit_poll(database, poll, closes_at=None)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO.replace(microsecond=1))


def hide(database: Database, poll: Question) -> None:
    edit_poll(database, poll, results_visibility="staff")


def unpublish(database: Database, poll: Question) -> None:
    edit_poll(database, poll, pub_date=TOMORROW, closes_at=None)


def delete(database: Database, poll: Question) -> None:
    with database.begin() as session:
        service.delete_question(session, poll)


CHANGES = [
    (reopen, BallotsHidden),
    (reopen_and_close, BallotsChanged),
    (close_at_another_time, BallotsChanged),
    (hide, ResultsHidden),
    (unpublish, PollNotFound),
    (delete, PollNotFound),
]


@pytest.mark.parametrize(("change", "error"), CHANGES)
@pytest.mark.parametrize("pages_before", [0, 1, 2])
def test_a_list_that_changes_midway_does_not_end_as_if_it_were_whole(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    error: type[ApiError],
    pages_before: int,
) -> None:
    poll, _ = make_closed_poll(database, 10)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", 4)

    async def run() -> None:
        pages = await begin(database, poll, change=None if pages_before else change)
        for _ in range(pages_before):
            assert not (await anext(pages)).endswith(b"]")
        change(database, poll)
        await anext(pages)

    with pytest.raises(error):
        asyncio.run(run())


# Bytes that the kernel takes from the server for a client. By default these are megabytes.
BUFFER = 2**16
# Their list is several times as long as that and a page.
MANY = 30_000
SLOW = 20


@contextmanager
def serving_in_small_buffers(url: sa.URL) -> Iterator[str]:
    """The address of a server of its own, whose connections inherit its listener's buffer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        number = listener.fileno()
        command = f"-m uvicorn --factory app.main:create_app --fd {number} --no-access-log".split()
        process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, *command],
            env=environment(url),
            pass_fds=[number],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop(process)


class SlowDownload:
    """A client that asks for a list, reads the beginning, and then takes its time."""

    def __init__(self, server: str, poll: Question, as_format: str) -> None:
        address = urlsplit(server)
        self._socket = socket.socket()
        self._socket.settimeout(20)
        self._socket.connect((address.hostname, address.port))
        request = (
            f"GET {path_of(poll)}?format={as_format} HTTP/1.1\r\nHost: polls\r\nConnection: close\r\n\r\n"
        )
        self._socket.sendall(request.encode())
        self._begun = self._socket.recv(100)
        assert self._begun.startswith(b"HTTP/1.1 200")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def rest(self) -> bytes:
        parts = [self._begun]
        while part := self._socket.recv(2**16):
            parts.append(part)
        return b"".join(parts)


LAST_CHUNK = b"\r\n0\r\n\r\n"


def is_complete(answer: bytes) -> bool:
    return answer.endswith(LAST_CHUNK)


@pytest.mark.usefixtures("app")  # which empties the database
def test_slow_downloads_hold_up_no_vote_and_no_seal(database: Database) -> None:
    large, other = make_poll(database, closes_at=AN_HOUR_AGO), make_poll(database, voter_check="none")
    add_many_ballots(database, large, MANY)
    closing, _ = make_closed_poll(database, 60, closes_at=None)
    with serving_in_small_buffers(database.engine.url) as server, ExitStack() as sockets:
        formats = [*FORMATS] * (SLOW // 2)
        downloads = [sockets.enter_context(SlowDownload(server, large, one)) for one in formats]
        with httpx2.Client(base_url=server, timeout=10) as voter:
            for number in range(20):
                assert voter.post(path_of(other), json=ballot(other, number % 3)).status_code == 201
            edit_poll(database, closing, closes_at=AN_HOUR_AGO)
            assert len(voter.get(path_of(closing)).json()) == 60
        seal(database, closing)

        for download, end in zip(downloads[:2], (b"]", b"\r\n"), strict=True):
            answer = download.rest()
            assert is_complete(answer)
            assert answer.removesuffix(LAST_CHUNK).endswith(end)
        edit_poll(database, large, closes_at=None)
        assert [is_complete(download.rest()) for download in downloads[2:]] == [False] * (SLOW - 2)
        assert httpx2.get(f"{server}/api/health").status_code == 200
