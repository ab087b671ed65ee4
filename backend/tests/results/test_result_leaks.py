"""No answer tells of the votes on a poll to someone who may not see its result.

What an answer tells is found from outside. The same is asked twice, with more votes in between: an answer
that is not the same, to the last byte and header, tells of them. It has to where the table says so, and
nowhere else.
"""

import asyncio
import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import update

from app.accounts.models import Role, User
from app.accounts.security import new_token
from app.accounts.service import open_session
from app.database import Database
from app.polls.models import Choice, Question, ResultsVisibility, VoterCheck
from app.voters.models import Participation
from app.voting.models import Vote
from tests.factories import make_user
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, make_poll, new_receipt, vote
from tests.results.endpoint_visibility import (
    OF_POLL,
    OF_RECORD,
    OTHERS,
    Channel,
    Situation,
    all_alike,
    setting,
    this_voter,
    this_voter_live,
)
from tests.results.stream_watcher import watching

# Of cookies: a new voter's, and the moment when a session's has expired.
RANDOM = re.compile(r"(?<=voter=)[\w-]{43}|(?<=expires=)[^;]+")

STATES: dict[str, dict[str, Any]] = {
    "scheduled": {"pub_date": TOMORROW},
    "open": {"closes_at": TOMORROW},
    "open without a close": {"closes_at": None},
    "closed": {"closes_at": AN_HOUR_AGO},
    "closed without votes": {"closes_at": AN_HOUR_AGO},
    "closed and sealed": {"closes_at": AN_HOUR_AGO, "sealed_at": AN_HOUR_AGO},
}


@dataclass(frozen=True)
class Caller:
    """A browser. `receipts` are those of its ballots, by their poll."""

    role: str | None
    cookies: Mapping[str, str]
    receipts: Mapping[int, str]


STRANGER = Caller(None, {}, {})


@dataclass(frozen=True)
class Asked:
    poll: Question
    caller: Caller
    channel: Channel
    answer: str

    def situation(self, state: str) -> Situation:
        poll, caller = self.poll, self.caller
        return Situation(
            poll.results_visibility, poll.voter_check, state, caller.role, voted=poll.id in caller.receipts
        )


def vote_on_all(client: TestClient, polls: Sequence[Question]) -> Caller:
    cookies = {"voter": new_token()}
    client.cookies.update(cookies)
    receipts = {poll.id: new_receipt() for poll in polls}
    for poll in polls:
        assert vote(client, poll, 0, receipt=receipts[poll.id]).status_code == 201
    return Caller(None, cookies, receipts)


def make_polls(database: Database) -> list[Question]:
    return [
        make_poll(database, results_visibility=visibility, voter_check=check)
        for visibility in ResultsVisibility
        for check in VoterCheck
    ]


def add_votes(database: Database, polls: Sequence[Question], *votes: int) -> None:
    """So many more votes for each choice, as if they had been cast before the poll closed."""
    with database.begin() as session:
        for poll in polls:
            for choice, count in zip(poll.choices, votes, strict=True):
                for _ in range(count):
                    session.add(Participation(question_id=poll.id, voter_key=secrets.token_bytes(32)))
                    receipt = uuid.uuid4()
                    session.add(Vote(question_id=poll.id, receipt=receipt, rank=0, choice_id=choice.id))
                more = update(Choice).where(Choice.id == choice.id)
                session.execute(more.values(votes=Choice.votes + count))
            more = update(Question).where(Question.id == poll.id)
            session.execute(more.values(ballots=Question.ballots + sum(votes)))


def make_callers(database: Database, staff: Sequence[User], voter: Caller | None) -> list[Caller]:
    """Browsers that know nothing of an earlier round, and the `voter`."""
    with database.begin() as session:
        tokens = {user.role: open_session(session, user, "") for user in staff}
    new = [STRANGER, Caller(None, {"voter": new_token()}, {})]
    signed_in = [Caller(role, {"session": token}, {}) for role, token in tokens.items()]
    return [*new, *([voter] if voter else []), *signed_in]


