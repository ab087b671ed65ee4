"""Many voters at the same moment, in one event loop, as a server has them."""

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

Asked = Coroutine[Any, Any, Response]


async def ask(app: FastAPI, method: str, path: str, cookies: dict[str, str], json: Any = None) -> Response:
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://testserver", cookies=cookies
    ) as client:
        return await client.request(method, path, json=json)


def at_once(asked: Iterable[Asked]) -> list[Response]:
    async def answers() -> list[Response | BaseException]:
        # All of them come to an end, even where one fails: a thread that is at work can't be cancelled.
        return await asyncio.gather(*asked, return_exceptions=True)

    found = asyncio.run(answers())
    assert [answer for answer in found if isinstance(answer, BaseException)] == []
    return [answer for answer in found if isinstance(answer, Response)]


def statuses(answers: Iterable[Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def new_voter() -> str:
    return secrets.token_urlsafe(32)


def cast(app: FastAPI, poll: Question, voter: str, position: int = 0, receipt: str | None = None) -> Asked:
    body = ballot(poll, position, receipt=receipt)
    return ask(app, "POST", f"/api/polls/{poll.slug}/ballots", {"voter": voter}, body)


def edit(app: FastAPI, editor: TestClient, method: str, poll: Question, **values: Any) -> Asked:
    session = {"session": editor.cookies["session"]}
    return ask(app, method, f"/api/admin/questions/{poll.id}", session, values or None)


def read_votes(client: TestClient, poll: Question) -> list[int]:
    results = client.get(f"/api/polls/{poll.slug}/results").json()
    assert results["ballots"] == sum(choice["votes"] for choice in results["choices"])
    return [choice["votes"] for choice in results["choices"]]


def test_200_voters_are_200_votes(app: FastAPI, client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    answers = at_once(cast(app, poll, new_voter(), number % 3) for number in range(200))
    assert statuses(answers) == {201: 200}
    assert read_votes(client, poll) == [67, 67, 66]


def test_a_ballot_sent_50_times_is_one_vote(app: FastAPI, client: TestClient, database: Database) -> None:
    poll, voter, receipt = make_poll(database), new_voter(), new_receipt()
    answers = at_once(cast(app, poll, voter, receipt=receipt) for _ in range(50))
    assert statuses(answers) == {201: 1, 200: 49}
    assert {answer.json()["receipt"] for answer in answers} == {receipt}
    assert read_votes(client, poll) == [1, 0, 0]


def test_a_ballot_sent_20_times_without_a_cookie_is_one_vote(
    app: FastAPI, client: TestClient, database: Database
) -> None:
    poll, receipt = make_poll(database), new_receipt()
    answers = at_once(cast(app, poll, "", receipt=receipt) for _ in range(20))
    assert statuses(answers) == {201: 1, 200: 19}
    assert read_votes(client, poll) == [1, 0, 0]


def test_a_receipt_with_two_choices_keeps_one(app: FastAPI, client: TestClient, database: Database) -> None:
    poll, receipt = make_poll(database), new_receipt()
    answers = at_once(cast(app, poll, new_voter(), number % 2, receipt) for number in range(20))
    assert statuses(answers) == {201: 1, 200: 9, 409: 10}
    assert sum(read_votes(client, poll)) == 1


def test_a_voter_with_50_ballots_has_one_vote(app: FastAPI, client: TestClient, database: Database) -> None:
    poll, voter = make_poll(database), new_voter()
    answers = at_once(cast(app, poll, voter, number % 3) for number in range(50))
    assert statuses(answers) == {201: 1, 409: 49}
    assert sum(read_votes(client, poll)) == 1


def test_two_polls_do_not_mix(app: FastAPI, client: TestClient, database: Database) -> None:
    polls = [make_poll(database), make_poll(database)]
    voters = [new_voter() for _ in range(30)]
    answers = at_once(
        cast(app, poll, voter, position) for voter in voters for position, poll in enumerate(polls)
    )
    assert statuses(answers) == {201: 60}
    assert [read_votes(client, poll) for poll in polls] == [[30, 0, 0], [0, 30, 0]]


def test_a_poll_that_closes_meanwhile_counts_what_it_acknowledged(
    app: FastAPI, client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    closing = edit(app, editor, "PUT", poll, closes_at=AN_HOUR_AGO.isoformat())
    voting = [cast(app, poll, new_voter()) for _ in range(60)]
    closed, *answers = at_once([closing, *voting])
    assert closed.status_code == 200
    counted = statuses(answers)
    assert counted.keys() <= {201, 403}
    assert counted.total() == 60
    assert read_votes(client, poll) == [counted[201], 0, 0]


def test_edits_of_a_poll_lose_no_vote(
    app: FastAPI, client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    edits = [edit(app, editor, "PUT", poll, listed=number % 2 == 0) for number in range(10)]
    answers = at_once([*(cast(app, poll, new_voter()) for _ in range(40)), *edits])
    assert statuses(answers) == {201: 40, 200: 10}
    assert read_votes(client, poll) == [40, 0, 0]
    assert editor.get(f"/api/admin/questions/{poll.id}").json()["version"] == 11


def test_what_people_vote_on_does_not_change_beneath_them(
    app: FastAPI, client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    voting = [cast(app, poll, new_voter()) for _ in range(20)]
    renamed, *answers = at_once([edit(app, editor, "PUT", poll, question_text="Juice?"), *voting])
    assert renamed.status_code in (200, 409)
    assert statuses(answers) == {201: 20}
    expected = "Juice?" if renamed.status_code == 200 else "Tea or coffee?"
    assert client.get(f"/api/polls/{poll.slug}").json()["question_text"] == expected


def test_a_delete_tells_how_many_votes_it_took(app: FastAPI, editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    voting = [cast(app, poll, new_voter()) for _ in range(60)]
    *answers, deleted = at_once([*voting, edit(app, editor, "DELETE", poll)])
    assert deleted.status_code == 200
    counted = statuses(answers)
    assert counted.keys() <= {201, 404}
    assert deleted.json()["ballots"] == counted[201] == deleted.json()["choices"][0]["votes"]
