"""No response reveals the votes on a poll to a caller who may not see its result.

Each request is sent twice, and votes are added in between. A response reveals votes if it differs the second
time in a byte or a header. It has to differ exactly where the table in `endpoint_visibility.py` says so.
"""

import asyncio
import re
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import delete, select, update

from app.accounts.models import Role, User, UserSession
from app.accounts.security import new_token
from app.accounts.sessions import open_session
from app.database import Database
from app.polls.models import Choice, Question, ResultsVisibility, VoterCheck
from app.polls.service import SHUT
from app.rolls.models import Roll, Voter
from app.voters.models import Participation
from app.voters.service import voter_key
from app.voting.models import Vote
from tests.factories import make_user
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, ballot, make_poll, new_receipt, vote
from tests.factories.rolls import People, enter, make_people, make_poll_of
from tests.results.endpoint_visibility import (
    DASHBOARD_CALLS,
    OTHER_CALLS,
    PEOPLE,
    POLL_CALLS,
    Call,
    Situation,
    everyone,
    settings_edit,
    this_voter,
    this_voter_before_close,
)
from tests.results.stream_watcher import watch

# Differences between any two responses: a new voter's cookie, the time in a pass, times of expiry, and the
# sign-ins of staff. Their times have up to six decimals, so the length of the text differs too.
RANDOM = re.compile(
    r"(?<=voter=)[\w-]{43}|(?<=pass=)[\w-]{48}|(?<=expires=)[^;]+|(?<=content-length: )\d+"
    r'|(?<="last_sign_in":)"[^"]+"|\{"id":\d+,"created_at":[^}]+\}'
)

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
    """A browser. `receipts` maps the ids of polls to the receipts of its ballots."""

    role: str | None
    cookies: Mapping[str, str]
    receipts: Mapping[int, str]


STRANGER = Caller(None, {}, {})


@dataclass(frozen=True)
class Exchange:
    """A call and its response."""

    poll: Question
    caller: Caller
    call: Call
    response: str

    def situation(self, state: str) -> Situation:
        poll, caller = self.poll, self.caller
        return Situation(
            poll.results_visibility, poll.voter_check, state, caller.role, voted=poll.id in caller.receipts
        )


def vote_on_all(client: TestClient, polls: Sequence[Question], code: str | None = None) -> Caller:
    """Vote on polls, with a code on those of its roll."""
    client.cookies.update({"voter": new_token()})
    if code:
        enter(client, code)
    receipts = {poll.id: new_receipt() for poll in polls}
    for poll in polls:
        assert vote(client, poll, 0, receipt=receipts[poll.id]).status_code == 201
    return Caller(None, dict(client.cookies), receipts)


def make_polls(database: Database, roll: Roll) -> list[Question]:
    """A poll for each visibility and voter check, which a search in the list finds by its question."""

    def rules(visibility: ResultsVisibility, check: VoterCheck) -> dict[str, Any]:
        text = f"Tea, {visibility}, {check}?"
        return {"question_text": text, "results_visibility": visibility, "listed": True}

    polls = [
        make_poll(database, voter_check=check, **rules(visibility, check))
        for visibility in ResultsVisibility
        for check in (VoterCheck.none, VoterCheck.browser)
    ]
    of_roll = (make_poll_of(database, roll, **rules(visibility, VoterCheck.roll)) for visibility in SHUT)
    return [*polls, *of_roll]


def add_votes(database: Database, polls: Sequence[Question], *votes: int) -> None:
    """Write `votes` more votes for each choice into the database, even if the poll is closed."""
    with database.begin() as session:
        for poll in polls:
            for choice, count in zip(poll.choices, votes, strict=True):
                for _ in range(count):
                    session.add(Participation(question_id=poll.id, voter_key=secrets.token_bytes(32)))
                    receipt = uuid.uuid4()
                    session.add(Vote(question_id=poll.id, receipt=receipt, rank=0, choice_id=choice.id))
                tally = update(Choice).where(Choice.id == choice.id)
                session.execute(tally.values(tally=Choice.tally + count))
            tally = update(Question).where(Question.id == poll.id)
            session.execute(tally.values(ballots=Question.ballots + sum(votes)))


