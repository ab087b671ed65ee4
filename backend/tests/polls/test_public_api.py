"""The public API, as voters' pages call it."""

import uuid

from fastapi.testclient import TestClient

from app.database import Database
from tests.factories import make_poll


def test_a_vote_is_counted_and_answered_with_the_result(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    tea = poll.choices[0].id
    receipt = str(uuid.uuid4())

    answer = client.post(f"/api/polls/{poll.slug}/ballots", json={"choices": [tea], "receipt": receipt})

    assert answer.status_code == 201
    assert answer.json()["receipt"] == receipt
    assert answer.json()["results"]["ballots"] == 1
    assert [choice["votes"] for choice in answer.json()["results"]["choices"]] == [1, 0, 0]
