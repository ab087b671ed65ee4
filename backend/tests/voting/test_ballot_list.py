"""The published list of a closed poll's ballots: as a whole, in parts, and while the poll changes."""

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
from react_admin.paged_response import paged
from tests.factories.polls import (
    AN_HOUR_AGO,
    TOMORROW,
    YESTERDAY,
    add_many_ballots,
    ballot,
    edit_poll,
    make_poll,
    vote,
)
from tests.serving import environment, stop
from tests.statements import statements

Ballots = list[tuple[str, list[int]]]
Change = Callable[[Database, Question], None]


def make_closed_poll(database: Database, ballots: int, **values: Any) -> tuple[Question, Ballots]:
    """Return a closed poll and its ballots, which have one to three choices each."""
    poll = make_poll(database, voting="multiple", **{"closes_at": AN_HOUR_AGO, **values})
    return poll, add_ballots(database, poll, ballots)


def add_ballots(database: Database, poll: Question, count: int) -> Ballots:
    """Write ballots into the database. Return them as they are published, sorted by receipt."""
    ids = [choice.id for choice in poll.choices]
    ballots = sorted((uuid.uuid4(), ids[: number % 3 + 1]) for number in range(count))
    votes = [
        {"question_id": poll.id, "receipt": receipt, "rank": rank, "choice_id": choice}
        for receipt, choices in ballots
        for rank, choice in enumerate(choices)
    ]
    with database.begin() as session:
        if ballots:
            voters = [{"question_id": poll.id, "voter_key": secrets.token_bytes(32)} for _ in ballots]
            session.execute(sa.insert(Participation), voters)
            session.execute(sa.insert(Vote), votes)
        of_poll = Question.id == poll.id
        session.execute(sa.update(Question).where(of_poll).values(ballots=Question.ballots + count))
        for choice in poll.choices:
            added = sum(vote["choice_id"] == choice.id for vote in votes)
            tally = sa.update(Choice).where(Choice.id == choice.id)
            session.execute(tally.values(tally=Choice.tally + added))
    return [(str(receipt), choices) for receipt, choices in ballots]


def ballots_path(poll: Question) -> str:
    return f"/api/polls/{poll.slug}/ballots"


def parse_json(text: str) -> Ballots:
    return [(ballot["receipt"], ballot["choices"]) for ballot in json.loads(text)]


def parse_csv(text: str) -> Ballots:
    header, *lines = csv.reader(StringIO(text))
    assert header == ["receipt", "choice_id"]
    ballots: dict[str, list[int]] = {}
    for receipt, choice in lines:
        ballots.setdefault(receipt, []).append(int(choice))
    return [*ballots.items()]


PARSERS = {"json": parse_json, "csv": parse_csv}
EACH_FORMAT = pytest.mark.parametrize("as_format", [*FORMATS])


def test_a_closed_poll_publishes_its_ballots_as_json_and_csv(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    ballots: dict[str, tuple[int, ...]] = {}
    for positions in [(0,), (0, 2), (1,), (2,)]:
        response = vote(client, poll, *positions)
        assert response.status_code == 201
        ballots[response.json()["receipt"]] = positions
    assert client.get(ballots_path(poll)).status_code == 403
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)

    as_json = client.get(ballots_path(poll))
    as_csv = client.get(ballots_path(poll), params={"format": "csv"})

    expected = {
        receipt: [poll.choices[position].id for position in ballots[receipt]] for receipt in sorted(ballots)
    }
    assert as_json.json() == [
        {"receipt": receipt, "choices": choices} for receipt, choices in expected.items()
    ]
    lines = [f"{receipt},{choice}" for receipt, choices in expected.items() for choice in choices]
    assert as_csv.text == "\r\n".join(["receipt,choice_id", *lines, ""])
    assert as_csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert as_json.headers["Cache-Control"] == as_csv.headers["Cache-Control"] == "private, no-store"


