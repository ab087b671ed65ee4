"""The dashboard's page of a poll: secret tallies, a look, the preview, the QR code and the stream."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import segno
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.testclient import TestClient

from app.accounts.models import UserSession
from app.accounts.security import SESSION_COOKIE
from app.config import Settings
from app.database import Database
from app.main import create_app
from app.polls.models import Question
from app.results import channel
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, edit_poll, make_poll, vote
from tests.results.stream_watcher import Watcher, watch

QUESTIONS = "/api/admin/questions"


@pytest.fixture
def secret_poll(client: TestClient, database: Database) -> Question:
    """An open poll with a vote, whose result is secret until its close."""
    poll = make_poll(database, results_visibility="after_close")
    assert vote(client, poll, 1).status_code == 201
    return poll


def votes_in(record: Any) -> list[int | None]:
    return [choice["votes"] for choice in record["choices"]]


def test_staff_see_the_turnout_of_a_secret_poll_and_its_tallies_after_the_close(
    editor: TestClient, database: Database, secret_poll: Question
) -> None:
    path = f"{QUESTIONS}/{secret_poll.id}"
    record = editor.get(path).json()
    assert (record["ballots"], votes_in(record)) == (1, [None, None, None])
    assert votes_in(editor.put(path, json={"listed": False}).json()) == [None, None, None]

    edit_poll(database, secret_poll, closes_at=AN_HOUR_AGO)
    assert votes_in(editor.get(path).json()) == [0, 1, 0]
    edit_poll(database, secret_poll, closes_at=TOMORROW)
    assert votes_in(editor.get(path).json()) == [None, None, None]


def test_an_edit_may_end_the_secret_before_the_close(editor: TestClient, secret_poll: Question) -> None:
    """Visibility stays free to change. The history shows who changed it."""
    edited = editor.put(f"{QUESTIONS}/{secret_poll.id}", json={"results_visibility": "staff"})
    assert (edited.status_code, votes_in(edited.json())) == (200, [0, 1, 0])


@pytest.mark.parametrize("visibility", ["always", "after_vote", "staff"])
def test_staff_see_the_tallies_of_other_polls(
    editor: TestClient, client: TestClient, database: Database, visibility: str
) -> None:
    poll = make_poll(database, results_visibility=visibility)
    vote(client, poll, 1)
    assert votes_in(editor.get(f"{QUESTIONS}/{poll.id}").json()) == [0, 1, 0]


def test_secret_tallies_are_neither_filtered_nor_sorted(
    viewer: TestClient, client: TestClient, database: Database, secret_poll: Question
) -> None:
    shown = make_poll(database, "Yes", "No")
    vote(client, shown, 1)
    hidden = {choice.id for choice in secret_poll.choices}
    yes, no = (choice.id for choice in shown.choices)

    def found(**query: str) -> list[int]:
        return [record["id"] for record in viewer.get("/api/admin/choices", params=query).json()]

    for filter_ in ('{"votes_gt":0}', '{"votes":1}', '{"votes_gte":1,"votes_lte":1}'):
        assert found(filter=filter_) == [no]
    assert {*found(filter='{"votes":null}')} == hidden
    # Nulls are the largest values, and the id breaks their ties.
    assert found(sort='["votes","ASC"]') == [yes, no, *sorted(hidden)]
    assert found(sort='["votes","DESC"]') == [*sorted(hidden), no, yes]


@pytest.mark.usefixtures("secret_poll")
def test_exports_leave_secret_tallies_empty(viewer: TestClient) -> None:
    for path, column in ((QUESTIONS, "choices.votes"), ("/api/admin/choices", "votes")):
        text = viewer.get(path, headers={"Accept": "text/csv"}).text.removeprefix("\ufeff")
        header, *lines = (line.split(",") for line in text.splitlines())
        assert [line[header.index(column)] for line in lines] == ["", "", ""]


def test_a_look_answers_the_result(editor: TestClient, secret_poll: Question) -> None:
    response = editor.post(f"{QUESTIONS}/{secret_poll.id}/look")
    choices = [
        {"id": choice.id, "choice_text": choice.choice_text, "votes": votes}
        for choice, votes in zip(secret_poll.choices, [0, 1, 0], strict=True)
    ]
    assert (response.status_code, response.json()) == (200, {"ballots": 1, "choices": choices})
    # The tallies stay hidden elsewhere.
    assert votes_in(editor.get(f"{QUESTIONS}/{secret_poll.id}").json()) == [None, None, None]


def test_only_editors_look(viewer: TestClient, client: TestClient, secret_poll: Question) -> None:
    path = f"{QUESTIONS}/{secret_poll.id}/look"
    assert [caller.post(path).status_code for caller in (viewer, client)] == [403, 401]


def test_a_preview_shows_a_draft_as_voters_will_see_it(
    viewer: TestClient, editor: TestClient, database: Database
) -> None:
    draft = make_poll(database, draft=True, closes_at=TOMORROW)
    preview = viewer.get(f"{QUESTIONS}/{draft.id}/preview").json()
    assert preview["is_open"] is True

    editor.put(f"{QUESTIONS}/{draft.id}", json={"draft": False})
    public = viewer.get(f"/api/polls/{draft.slug}").json()
    assert preview == public | {"pub_date": preview["pub_date"]}


def test_a_preview_hides_what_voters_do_not_see(
    viewer: TestClient, client: TestClient, database: Database, secret_poll: Question
) -> None:
    path = f"{QUESTIONS}/{secret_poll.id}/preview"
    assert viewer.get(path).json()["results"] is None
    assert client.get(path).status_code == 401
    edit_poll(database, secret_poll, closes_at=AN_HOUR_AGO)
    closed = viewer.get(path).json()
    assert (closed["is_open"], votes_in(closed["results"])) == (False, [0, 1, 0])


def encoded(link: str) -> str:
    """The path that draws the QR code of a link."""
    path: str
    [path] = re.findall(r' d="[^"]+"', segno.make_qr(link, error="m").svg_inline())
    return path


def test_the_qr_code_is_the_link_of_the_poll(viewer: TestClient, database: Database) -> None:
    draft = make_poll(database, draft=True)
    response = viewer.get(f"{QUESTIONS}/{draft.id}/qr.svg", headers={"Host": "polls.test:8080"})

    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/svg+xml")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.text.startswith("<svg ")
    assert encoded(f"http://polls.test:8080/polls/{draft.slug}") in response.text
    assert 'fill="#fff"' in response.text
    assert 'stroke="#000"' in response.text


def test_the_qr_code_starts_with_public_url_if_it_is_set(
    viewer: TestClient, database: Database, migrated: sa.URL
) -> None:
    url, public_url = migrated.render_as_string(hide_password=False), "https://polls.test/base"
    app = create_app(Settings(database_url=url, public_url=public_url))
    poll = make_poll(database)

    image = TestClient(app, cookies=viewer.cookies).get(f"{QUESTIONS}/{poll.id}/qr.svg").text

    assert encoded(f"{public_url}/polls/{poll.slug}") in image
    app.state.database.engine.dispose()


@pytest.mark.parametrize("call", ["GET preview", "GET qr.svg", "GET stream", "POST look"])
def test_the_role_is_checked_before_the_path(client: TestClient, editor: TestClient, call: str) -> None:
    method, action = call.split()
    for id_ in ("1000000", "x", "-1"):
        assert client.request(method, f"{QUESTIONS}/{id_}/{action}").status_code == 401
    unknown = editor.request(method, f"{QUESTIONS}/1000000/{action}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    assert editor.request(method, f"{QUESTIONS}/x/{action}").status_code == 422


def watch_poll(
    app: FastAPI, staff: TestClient, poll: Question, test: Callable[[Watcher], Awaitable[None]]
) -> None:
    """Run `test` with a watcher of a poll's stream."""

    async def run() -> None:
        cookies = {SESSION_COOKIE: staff.cookies[SESSION_COOKIE]}
        async with watch(app, f"{QUESTIONS}/{poll.id}/stream", cookies) as watcher:
            assert await watcher.status == 200
            await test(watcher)

    asyncio.run(run())