def make_callers(database: Database, staff: Sequence[User], voter: Caller | None) -> list[Caller]:
    """A stranger, a new voter and signed-in staff, all with new cookies, and `voter`."""
    with database.begin() as session:
        session.execute(delete(UserSession))
        tokens = {user.role: open_session(session, user, "") for user in staff}
    new = [STRANGER, Caller(None, {"voter": new_token()}, {})]
    signed_in = [Caller(role, {"session": token}, {}) for role, token in tokens.items()]
    return [*new, *([voter] if voter else []), *signed_in]


async def send(app: FastAPI, call: Call, poll: Question, caller: Caller, receipt: str) -> str:
    """Send a request; `receipt` is a new one. Return the response with its headers, without random parts."""
    method, path = call.endpoint.format(slug=poll.slug, id=call.id(poll)).split()
    if path.endswith("/stream"):
        return await first_event(app, path, caller)
    cookies = "; ".join(f"{name}={value}" for name, value in caller.cookies.items())
    query = {
        name: value.replace("ID", str(poll.id)).replace("TEXT", poll.question_text)
        for name, value in call.query.items()
    }
    headers = {"Cookie": cookies, **call.headers}
    body = call.body and call.body(poll, caller.receipts.get(poll.id, receipt), receipt)
    # A new client, because a client keeps the cookies of earlier responses.
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        response = await client.request(method, path, params=query, headers=headers, json=body)
    lines = [str(response.status_code), *(f"{name}: {value}" for name, value in response.headers.items())]
    return RANDOM.sub("", "\n".join([*lines, "", response.text])).replace(receipt, "new")


async def first_event(app: FastAPI, path: str, caller: Caller) -> str:
    """The headers and the first event of a stream."""
    async with watch(app, path, caller.cookies) as watcher:
        status = await watcher.status
        event = await watcher.event() if status == 200 else None
    return f"{status} {watcher.headers} {event}"


async def send_all(
    app: FastAPI, polls: Sequence[Question], callers: Sequence[Caller], calls: Sequence[Call]
) -> list[Exchange]:
    async def send_calls(poll: Question, caller: Caller) -> list[Exchange]:
        receipt = new_receipt()
        return [Exchange(poll, caller, call, await send(app, call, poll, caller, receipt)) for call in calls]

    # Callers run concurrently, but each of them sends one request at a time.
    exchanges = await asyncio.gather(*(send_calls(poll, caller) for poll in polls for caller in callers))
    return [*chain.from_iterable(exchanges)]


def find_deviations(
    app: FastAPI,
    database: Database,
    polls: Sequence[Question],
    voter: Caller | None,
    state: str,
    calls: Sequence[Call],
    roles: Sequence[Role] = tuple(Role),
) -> list[str]:
    """The exchanges that reveal votes where the table says they must not, or the reverse."""
    staff = [make_user(database, role, role) for role in roles]
    with database.begin() as session:
        session.execute(update(Question).values(STATES[state]))

    async def send_all_twice() -> tuple[list[Exchange], list[Exchange]]:
        before = await send_all(app, polls, make_callers(database, staff, voter), calls)
        add_votes(database, polls, 1, 4, 2)
        return before, await send_all(app, polls, make_callers(database, staff, voter), calls)

    return [
        f"{first.situation(state)}: {first.call.endpoint}\n{first.response}\n\n{second.response}"
        for first, second in zip(*asyncio.run(send_all_twice()), strict=True)
        if (first.response != second.response) is not first.call.reveals_to(first.situation(state))
    ]


@pytest.mark.parametrize("state", STATES)
def test_a_poll_reveals_votes_to_callers_who_may_see_its_result(
    app: FastAPI, database: Database, client: TestClient, state: str
) -> None:
    people = make_people(database)
    polls = make_polls(database, people.roll)
    voter = None
    if state != "closed without votes":
        voter = vote_on_all(client, polls, people.codes[0])
        add_votes(database, polls, 2, 1, 0)

    # The voter's page knows no roles: an admin stands for all staff.
    assert find_deviations(app, database, polls, voter, state, POLL_CALLS, [Role.admin]) == []


