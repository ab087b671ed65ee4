"""Results move on every screen that watches, and on none that may not see them."""

import asyncio
import secrets
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient

from app.batching import Busy
from app.database import Database
from app.polls.models import Question
from app.results import live
from tests.factories.polls import AN_HOUR_AGO, ballot, edit_poll, make_poll
from tests.results.stream_watcher import watching
from tests.statements import statements


async def vote_as(app: FastAPI, poll: Question, voters: list[str]) -> None:
    """Have these browsers vote at once, each known by its cookie."""

    async def cast(voter: str) -> int:
        async with AsyncClient(
            transport=ASGITransport(app), base_url="http://testserver", cookies={"voter": voter}
        ) as client:
            answer = await client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, 0))
            return answer.status_code

    assert await asyncio.gather(*map(cast, voters)) == [201] * len(voters)


def new_voters(number: int) -> list[str]:
    return [secrets.token_urlsafe(32) for _ in range(number)]


async def vote(app: FastAPI, poll: Question, times: int = 1) -> str:
    """Vote so many times at once; returns the cookie of one who did."""
    voters = new_voters(times)
    await vote_as(app, poll, voters)
    return voters[0]


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def test_a_watcher_sees_the_result_at_once_and_each_change(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            assert await watcher.status == 200
            assert watcher.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
            assert watcher.headers[b"cache-control"] == b"no-store"
            assert watcher.headers[b"x-accel-buffering"] == b"no"
            choices = [
                {"id": choice.id, "choice_text": choice.choice_text, "votes": 0} for choice in poll.choices
            ]
            assert await watcher.event() == ("results", {"ballots": 0, "choices": choices})
            await vote(app, poll)
            choices[0]["votes"] = 1
            assert await watcher.event() == ("results", {"ballots": 1, "choices": choices})
            await vote(app, poll, times=5)
            assert await watcher.ballots() == 6

    run(test())


def test_votes_that_another_process_counts_are_seen_too(
    app: FastAPI, database: Database, migrated: sa.URL
) -> None:
    poll = make_poll(database)
    other = Database(migrated)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            assert await watcher.ballots() == 0
            with other.begin() as session:
                session.execute(sa.text("UPDATE poll_question SET ballots = 7"))
            assert await watcher.ballots() == 7
            with other.begin() as session:
                session.execute(sa.text("UPDATE poll_question SET ballots = 0"))

    run(test())
    other.engine.dispose()


def test_it_moves_at_most_four_times_a_second(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            await watcher.ballots()
            for ballots in (3, 6, 9):
                await vote(app, poll, times=3)
                assert await watcher.ballots() == ballots
            pauses = [later - earlier for earlier, later in pairwise(watcher.moments[1:])]
            assert min(pauses) >= 0.25
            assert watcher.chunks.empty()

    run(test())


def test_who_comes_just_before_a_look_waits_for_the_next(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(live, "LEAST_PAUSE", 1.0)  # so that this look does come just after them

    async def test() -> None:
        async with watching(app, poll) as watcher:
            assert await watcher.ballots() == 0
            await vote(app, poll)
            await app.state.live._look(poll.slug)
            # And sees what changed before, though nothing has since.
            assert await watcher.ballots() == 1
            first, second = watcher.moments
            assert live.LEAST_PAUSE <= second - first < live.QUIET

    run(test())


def test_who_comes_just_before_the_close_sees_the_final_result(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            assert await watcher.ballots() == 0
            edit_poll(database, poll, closes_at=AN_HOUR_AGO)
            await app.state.live._look(poll.slug)
            events = [await watcher.event(), await watcher.event()]
            assert [event and event[0] for event in events] == ["results", "end"]
            assert await watcher.event() is None

    run(test())


def test_all_who_watch_share_one_query_and_the_same_bytes(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with AsyncExitStack() as stack:
            watchers = [await stack.enter_async_context(watching(app, poll)) for _ in range(60)]
            for watcher in watchers:
                await watcher.ballots()
            await vote(app, poll)
            with statements(database) as found:
                events = [await watcher.chunks.get() for watcher in watchers]
            assert len({id(event) for event in events}) == 1
            assert len(found) <= 1

    run(test())


def test_where_nobody_watches_nothing_is_asked(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as first, watching(app, poll) as second:
            assert (await first.ballots(), await second.ballots()) == (0, 0)
        here = asyncio.current_task()
        async with asyncio.timeout(10):
            await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not here))

    run(test())  # and no task goes on


def test_whoever_reads_slowly_holds_nobody_up_and_skips_to_the_newest(
    app: FastAPI, database: Database
) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as slow, watching(app, poll) as quick:
            assert (await slow.ballots(), await quick.ballots()) == (0, 0)
            slow.reads.clear()
            for ballots in (1, 2, 3):
                await vote(app, poll)
                assert await quick.ballots() == ballots
            slow.reads.set()
            assert [await slow.ballots(), await slow.ballots()] == [1, 3]

    run(test())


def test_the_close_ends_with_the_final_result(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            await watcher.ballots()
            await vote(app, poll)
            edit_poll(database, poll, closes_at=AN_HOUR_AGO)
            events = [await watcher.event(), await watcher.event()]
            assert [event and event[0] for event in events] == ["results", "end"]
            assert events[0] is not None
            assert events[0][1]["ballots"] == 1
            assert await watcher.event() is None
        async with watching(app, poll) as later:
            assert await later.status == 204

    run(test())


@pytest.mark.parametrize("visibility", ["after_vote", "after_close", "staff"])
def test_a_result_that_is_hidden_ends_the_stream_of_those_who_may_not_see_it(
    app: FastAPI, editor: TestClient, database: Database, visibility: str
) -> None:
    poll = make_poll(database)

    async def test() -> None:
        voter = await vote(app, poll)
        async with watching(app, poll, voter) as has_voted, watching(app, poll) as has_not:
            assert (await has_voted.ballots(), await has_not.ballots()) == (1, 1)
            values = {"results_visibility": visibility}
            await asyncio.to_thread(editor.put, f"/api/admin/questions/{poll.id}", json=values)
            await vote(app, poll)
            assert await has_not.event() is None
            seen = await has_voted.ballots()
            if visibility == "after_vote":
                assert seen == 2 or await has_voted.ballots() == 2  # a look may come before that vote
            else:
                assert seen is None
        async with watching(app, poll) as later:
            assert await later.status == 403

    run(test())


def test_who_votes_while_they_watch_see_what_voters_see(
    app: FastAPI, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    voters = new_voters(20)

    async def test() -> None:
        async with AsyncExitStack() as stack:
            watchers = [await stack.enter_async_context(watching(app, poll, voter)) for voter in voters]
            await vote_as(app, poll, voters)
            for watcher in watchers:
                while await watcher.ballots() != len(voters):
                    pass
            with statements(database) as found:
                values = {"results_visibility": "after_vote"}
                await asyncio.to_thread(editor.put, f"/api/admin/questions/{poll.id}", json=values)
                assert {await watcher.ballots() for watcher in watchers} == {len(voters)}
            assert 0 < len(lookups(found)) < 5
            with statements(database) as found:
                await vote(app, poll)
                assert {await watcher.ballots() for watcher in watchers} == {len(voters) + 1}
            assert len(lookups(found)) == 1  # the vote's own

    run(test())


def lookups(statements: list[str]) -> list[str]:
    """Those of who has voted."""
    return [statement for statement in statements if statement.startswith("SELECT poll_ballot")]


def test_a_lookup_that_fails_ends_the_stream_of_those_who_come_back(
    app: FastAPI, editor: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    [voter] = new_voters(1)

    async def too_many(*_: object) -> bool:
        raise Busy

    async def test() -> None:
        async with watching(app, poll, voter) as watcher:
            assert await watcher.ballots() == 0
            await vote_as(app, poll, [voter])
            assert await watcher.ballots() == 1
            monkeypatch.setattr(app.state.participations._lookups, "submit", too_many)
            values = {"results_visibility": "after_vote"}
            await asyncio.to_thread(editor.put, f"/api/admin/questions/{poll.id}", json=values)
            assert await watcher.event() is None
            monkeypatch.undo()
        async with watching(app, poll, voter) as again:
            assert await again.ballots() == 1

    run(test())


def test_a_poll_that_is_deleted_ends_the_stream(app: FastAPI, editor: TestClient, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            await watcher.ballots()
            await asyncio.to_thread(editor.delete, f"/api/admin/questions/{poll.id}")
            assert await watcher.event() is None
        async with watching(app, poll) as later:
            assert await later.status == 404

    run(test())


def test_a_server_that_stops_ends_all_streams(app: FastAPI, database: Database) -> None:
    polls = [make_poll(database), make_poll(database)]

    async def test() -> None:
        async with watching(app, polls[0]) as first, watching(app, polls[1]) as second:
            assert (await first.ballots(), await second.ballots()) == (0, 0)
            app.state.live.end()
            assert (await first.event(), await second.event()) == (None, None)

    run(test())


def test_quiet_is_broken_by_comments(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(live, "QUIET", 0.3)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            await watcher.chunks.get()
            assert [await watcher.chunks.get(), await watcher.chunks.get()] == [b":\n\n"] * 2

    run(test())


def test_too_many_watchers_are_told_to_come_back(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(live, "MOST_WATCHERS", 1)

    async def test() -> None:
        async with watching(app, poll) as first:
            await first.ballots()
            async with watching(app, poll) as second:
                assert await second.status == 503
        async with watching(app, poll) as third:
            assert await third.status == 200

    run(test())


@pytest.mark.parametrize(("cost", "pause"), [(0, 0.25), (0.05, 0.25), (0.1, 0.3), (0.5, 1.5), (5, 2)])
def test_sending_takes_a_quarter_of_the_time_at_most(cost: float, pause: float) -> None:
    assert live.pause_after(cost) == pytest.approx(pause)


def test_slow_sending_puts_the_next_look_off(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watching(app, poll) as watcher:
            await watcher.ballots()
            watcher.send_takes = 0.2
            for ballots in (1, 2):
                await vote(app, poll)
                assert await watcher.ballots() == ballots
            assert watcher.moments[-1] - watcher.moments[-2] >= 0.6

    run(test())
