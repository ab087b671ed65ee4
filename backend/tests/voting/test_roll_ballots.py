"""Ballots of the people on a roll: one vote per person and poll, whatever code and however many at once."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.database import Database
from app.main import create_app
from app.polls.models import Question
from app.voters.models import Participation
from app.voting.sealing import seal
from tests.factories.polls import AN_HOUR_AGO, ballot, edit_poll, make_poll, new_receipt, vote
from tests.factories.rolls import People, enter, make_people, make_poll_of
from tests.voting.test_concurrent_ballots import run_concurrently, send_request, statuses

Unchanged = Callable[[], AbstractContextManager[None]]
NewClient = Callable[[], TestClient]


def entered(new_client: NewClient, code: str) -> TestClient:
    client = new_client()
    assert enter(client, code).status_code == 200
    return client


def pass_of(client: TestClient) -> dict[str, str]:
    return {"pass": client.cookies["pass"]}


def cast(app: FastAPI, poll: Question, cookies: dict[str, str], position: int = 0) -> Any:
    return send_request(app, "POST", f"/api/polls/{poll.slug}/ballots", cookies, ballot(poll, position))


def revoke(editor: TestClient, people: People, index: int) -> None:
    params = {"filter": json.dumps({"id": people.voters[index].id})}
    assert editor.post("/api/admin/voters:revoke", params=params).json()["changed"] == 1


def replace(editor: TestClient, people: People, index: int = 0) -> str:
    code: str = editor.post(f"/api/admin/voters/{people.voters[index].id}/code").json()["code"]
    return code


def turnout(database: Database, poll: Question) -> tuple[int, int]:
    """The tally of a poll's ballots, and the number of its participations."""
    with database.begin() as session:
        voted = sa.select(sa.func.count()).where(Participation.question_id == poll.id)
        ballots = session.scalars(sa.select(Question.ballots).where(Question.id == poll.id)).one()
        return ballots, session.scalars(voted).one()


def test_200_ballots_at_once_with_one_code_are_one_vote(
    app: FastAPI, new_client: NewClient, database: Database
) -> None:
    people = make_people(database, 2)
    poll, other = make_poll_of(database, people.roll), make_poll_of(database, people.roll)
    cookies = pass_of(entered(new_client, people.codes[0]))

    responses = run_concurrently(cast(app, poll, cookies, number % 3) for number in range(200))

    assert statuses(responses) == {201: 1, 409: 199}
    assert {response.json()["code"] for response in responses if response.status_code == 409} == {
        "already_voted"
    }
    assert turnout(database, poll) == (1, 1)
    # The same code votes once on another poll of the roll.
    responses = run_concurrently(cast(app, other, cookies) for _ in range(20))
    assert statuses(responses) == {201: 1, 409: 19}
    assert turnout(database, other) == (1, 1)