def test_the_dashboard_reveals_votes_to_staff(app: FastAPI, database: Database, client: TestClient) -> None:
    polls = [make_poll(database, results_visibility="staff")]
    voter = vote_on_all(client, polls)

    assert find_deviations(app, database, polls, voter, "open", [*DASHBOARD_CALLS, *OTHER_CALLS]) == []


def move_votes(database: Database, poll: Question) -> None:
    """Move the votes for the first choice to the last, so that the turnout stays."""
    first, *_, last = (choice.id for choice in poll.choices)
    with database.begin() as session:
        session.execute(update(Vote).where(Vote.choice_id == first).values(choice_id=last))
        moved = select(Choice.tally).where(Choice.id == first).scalar_subquery()
        session.execute(update(Choice).where(Choice.id == last).values(tally=Choice.tally + moved))
        session.execute(update(Choice).where(Choice.id == first).values(tally=0))


@pytest.mark.parametrize("state", ["scheduled", "open", "open without a close"])
def test_until_the_close_only_a_look_reveals_the_tallies_of_an_after_close_poll(
    app: FastAPI, database: Database, state: str
) -> None:
    poll = make_poll(database, results_visibility="after_close")
    add_votes(database, [poll], 5, 0, 1)
    staff = [make_user(database, role, role) for role in Role]
    with database.begin() as session:
        session.execute(update(Question).values(STATES[state]))
    # Without calls that change the turnout or the version, which all staff may see.
    calls = [
        call
        for call in [*POLL_CALLS, *DASHBOARD_CALLS]
        if not call.endpoint.startswith(("POST /api/polls", "PUT")) or call.headers
    ]

    async def send_twice() -> tuple[list[Exchange], list[Exchange]]:
        before = await send_all(app, [poll], make_callers(database, staff, None), calls)
        move_votes(database, poll)
        return before, await send_all(app, [poll], make_callers(database, staff, None), calls)

    revealing = {
        (first.call.endpoint, first.caller.role)
        for first, second in zip(*asyncio.run(send_twice()), strict=True)
        if first.response != second.response
    }
    look = "POST /api/admin/questions/{id}/look"
    assert revealing == {(look, Role.editor), (look, Role.admin)}


# Calls that change the turnout, which everyone may see, or the version.
CHANGING = ("POST /api/polls", "PUT /api/admin/questions", "POST /api/admin/questions/{id}/reset")
UNCHANGING_CALLS = [
    call
    for call in [*POLL_CALLS, *DASHBOARD_CALLS, *OTHER_CALLS]
    if not call.endpoint.startswith(CHANGING) or call.headers
]

# A turnout as no other number in a response, and the rows that are deleted with a poll.
RAISED = 73_400
TURNOUT = re.compile(r'734\d\d|(?<="ballots","count":)\d')


@pytest.mark.parametrize(
    ("state", "visibility"),
    [("scheduled", "after_close"), ("open", "staff"), ("open without a close", "after_close")],
)
def test_until_the_close_no_call_reveals_who_voted_on_a_poll_with_a_roll_or_what(
    app: FastAPI, database: Database, new_client: Callable[[], TestClient], state: str, visibility: str
) -> None:
    people = make_people(database, 4)
    poll = make_poll_of(database, people.roll, results_visibility=visibility, quorum=0.5)
    PEOPLE[poll.id] = people.voters[0].id
    for code in people.codes[:2]:
        vote_on_all(new_client(), [poll], code)
    # Everyone, and someone on the roll whose own vote does not change.
    bystander = new_client()
    enter(bystander, people.codes[3])
    staff = [make_user(database, role, role) for role in Role]
    with database.begin() as session:
        session.execute(update(Question).values(STATES[state]))
        session.execute(update(Roll).values(public_turnout=True))
        # Someone who has voted: the number of those who can vote must not tell.
        revoked = update(Voter).where(Voter.id == people.voters[0].id)
        session.execute(revoked.values(revoked_at=AN_HOUR_AGO))

    async def send_twice() -> tuple[list[Exchange], list[Exchange]]:
        voter = Caller(None, dict(bystander.cookies), {})
        before = await send_all(app, [poll], make_callers(database, staff, voter), UNCHANGING_CALLS)
        move_votes(database, poll)
        someone_else_voted(database, poll, people)
        return before, await send_all(app, [poll], make_callers(database, staff, voter), UNCHANGING_CALLS)

    revealing = [
        (first.call.endpoint, first.caller.role, first.response, second.response)
        for first, second in zip(*asyncio.run(send_twice()), strict=True)
        if first.response != second.response
    ]
    assert revealing == []


