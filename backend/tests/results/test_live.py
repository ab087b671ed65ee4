"""The stream of results: every watcher gets each change, for as long as they may see the result."""

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

from app.database import Database
from app.polls.models import Question
from app.request_batches import Busy
from app.results import channel, live
from tests.factories.polls import AN_HOUR_AGO, ballot, edit_poll, make_poll
from tests.results.stream_watcher import watch_results
from tests.statements import statements


async def vote_as(app: FastAPI, poll: Question, voters: list[str]) -> None:
    """Vote concurrently with each of these voter cookies."""

    async def cast(voter: str) -> int:
        async with AsyncClient(
            transport=ASGITransport(app), base_url="http://testserver", cookies={"voter": voter}
        ) as client:
            response = await client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, 0))
            return response.status_code

    assert await asyncio.gather(*map(cast, voters)) == [201] * len(voters)


def new_voters(count: int) -> list[str]:
    return [secrets.token_urlsafe(32) for _ in range(count)]


async def vote(app: FastAPI, poll: Question, times: int = 1) -> str:
    """Vote `times` times concurrently. Return the cookie of one of the voters."""
    voters = new_voters(times)
    await vote_as(app, poll, voters)
    return voters[0]


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def test_a_watcher_gets_the_result_at_once_and_after_each_change(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
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


def test_a_watcher_gets_votes_that_another_process_counts(
    app: FastAPI, database: Database, migrated: sa.URL
) -> None:
    poll = make_poll(database)
    other = Database(migrated)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            assert await watcher.ballots() == 0
            with other.begin() as session:
                session.execute(sa.text("UPDATE poll_question SET ballots = 7"))
            assert await watcher.ballots() == 7
            with other.begin() as session:
                session.execute(sa.text("UPDATE poll_question SET ballots = 0"))

    run(test())
    other.engine.dispose()


def test_a_watcher_gets_at_most_four_events_a_second(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            await watcher.ballots()
            for ballots in (3, 6, 9):
                await vote(app, poll, times=3)
                assert await watcher.ballots() == ballots
            pauses = [later - earlier for earlier, later in pairwise(watcher.moments[1:])]
            assert min(pauses) >= 0.25
            assert watcher.chunks.empty()

    run(test())


def test_a_watcher_who_joins_just_before_a_look_is_served_by_the_next_one(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(live, "LEAST_PAUSE", 1.0)  # long, so that the look below comes within it

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            assert await watcher.ballots() == 0
            await vote(app, poll)
            await app.state.live._look(poll.slug)
            # The vote reaches the watcher although nothing has changed since the look that was skipped.
            assert await watcher.ballots() == 1
            first, second = watcher.moments
            assert live.LEAST_PAUSE <= second - first < channel.KEEP_ALIVE

    run(test())


def test_a_watcher_who_joins_just_before_the_close_gets_the_final_result(
    app: FastAPI, database: Database
) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            assert await watcher.ballots() == 0
            edit_poll(database, poll, closes_at=AN_HOUR_AGO)
            await app.state.live._look(poll.slug)
            events = [await watcher.event(), await watcher.event()]
            assert [event and event[0] for event in events] == ["results", "end"]
            assert await watcher.event() is None

    run(test())


def test_all_watchers_share_one_query_and_the_same_bytes(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with AsyncExitStack() as stack:
            watchers = [await stack.enter_async_context(watch_results(app, poll)) for _ in range(60)]
            for watcher in watchers:
                await watcher.ballots()
            await vote(app, poll)
            with statements(database) as queries:
                events = [await watcher.chunks.get() for watcher in watchers]
            assert len({id(event) for event in events}) == 1
            assert len(queries) <= 2  # the poll with its choices, and its corrections

    run(test())


def test_looking_stops_when_nobody_watches(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as first, watch_results(app, poll) as second:
            assert (await first.ballots(), await second.ballots()) == (0, 0)
        this_task = asyncio.current_task()
        async with asyncio.timeout(10):
            # Returns when no other task is left.
            await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not this_task))

    run(test())


def test_a_slow_watcher_delays_nobody_and_skips_to_the_newest_result(
    app: FastAPI, database: Database
) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as slow, watch_results(app, poll) as quick:
            assert (await slow.ballots(), await quick.ballots()) == (0, 0)
            slow.reads.clear()
            for ballots in (1, 2, 3):
                await vote(app, poll)
                assert await quick.ballots() == ballots
            slow.reads.set()
            assert [await slow.ballots(), await slow.ballots()] == [1, 3]

    run(test())


def test_the_stream_of_a_poll_that_closes_ends_with_the_final_result(
    app: FastAPI, database: Database
) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            await watcher.ballots()
            await vote(app, poll)
            edit_poll(database, poll, closes_at=AN_HOUR_AGO)
            events = [await watcher.event(), await watcher.event()]
            assert [event and event[0] for event in events] == ["results", "end"]
            assert events[0] is not None
            assert events[0][1]["ballots"] == 1
            assert await watcher.event() is None
        async with watch_results(app, poll) as later:
            assert await later.status == 204

    run(test())


@pytest.mark.parametrize("visibility", ["after_vote", "after_close", "staff"])
def test_hiding_a_result_ends_the_streams_of_watchers_who_may_not_see_it(
    app: FastAPI, editor: TestClient, database: Database, visibility: str
) -> None:
    poll = make_poll(database)

    async def test() -> None:
        voter = await vote(app, poll)
        async with watch_results(app, poll, voter) as has_voted, watch_results(app, poll) as has_not:
            assert (await has_voted.ballots(), await has_not.ballots()) == (1, 1)
            values = {"results_visibility": visibility}
            await asyncio.to_thread(editor.put, f"/api/admin/questions/{poll.id}", json=values)
            await vote(app, poll)
            assert await has_not.event() is None
            ballots = await has_voted.ballots()
            if visibility == "after_vote":
                # A look may come between the edit and the second vote.
                assert ballots == 2 or await has_voted.ballots() == 2
            else:
                assert ballots is None
        async with watch_results(app, poll) as later:
            assert await later.status == 403

    run(test())


def test_watchers_who_have_voted_keep_a_result_that_is_limited_to_voters(
    app: FastAPI, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    voters = new_voters(20)

    async def test() -> None:
        async with AsyncExitStack() as stack:
            watchers = [await stack.enter_async_context(watch_results(app, poll, voter)) for voter in voters]
            await vote_as(app, poll, voters)
            for watcher in watchers:
                while await watcher.ballots() != len(voters):
                    pass
            with statements(database) as queries:
                values = {"results_visibility": "after_vote"}
                await asyncio.to_thread(editor.put, f"/api/admin/questions/{poll.id}", json=values)
                assert {await watcher.ballots() for watcher in watchers} == {len(voters)}
            assert 0 < len(participation_lookups(queries)) < 5
            with statements(database) as queries:
                await vote(app, poll)
                assert {await watcher.ballots() for watcher in watchers} == {len(voters) + 1}
            assert len(participation_lookups(queries)) == 1  # for the vote itself

    run(test())


def participation_lookups(statements: list[str]) -> list[str]:
    """The statements that look up participations."""
    return [statement for statement in statements if statement.startswith("SELECT poll_ballot")]


def test_a_failed_lookup_of_a_watchers_participation_ends_the_stream(
    app: FastAPI, editor: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    [voter] = new_voters(1)

    async def raise_busy(*_: object) -> bool:
        raise Busy

    async def test() -> None:
        async with watch_results(app, poll, voter) as watcher:
            assert await watcher.ballots() == 0
            await vote_as(app, poll, [voter])
            assert await watcher.ballots() == 1
            monkeypatch.setattr(app.state.participations._lookups, "submit", raise_busy)
            values = {"results_visibility": "after_vote"}
            await asyncio.to_thread(editor.put, f"/api/admin/questions/{poll.id}", json=values)
            assert await watcher.event() is None
            monkeypatch.undo()
        async with watch_results(app, poll, voter) as reconnected:
            assert await reconnected.ballots() == 1

    run(test())


def test_deleting_a_poll_ends_its_stream(app: FastAPI, editor: TestClient, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            await watcher.ballots()
            await asyncio.to_thread(editor.delete, f"/api/admin/questions/{poll.id}")
            assert await watcher.event() is None
        async with watch_results(app, poll) as later:
            assert await later.status == 404

    run(test())


def test_shutting_down_ends_all_streams(app: FastAPI, database: Database) -> None:
    polls = [make_poll(database), make_poll(database)]

    async def test() -> None:
        async with watch_results(app, polls[0]) as first, watch_results(app, polls[1]) as second:
            assert (await first.ballots(), await second.ballots()) == (0, 0)
            app.state.live.end()
            assert (await first.event(), await second.event()) == (None, None)

    run(test())


def test_comments_keep_a_quiet_stream_open(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(channel, "KEEP_ALIVE", 0.3)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            await watcher.chunks.get()
            assert [await watcher.chunks.get(), await watcher.chunks.get()] == [b":\n\n"] * 2

    run(test())


def test_a_watcher_beyond_the_limit_gets_503(
    app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    monkeypatch.setattr(live, "MOST_WATCHERS", 1)

    async def test() -> None:
        async with watch_results(app, poll) as first:
            await first.ballots()
            async with watch_results(app, poll) as second:
                assert await second.status == 503
        async with watch_results(app, poll) as third:
            assert await third.status == 200

    run(test())


@pytest.mark.parametrize(("cost", "pause"), [(0, 0.25), (0.05, 0.25), (0.1, 0.3), (0.5, 1.5), (5, 2)])
def test_the_pause_limits_sending_to_a_quarter_of_the_time(cost: float, pause: float) -> None:
    assert live.pause_after(cost) == pytest.approx(pause)


def test_slow_sending_delays_the_next_look(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)

    async def test() -> None:
        async with watch_results(app, poll) as watcher:
            await watcher.ballots()
            watcher.send_takes = 0.2
            for ballots in (1, 2):
                await vote(app, poll)
                assert await watcher.ballots() == ballots
            assert watcher.moments[-1] - watcher.moments[-2] >= 0.6

    run(test())