def test_the_list_is_hidden_if_the_result_is_hidden(
    client: TestClient, new_client: Callable[[], TestClient], database: Database
) -> None:
    for_staff = make_poll(database, results_visibility="staff")
    for_voters = make_poll(database, results_visibility="after_vote")
    for poll in (for_staff, for_voters):
        assert vote(client, poll, 0).status_code == 201
        edit_poll(database, poll, closes_at=AN_HOUR_AGO)

    assert client.get(ballots_path(for_staff)).status_code == 403
    assert client.get(ballots_path(for_voters)).status_code == 200
    assert new_client().get(ballots_path(for_voters)).status_code == 200


@EACH_FORMAT
@pytest.mark.parametrize("page", [1, 3, 4, 7, 13, 14, 1000])
@pytest.mark.parametrize("ballots", [0, 1, 7])
def test_a_list_is_complete_at_any_page_size(
    client: TestClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    as_format: str,
    page: int,
    ballots: int,
) -> None:
    poll, expected = make_closed_poll(database, ballots)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", page)

    response = client.get(ballots_path(poll), params={"format": as_format})

    assert PARSERS[as_format](response.text) == expected


@EACH_FORMAT
@pytest.mark.parametrize("page", [1, 1000])
@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 10_000])
def test_the_parts_make_up_the_list_and_the_last_part_is_shorter(
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
        response = client.get(ballots_path(poll), params=query)
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")
        parts.append(PARSERS[as_format](response.text))
        query["after"] = parts[-1][-1][0] if parts[-1] else ""

    assert [published for part in parts for published in part] == expected
    assert len(parts) == 6 // limit + 1


@EACH_FORMAT
def test_a_part_starts_after_the_receipt_in_the_query(
    client: TestClient, database: Database, as_format: str
) -> None:
    poll, expected = make_closed_poll(database, 6)
    receipts = [receipt for receipt, _ in expected]
    for after in (uuid.UUID(int=0), *receipts, uuid.uuid4(), uuid.UUID(int=2**128 - 1), receipts[2].upper()):
        response = client.get(ballots_path(poll), params={"format": as_format, "after": str(after)})
        rest = [published for published in expected if published[0] > str(after).lower()]
        assert PARSERS[as_format](response.text) == rest


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
def test_an_invalid_limit_receipt_or_format_is_refused(
    client: TestClient, database: Database, name: str, value: str
) -> None:
    poll, _ = make_closed_poll(database, 1)

    response = client.get(ballots_path(poll), params={name: value})

    assert (response.status_code, [*response.json()["errors"]]) == (422, [name])


@EACH_FORMAT
def test_a_page_is_short_and_releases_its_connection(
    database: Database, monkeypatch: pytest.MonkeyPatch, as_format: str
) -> None:
    poll, expected = make_closed_poll(database, 60)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", 12)
    pool: Any = database.engine.pool

    async def run() -> list[str]:
        pages = []
        async for page in await read_pages(database, poll, as_format):
            assert pool.checkedout() == 0
            assert len(page) < 2000
            pages.append(page.decode())
        return pages

    with statements(database) as queries:
        pages = asyncio.run(run())

    assert PARSERS[as_format]("".join(pages)) == expected
    reads = [query for query in queries if "FROM poll_vote" in query]
    assert 120 // 12 <= len(pages) == len(reads) <= 120 // 10 + 1
    assert all("LIMIT" in query for query in reads)


async def read_pages(
    database: Database, poll: Question, as_format: str = "json", change: Change | None = None
) -> AsyncIterator[bytes]:
    """Return the pages of a list. `change` happens between loading the poll and the first page."""
    question = await database.read(lambda session: service.published_poll(session, poll.slug))
    if change:
        change(database, poll)
    ballots = BallotList(question, FORMATS[as_format])
    response = await paged(database.read, ballots.read, Place(None, None), media_type="", headers={})
    return cast("AsyncIterator[bytes]", response.body_iterator)


def seal(database: Database, poll: Question) -> None:
    deadline = monotonic() + 10
    with database.begin() as session:
        sealing.seal(session, poll.id)  # does nothing if a server sealed the poll first
    with database.begin() as session:
        assert session.scalars(sa.select(Question.sealed_at).where(Question.id == poll.id)).one()
    while not sealing.scrub(database):  # fails while the server scrubs
        assert monotonic() < deadline


def unlist(database: Database, poll: Question) -> None:
    edit_poll(database, poll, listed=False)


@pytest.mark.parametrize("change", [seal, unlist])
@EACH_FORMAT
def test_sealing_or_unlisting_a_poll_midway_does_not_change_the_list(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    as_format: str,
) -> None:
    poll, expected = make_closed_poll(database, 10)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", 4)

    async def run() -> str:
        pages = await read_pages(database, poll, as_format)
        first = await anext(pages)
        change(database, poll)
        return (first + b"".join([page async for page in pages])).decode()

    assert PARSERS[as_format](asyncio.run(run())) == expected


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
def test_a_list_breaks_off_if_the_poll_is_reopened_hidden_or_deleted_midway(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    error: type[ApiError],
    pages_before: int,
) -> None:
    poll, _ = make_closed_poll(database, 10)
    monkeypatch.setattr(ballot_list, "PAGE_VOTES", 4)

    async def run() -> None:
        pages = await read_pages(database, poll, change=None if pages_before else change)
        for _ in range(pages_before):
            assert not (await anext(pages)).endswith(b"]")
        change(database, poll)
        await anext(pages)

    with pytest.raises(error):
        asyncio.run(run())


# Size of the kernel's send buffer for a connection, in bytes. By default it is megabytes.
SEND_BUFFER = 2**16
# Their list is several times as long as a page and the send buffer together.
MANY_BALLOTS = 30_000
SLOW_DOWNLOADS = 20


@contextmanager
def serving_with_small_buffers(url: sa.URL) -> Iterator[str]:
    """Run a server whose connections inherit the listener's send buffer. Yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        fd = listener.fileno()
        command = f"-m uvicorn --factory app.main:create_app --fd {fd} --no-access-log".split()
        process = subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, *command],
            env=environment(url),
            pass_fds=[fd],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop(process)


class SlowDownload:
    """A client that requests a list, reads its first bytes, and leaves the rest unread until `rest()`."""

    def __init__(self, server: str, poll: Question, as_format: str) -> None:
        address = urlsplit(server)
        self._socket = socket.socket()
        self._socket.settimeout(20)
        self._socket.connect((address.hostname, address.port))
        path = f"{ballots_path(poll)}?format={as_format}"
        request = f"GET {path} HTTP/1.1\r\nHost: polls\r\nConnection: close\r\n\r\n"
        self._socket.sendall(request.encode())
        self._start = self._socket.recv(100)
        assert self._start.startswith(b"HTTP/1.1 200")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def rest(self) -> bytes:
        parts = [self._start]
        while part := self._socket.recv(2**16):
            parts.append(part)
        return b"".join(parts)


LAST_CHUNK = b"\r\n0\r\n\r\n"


def is_complete(response: bytes) -> bool:
    return response.endswith(LAST_CHUNK)


@pytest.mark.usefixtures("app")  # empties the database after the test
def test_slow_downloads_delay_no_vote_and_no_seal(database: Database) -> None:
    large, other = make_poll(database, closes_at=AN_HOUR_AGO), make_poll(database, voter_check="none")
    add_many_ballots(database, large, MANY_BALLOTS)
    closing, _ = make_closed_poll(database, 60, closes_at=None)
    with serving_with_small_buffers(database.engine.url) as server, ExitStack() as sockets:
        formats = [*FORMATS] * (SLOW_DOWNLOADS // 2)
        downloads = [sockets.enter_context(SlowDownload(server, large, as_format)) for as_format in formats]
        with httpx2.Client(base_url=server, timeout=10) as voter:
            for number in range(20):
                assert voter.post(ballots_path(other), json=ballot(other, number % 3)).status_code == 201
            edit_poll(database, closing, closes_at=AN_HOUR_AGO)
            assert len(voter.get(ballots_path(closing)).json()) == 60
        seal(database, closing)

        for download, end in zip(downloads[:2], (b"]", b"\r\n"), strict=True):
            response = download.rest()
            assert is_complete(response)
            assert response.removesuffix(LAST_CHUNK).endswith(end)
        edit_poll(database, large, closes_at=None)
        assert [is_complete(download.rest()) for download in downloads[2:]] == [False] * (SLOW_DOWNLOADS - 2)
        assert httpx2.get(f"{server}/api/health").status_code == 200