def someone_else_voted(database: Database, poll: Question, people: People) -> None:
    """Let the third person on the roll have voted instead of the first."""
    was, is_ = (voter_key(poll, people.voters[index].key)[1] for index in (0, 2))
    with database.begin() as session:
        moved = update(Participation).where(Participation.voter_key == was).values(voter_key=is_)
        assert session.execute(moved).rowcount == 1  # type: ignore[attr-defined] # of an UPDATE


def raise_turnout(database: Database, by: int) -> None:
    with database.begin() as session:
        session.execute(update(Question).values(ballots=Question.ballots + by))


def test_each_vote_on_a_poll_with_a_roll_moves_the_turnout_and_nothing_else(
    app: FastAPI, database: Database, new_client: Callable[[], TestClient]
) -> None:
    people = make_people(database, 5)
    poll = make_poll_of(database, people.roll)
    PEOPLE[poll.id] = people.voters[3].id
    for code in people.codes[:2]:
        vote_on_all(new_client(), [poll], code)
    passes = []
    for code in people.codes[2:]:
        enter(client := new_client(), code)
        passes.append(dict(client.cookies))
    staff = [make_user(database, role, role) for role in Role]
    raise_turnout(database, RAISED)

    async def ask_everyone() -> list[tuple[str, str | None, str]]:
        callers = make_callers(database, staff, Caller(None, passes[-1], {}))
        return [
            (each.call.endpoint, each.caller.role, TURNOUT.sub("the turnout", each.response))
            for each in await send_all(app, [poll], callers, UNCHANGING_CALLS)
        ]

    async def vote_one_by_one() -> list[list[tuple[str, str | None, str]]]:
        asked = [await ask_everyone()]
        for position, cookies in zip((2, 0), passes, strict=False):
            async with AsyncClient(
                transport=ASGITransport(app), base_url="http://testserver", cookies=cookies
            ) as voter:
                response = await voter.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, position))
            assert response.status_code == 201
            asked.append(await ask_everyone())
        return asked

    first, *others = asyncio.run(vote_one_by_one())
    raise_turnout(database, -RAISED)
    assert any("the turnout" in response for *_, response in first)
    for other in others:
        assert [pair for pair in zip(first, other, strict=True) if pair[0] != pair[1]] == []


def test_every_endpoint_is_in_the_table(app: FastAPI) -> None:
    endpoints = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if (route.path or "").startswith("/api/")
    }

    assert endpoints == {call.endpoint for call in [*POLL_CALLS, *DASHBOARD_CALLS, *OTHER_CALLS]}


@pytest.mark.parametrize("visibility", ["after_vote", "after_close", "staff"])
def test_a_result_is_hidden_from_the_next_response_on(
    app: FastAPI, database: Database, editor: TestClient, visibility: str
) -> None:
    poll = make_poll(database)
    add_votes(database, [poll], 2, 1, 0)
    rules = (everyone, this_voter, this_voter_before_close)
    # The votes in a picture can't be read: tests/sharing compares it with that of a poll without votes.
    calls = [
        call for call in POLL_CALLS if call.reveals_to in rules and not call.endpoint.endswith("picture.png")
    ]
    staff = Caller(Role.editor, {"session": editor.cookies["session"]}, {})

    async def is_shown() -> list[bool]:
        responses = [await send(app, call, poll, STRANGER, new_receipt()) for call in calls]
        return [bool(re.search("[\"']votes[\"']: ?2", response)) for response in responses]

    async def hide_and_show() -> None:
        assert await is_shown() == [True] * 4
        await send(app, settings_edit(results_visibility=visibility), poll, staff, new_receipt())
        assert await is_shown() == [False] * 4
        await send(app, settings_edit(results_visibility="always"), poll, staff, new_receipt())
        assert await is_shown() == [True] * 4

    asyncio.run(hide_and_show())
