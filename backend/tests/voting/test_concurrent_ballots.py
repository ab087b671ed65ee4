"""Concurrent votes and edits in one event loop, as on a server."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Coroutine, Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient, Response

from app.database import Database
from app.polls.models import Question
from tests.factories.polls import AN_HOUR_AGO, ballot, make_poll, new_receipt

Call = Coroutine[Any, Any, Response]


async def send_request(
    app: FastAPI, method: str, path: str, cookies: dict[str, str], json: Any = None
) -> Response:
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://testserver", cookies=cookies
    ) as client:
        return await client.request(method, path, json=json)


def run_concurrently(calls: Iterable[Call]) -> list[Response]:
    async def run() -> list[Response | BaseException]:
        # Every call runs to its end even if another fails, because a worker thread can't be cancelled.
        return await asyncio.gather(*calls, return_exceptions=True)

    outcomes = asyncio.run(run())
    assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
    return [outcome for outcome in outcomes if isinstance(outcome, Response)]


def statuses(responses: Iterable[Response]) -> Counter[int]:
    return Counter(response.status_code for response in responses)


def new_voter() -> str:
    return secrets.token_urlsafe(32)


def cast(app: FastAPI, poll: Question, voter: str, position: int = 0, receipt: str | None = None) -> Call:
    body = ballot(poll, position, receipt=receipt)
    return send_request(app, "POST", f"/api/polls/{poll.slug}/ballots", {"voter": voter}, body)


def edit(app: FastAPI, editor: TestClient, method: str, poll: Question, **values: Any) -> Call:
    session = {"session": editor.cookies["session"]}
    return send_request(app, method, f"/api/admin/questions/{poll.id}", session, values or None)


def read_votes(client: TestClient, poll: Question) -> list[int]:
    results = client.get(f"/api/polls/{poll.slug}/results").json()
    assert results["ballots"] == sum(choice["votes"] for choice in results["choices"])
    return [choice["votes"] for choice in results["choices"]]


def test_200_voters_are_200_votes(app: FastAPI, client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    responses = run_concurrently(cast(app, poll, new_voter(), number % 3) for number in range(200))
    assert statuses(responses) == {201: 200}
    assert read_votes(client, poll) == [67, 67, 66]


def test_a_ballot_sent_50_times_is_one_vote(app: FastAPI, client: TestClient, database: Database) -> None:
    poll, voter, receipt = make_poll(database), new_voter(), new_receipt()
    responses = run_concurrently(cast(app, poll, voter, receipt=receipt) for _ in range(50))
    assert statuses(responses) == {201: 1, 200: 49}
    assert {response.json()["receipt"] for response in responses} == {receipt}
    assert read_votes(client, poll) == [1, 0, 0]


def test_a_ballot_sent_20_times_without_a_cookie_is_one_vote(
    app: FastAPI, client: TestClient, database: Database
) -> None:
    poll, receipt = make_poll(database), new_receipt()
    responses = run_concurrently(cast(app, poll, "", receipt=receipt) for _ in range(20))
    assert statuses(responses) == {201: 1, 200: 19}
    assert read_votes(client, poll) == [1, 0, 0]


def test_a_receipt_that_is_sent_with_two_choices_counts_for_one(
    app: FastAPI, client: TestClient, database: Database
) -> None:
    poll, receipt = make_poll(database), new_receipt()
    responses = run_concurrently(cast(app, poll, new_voter(), number % 2, receipt) for number in range(20))
    assert statuses(responses) == {201: 1, 200: 9, 409: 10}
    assert sum(read_votes(client, poll)) == 1


def test_50_ballots_of_one_voter_are_one_vote(app: FastAPI, client: TestClient, database: Database) -> None:
    poll, voter = make_poll(database), new_voter()
    responses = run_concurrently(cast(app, poll, voter, number % 3) for number in range(50))
    assert statuses(responses) == {201: 1, 409: 49}
    assert sum(read_votes(client, poll)) == 1


def test_concurrent_votes_on_two_polls_are_counted_apart(
    app: FastAPI, client: TestClient, database: Database
) -> None:
    polls = [make_poll(database), make_poll(database)]
    voters = [new_voter() for _ in range(30)]
    responses = run_concurrently(
        cast(app, poll, voter, position) for voter in voters for position, poll in enumerate(polls)
    )
    assert statuses(responses) == {201: 60}
    assert [read_votes(client, poll) for poll in polls] == [[30, 0, 0], [0, 30, 0]]


def test_a_poll_that_closes_during_voting_has_all_acknowledged_votes(
    app: FastAPI, client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    closing = edit(app, editor, "PUT", poll, closes_at=AN_HOUR_AGO.isoformat())
    voting = [cast(app, poll, new_voter()) for _ in range(60)]
    closed, *responses = run_concurrently([closing, *voting])
    assert closed.status_code == 200
    counted = statuses(responses)
    assert counted.keys() <= {201, 403}
    assert counted.total() == 60
    assert read_votes(client, poll) == [counted[201], 0, 0]


def test_edits_during_voting_lose_no_vote(
    app: FastAPI, client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    edits = [edit(app, editor, "PUT", poll, listed=number % 2 == 0) for number in range(10)]
    responses = run_concurrently([*(cast(app, poll, new_voter()) for _ in range(40)), *edits])
    assert statuses(responses) == {201: 40, 200: 10}
    assert read_votes(client, poll) == [40, 0, 0]
    assert editor.get(f"/api/admin/questions/{poll.id}").json()["version"] == 11


def test_a_poll_is_reworded_before_the_first_vote_or_not_at_all(
    app: FastAPI, client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    voting = [cast(app, poll, new_voter()) for _ in range(20)]
    reworded, *responses = run_concurrently([edit(app, editor, "PUT", poll, question_text="Juice?"), *voting])
    assert reworded.status_code in (200, 409)
    assert statuses(responses) == {201: 20}
    expected = "Juice?" if reworded.status_code == 200 else "Tea or coffee?"
    assert client.get(f"/api/polls/{poll.slug}").json()["question_text"] == expected


def test_the_response_to_a_delete_has_the_final_tallies(
    app: FastAPI, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    voting = [cast(app, poll, new_voter()) for _ in range(60)]
    *responses, deleted = run_concurrently([*voting, edit(app, editor, "DELETE", poll)])
    assert deleted.status_code == 200
    counted = statuses(responses)
    assert counted.keys() <= {201, 404}
    assert deleted.json()["ballots"] == counted[201] == deleted.json()["choices"][0]["votes"]
