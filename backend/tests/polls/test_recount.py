"""What a voter finds by a receipt, and what anyone can count again."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from fastapi.testclient import TestClient
from sqlalchemy import update

from app.database import Database
from app.polls.models import Question
from tests.factories import make_poll


def vote(client: TestClient, poll: Question, *choices: int) -> str:
    receipt = str(uuid.uuid4())
    ids = [poll.choices[choice].id for choice in choices]
    answer = client.post(f"/api/polls/{poll.slug}/ballots", json={"choices": ids, "receipt": receipt})
    assert answer.status_code == 201
    return receipt


def close(database: Database, poll: Question) -> None:
    with database.begin() as session:
        session.execute(
            update(Question)
            .where(Question.id == poll.id)
            .values(closes_at=datetime.now(UTC) - timedelta(hours=1))
        )


def test_a_receipt_finds_its_vote_and_no_other(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    receipt = vote(client, poll, 2, 0)
    vote(client, poll, 1)

    found = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json={"receipt": receipt})

    assert (found.status_code, found.json()) == (200, {"choices": [poll.choices[0].id, poll.choices[2].id]})
    unknown = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json={"receipt": str(uuid.uuid4())})
    assert unknown.status_code == 404
    other = make_poll(database)
    assert (
        client.post(f"/api/polls/{other.slug}/ballots/lookup", json={"receipt": receipt}).status_code == 404
    )


def test_the_ballots_of_a_closed_poll_can_be_counted_again(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    ballots = {vote(client, poll, *choices): choices for choices in [(0,), (0, 2), (1,), (2,)]}
    path = f"/api/polls/{poll.slug}/ballots"
    assert client.get(path).status_code == 403
    close(database, poll)

    as_json = client.get(path)
    as_csv = client.get(path, params={"format": "csv"})

    expected = {
        receipt: [poll.choices[choice].id for choice in ballots[receipt]] for receipt in sorted(ballots)
    }
    assert as_json.json() == [{"receipt": key, "choices": choices} for key, choices in expected.items()]
    lines = [f"{receipt},{choice}" for receipt, choices in expected.items() for choice in choices]
    assert as_csv.text == "\r\n".join(["receipt,choice_id", *lines, ""])
    assert as_csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert as_json.headers["Cache-Control"] == as_csv.headers["Cache-Control"] == "private, no-store"


def test_ballots_are_hidden_where_the_result_is(
    client: TestClient, new_client: Callable[[], TestClient], database: Database
) -> None:
    staff = make_poll(database, results_visibility="staff")
    voters = make_poll(database, results_visibility="after_vote")
    vote(client, staff, 0)
    vote(client, voters, 0)
    close(database, staff)
    close(database, voters)

    assert client.get(f"/api/polls/{staff.slug}/ballots").status_code == 403
    assert client.get(f"/api/polls/{voters.slug}/ballots").status_code == 200
    assert new_client().get(f"/api/polls/{voters.slug}/ballots").status_code == 403