def test_the_passes_of_many_entries_of_one_code_are_one_voter(
    app: FastAPI, new_client: NewClient, database: Database
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    passes = [pass_of(entered(new_client, people.codes[0])) for _ in range(5)]

    responses = run_concurrently(cast(app, poll, passes[number % 5]) for number in range(20))

    assert statuses(responses) == {201: 1, 409: 19}


def test_two_servers_count_one_vote_of_a_person(
    app: FastAPI, new_client: NewClient, database: Database
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    other = create_app(app.state.settings)
    cookies = pass_of(entered(new_client, people.codes[0]))

    responses = run_concurrently(
        cast((app, other)[number % 2], poll, cookies, number % 3) for number in range(60)
    )

    other.state.database.engine.dispose()
    assert statuses(responses) == {201: 1, 409: 59}
    assert turnout(database, poll) == (1, 1)


def test_everyone_on_the_roll_votes_at_once(app: FastAPI, new_client: NewClient, database: Database) -> None:
    people = make_people(database, 40)
    poll = make_poll_of(database, people.roll)
    passes = [pass_of(entered(new_client, code)) for code in people.codes]

    responses = run_concurrently(cast(app, poll, passes[number % 40]) for number in range(80))

    assert statuses(responses) == {201: 40, 409: 40}
    assert turnout(database, poll) == (40, 40)


def test_a_replaced_code_does_not_vote_again(
    new_client: NewClient, editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    old = entered(new_client, people.codes[0])
    assert vote(old, poll, 0).status_code == 201

    new = entered(new_client, replace(editor, people))

    with unchanged():
        again, ended = vote(new, poll, 1), vote(old, poll, 1)
    assert (again.status_code, again.json()["code"]) == (409, "already_voted")
    assert again.json()["message"] == "A vote with this code was counted already. It stays as it is."
    assert (ended.status_code, ended.json()["code"]) == (401, "code_needed")


def test_votes_race_with_replaced_codes(app: FastAPI, editor: TestClient, database: Database) -> None:
    people = make_people(database)
    polls = [make_poll_of(database, people.roll) for _ in range(5)]
    session = {"session": editor.cookies["session"]}
    path = f"/api/admin/voters/{people.voters[0].id}/code"

    async def opened(code: str) -> dict[str, str]:
        response = await send_request(app, "POST", "/api/vote", {}, {"code": code})
        return {"pass": response.cookies["pass"]}

    async def vote_and_replace() -> list[Counter[int]]:
        """Replace the code while it votes, four times on each poll, and vote with the last one."""
        answers, cookies = [], await opened(people.codes[0])
        for poll in polls:
            counted: Counter[int] = Counter()
            for _ in range(4):
                voting = [cast(app, poll, cookies) for _ in range(5)]
                replaced, *voted = await asyncio.gather(send_request(app, "POST", path, session), *voting)
                counted += statuses(voted)
                cookies = await opened(replaced.json()["code"])
            counted += statuses([await cast(app, poll, cookies)])
            answers.append(counted)
        return answers

    for poll, counted in zip(polls, asyncio.run(vote_and_replace()), strict=True):
        assert counted.keys() <= {201, 401, 409}
        assert (counted[201], counted.total(), turnout(database, poll)) == (1, 21, (1, 1))


def test_someone_who_is_revoked_does_not_vote(
    new_client: NewClient, editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people = make_people(database, 2)
    poll = make_poll_of(database, people.roll)
    clients = [entered(new_client, code) for code in people.codes]
    receipt = new_receipt()
    assert vote(clients[1], poll, 0, receipt=receipt).status_code == 201
    for index in range(2):
        revoke(editor, people, index)

    with unchanged():
        responses = [vote(client, poll, 0) for client in clients]
        retried = vote(clients[1], poll, 0, receipt=receipt)

    assert [(response.status_code, response.json()["code"]) for response in responses] == [
        (401, "code_needed")
    ] * 2
    assert retried.status_code == 200
    assert turnout(database, poll) == (1, 1)


def test_the_rules_are_applied_in_their_order(
    new_client: NewClient, editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people, board = make_people(database, 3), make_people(database, 1, "Board")
    poll, closed = make_poll_of(database, people.roll), make_poll_of(database, people.roll)
    late = entered(new_client, people.codes[2])
    assert vote(late, closed, 0).status_code == 201
    edit_poll(database, closed, closes_at=AN_HOUR_AGO)
    nobody, foreign = new_client(), entered(new_client, board.codes[0])
    voter = entered(new_client, people.codes[0])
    name = voter.get("/api/vote").json()["voter"]
    receipt = new_receipt()
    assert vote(voter, poll, 0, receipt=receipt).status_code == 201
    gone = entered(new_client, people.codes[1])
    revoke(editor, people, 1)

    def answer(client: TestClient, slug: str = poll.slug, **values: Any) -> tuple[int, str | None]:
        body = ballot(poll, 0) | values
        response = client.post(f"/api/polls/{slug}/ballots", json=body)
        return response.status_code, response.json().get("code")

    invalid: dict[str, Any] = {"choices": [], "paper": "another", "voter": "another"}
    with unchanged():
        answers = [
            answer(nobody, "unknown234"),
            answer(nobody, receipt=receipt),
            answer(nobody, receipt=receipt, choices=[poll.choices[1].id]),
            answer(nobody, closed.slug, **invalid),
            answer(nobody, **invalid),
            answer(gone, **invalid),
            answer(foreign, **invalid),
            answer(voter, **invalid),
            answer(voter, **invalid | {"voter": name}),
            answer(voter, choices=[], voter=name),
            answer(voter, voter=name),
            answer(voter),
        ]
    assert answers == [
        (404, "poll_not_found"),
        (200, None),
        (409, "receipt_taken"),
        (403, "poll_closed"),
        (401, "code_needed"),
        (401, "code_needed"),
        (403, "other_roll"),
        (409, "other_voter"),
        (409, "paper_changed"),
        (422, "bad_choices"),
        (409, "already_voted"),
        (409, "already_voted"),
    ]


def test_two_links_in_one_browser_never_vote_for_each_other(
    new_client: NewClient, database: Database
) -> None:
    people = make_people(database, 2)
    poll = make_poll_of(database, people.roll)
    browser = new_client()
    first = enter(browser, people.codes[0]).json()["voter"]
    second = enter(browser, people.codes[1]).json()["voter"]  # in another tab
    path = f"/api/polls/{poll.slug}/ballots"

    refused = browser.post(path, json=ballot(poll, 0) | {"voter": first})
    assert (refused.status_code, refused.json()["code"]) == (409, "other_voter")
    assert browser.post(path, json=ballot(poll, 1) | {"voter": second}).status_code == 201
    assert enter(browser, people.codes[0]).json()["voter"] == first
    assert browser.post(path, json=ballot(poll, 0) | {"voter": first}).status_code == 201


def test_a_browser_has_one_vote_on_other_polls_and_each_person_one_on_those_of_the_roll(
    new_client: NewClient, database: Database
) -> None:
    people = make_people(database, 2)
    poll, open_to_all = make_poll_of(database, people.roll), make_poll(database)
    browser = new_client()
    answers = []
    for code in people.codes:
        enter(browser, code)
        answers += [vote(browser, poll, 0).status_code, vote(browser, open_to_all, 0).status_code]
    assert answers == [201, 201, 201, 409]


def test_a_batch_finds_all_people_with_one_more_statement(
    app: FastAPI, new_client: NewClient, database: Database
) -> None:
    people = make_people(database, 12)
    poll, open_to_all = make_poll_of(database, people.roll), make_poll(database)
    passes = [pass_of(entered(new_client, code)) for code in people.codes]
    executed: list[str] = []

    @sa.event.listens_for(database.engine, "before_cursor_execute")
    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        executed.append(statement)

    def statements_of(poll: Question) -> list[str]:
        executed.clear()
        # The first ballot is a batch of its own; the others wait for it.
        assert statuses(run_concurrently(cast(app, poll, cookies) for cookies in passes)) == {201: 12}
        return [statement for statement in executed if "poll_voter" in statement]

    assert statements_of(open_to_all) == []
    assert 1 <= len(statements_of(poll)) <= 2
    assert all(
        statement.startswith("SELECT poll_voter.id") for statement in executed if "poll_voter" in statement
    )


@pytest.mark.parametrize("moved", [True, False])
def test_the_people_who_could_vote_are_counted_at_the_close(
    new_client: NewClient, editor: TestClient, database: Database, moved: bool
) -> None:
    people = make_people(database, 6)
    poll = make_poll_of(database, people.roll)
    for code in people.codes[:2]:
        vote(entered(new_client, code), poll, 0)
    revoke(editor, people, 0)  # has voted
    revoke(editor, people, 2)
    assert editor.get(f"/api/admin/questions/{poll.id}").json()["eligible"] is None

    editor.post("/api/admin/questions:close", params={"filter": json.dumps({"id": poll.id})})
    if moved:  # between the close and the seal
        revoke(editor, people, 3)
        assert editor.post(f"/api/admin/rolls/{people.roll.id}/codes", json={"count": 4}).status_code == 201
    with database.begin() as session:
        assert seal(session, poll.id) is not None
    revoke(editor, people, 4)
    editor.post(f"/api/admin/rolls/{people.roll.id}/codes", json={"count": 4})

    record = editor.get(f"/api/admin/questions/{poll.id}").json()
    assert (record["eligible"], record["ballots"]) == (5, 2)