def shown(poll: Question, status: str, *votes: int | None) -> tuple[str, Any]:
    choices = [{"id": choice.id, "votes": tally} for choice, tally in zip(poll.choices, votes, strict=True)]
    return "poll", {"ballots": 1, "status": status, "choices": choices}


def test_the_stream_shows_secret_tallies_after_the_close(
    app: FastAPI, viewer: TestClient, database: Database, secret_poll: Question
) -> None:
    async def test(watcher: Watcher) -> None:
        assert watcher.headers[b"cache-control"] == b"no-store"
        assert await watcher.event() == shown(secret_poll, "open", None, None, None)
        edit_poll(database, secret_poll, closes_at=AN_HOUR_AGO)
        assert await watcher.event() == shown(secret_poll, "closed", 0, 1, 0)
        edit_poll(database, secret_poll, closes_at=None)
        assert await watcher.event() == shown(secret_poll, "open", None, None, None)

    watch_poll(app, viewer, secret_poll, test)


def test_the_stream_follows_a_draft_until_it_is_deleted(
    app: FastAPI, editor: TestClient, database: Database
) -> None:
    draft = make_poll(database, draft=True)
    path = f"{QUESTIONS}/{draft.id}"

    async def test(watcher: Watcher) -> None:
        no_votes = {"ballots": 0, "choices": [{"id": choice.id, "votes": 0} for choice in draft.choices]}
        assert await watcher.event() == ("poll", no_votes | {"status": "draft"})
        await run_in_threadpool(editor.put, path, json={"draft": False})
        assert await watcher.event() == ("poll", no_votes | {"status": "open"})
        await run_in_threadpool(editor.delete, path)
        assert await watcher.event() is None

    watch_poll(app, editor, draft, test)


def test_the_stream_ends_when_the_session_is_revoked(
    app: FastAPI,
    viewer: TestClient,
    database: Database,
    secret_poll: Question,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "KEEP_ALIVE", 0.3)

    def revoke() -> None:
        with database.begin() as session:
            session.execute(sa.delete(UserSession))

    async def test(watcher: Watcher) -> None:
        assert await watcher.event() == shown(secret_poll, "open", None, None, None)
        revoke()
        assert await watcher.event() is None

    watch_poll(app, viewer, secret_poll, test)