async def ask(app: FastAPI, channel: Channel, poll: Question, caller: Caller, new: str) -> str:
    """The whole answer, without what is random in it."""
    method, path = channel.call.format(slug=poll.slug, id=channel.id(poll)).split()
    if path.endswith("/stream"):
        return await watch(app, poll, caller)
    cookies = "; ".join(f"{name}={value}" for name, value in caller.cookies.items())
    query = {name: value.replace("ID", str(poll.id)) for name, value in channel.query.items()}
    headers = {"Cookie": cookies, **channel.headers}
    body = channel.body and channel.body(poll, caller.receipts.get(poll.id, new), new)
    # A client of its own, which brings no cookie that another answer has set.
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        answer = await client.request(method, path, params=query, headers=headers, json=body)
    lines = [str(answer.status_code), *(f"{name}: {value}" for name, value in answer.headers.items())]
    return RANDOM.sub("", "\n".join([*lines, "", answer.text])).replace(new, "new")


async def watch(app: FastAPI, poll: Question, caller: Caller) -> str:
    """The beginning of a stream, up to the first event."""
    async with watching(app, poll, caller.cookies.get("voter")) as watcher:
        status = await watcher.status
        event = await watcher.event() if status == 200 else None
    return f"{status} {watcher.headers} {event}"


async def ask_all(
    app: FastAPI, polls: Sequence[Question], callers: Sequence[Caller], channels: Sequence[Channel]
) -> list[Asked]:
    async def ask_about(poll: Question, caller: Caller) -> list[Asked]:
        new = new_receipt()
        return [Asked(poll, caller, each, await ask(app, each, poll, caller, new)) for each in channels]

    # By all at the same time, but by each of them in turn.
    asked = await asyncio.gather(*(ask_about(poll, caller) for poll in polls for caller in callers))
    return [*chain.from_iterable(asked)]


def tell(
    app: FastAPI,
    database: Database,
    polls: Sequence[Question],
    voter: Caller | None,
    state: str,
    channels: Sequence[Channel],
) -> list[str]:
    """What is told to whom it may not be, or not told to whom it should be."""
    staff = [make_user(database, role, role) for role in Role]
    with database.begin() as session:
        session.execute(update(Question).values(STATES[state]))

    async def ask_twice() -> tuple[list[Asked], list[Asked]]:
        before = await ask_all(app, polls, make_callers(database, staff, voter), channels)
        add_votes(database, polls, 1, 4, 2)
        return before, await ask_all(app, polls, make_callers(database, staff, voter), channels)

    return [
        f"{first.situation(state)}: {first.channel.call}\n{first.answer}\n\n{second.answer}"
        for first, second in zip(*asyncio.run(ask_twice()), strict=True)
        if (first.answer != second.answer) is not first.channel.tells(first.situation(state))
    ]


@pytest.mark.parametrize("state", STATES)
def test_a_poll_tells_those_who_may_see_its_result(
    app: FastAPI, database: Database, client: TestClient, state: str
) -> None:
    polls = make_polls(database)
    voter = None
    if state != "closed without votes":
        voter = vote_on_all(client, polls)
        add_votes(database, polls, 2, 1, 0)

    assert tell(app, database, polls, voter, state, OF_POLL) == []


def test_the_dashboard_tells_those_who_are_signed_in(
    app: FastAPI, database: Database, client: TestClient
) -> None:
    polls = [make_poll(database, results_visibility="staff")]
    voter = vote_on_all(client, polls)

    assert tell(app, database, polls, voter, "open", [*OF_RECORD, *OTHERS]) == []


def test_every_call_is_in_the_table(app: FastAPI) -> None:
    calls = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if (route.path or "").startswith("/api/")
    }

    assert calls == {channel.call for channel in [*OF_POLL, *OF_RECORD, *OTHERS]}


@pytest.mark.parametrize("visibility", ["after_vote", "after_close", "staff"])
def test_a_result_is_hidden_from_the_next_answer_on(
    app: FastAPI, database: Database, editor: TestClient, visibility: str
) -> None:
    poll = make_poll(database)
    add_votes(database, [poll], 2, 1, 0)
    channels = [channel for channel in OF_POLL if channel.tells in (all_alike, this_voter, this_voter_live)]
    staff = Caller(Role.editor, {"session": editor.cookies["session"]}, {})

    async def ask_each() -> list[bool]:
        answers = [await ask(app, channel, poll, STRANGER, new_receipt()) for channel in channels]
        return [bool(re.search("[\"']votes[\"']: ?2", answer)) for answer in answers]

    async def hide_and_show() -> None:
        assert await ask_each() == [True] * 4
        await ask(app, setting(results_visibility=visibility), poll, staff, new_receipt())
        assert await ask_each() == [False] * 4
        await ask(app, setting(results_visibility="always"), poll, staff, new_receipt())
        assert await ask_each() == [True] * 4

    asyncio.run(hide_and_show())
