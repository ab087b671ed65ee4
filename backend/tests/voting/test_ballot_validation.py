"""Ballots that are refused before the ballot box sees them."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from tests.factories.polls import ballot, make_poll, new_receipt

Unchanged = Callable[[], AbstractContextManager[None]]


def test_a_ballot_from_another_site_is_refused(
    client: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll = make_poll(database)
    path = f"/api/polls/{poll.slug}/ballots"
    for origin in ("http://elsewhere", "http://testserver:81", "null", "http://[", ""):
        with unchanged():
            answer = client.post(path, json=ballot(poll, 0), headers={"Origin": origin})
        assert answer.status_code == 403
    answer = client.post(path, json=ballot(poll, 0), headers={"Origin": "http://testserver"})
    assert answer.status_code == 201


# Where the errors of a body stand that is wrong as a whole.
WHOLE = ["root"]


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        (b"", 422, WHOLE),
        (b"{", 422, WHOLE),
        (b"[]", 422, WHOLE),
        (b"null", 422, WHOLE),
        (b"\xff", 400, WHOLE),
        (b"[" * 100_000, 400, WHOLE),
        (b'{"choices": [%s]}' % (b"9" * 5000), 400, WHOLE),
        (b" " * 10_000_000, 413, WHOLE),
        (b"{}", 422, ["choices", "receipt"]),
        (b'{"\\ud800": 1}', 422, WHOLE),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_body_that_is_no_ballot(
    client: TestClient, database: Database, unchanged: Unchanged, body: bytes, status: int, fields: list[str]
) -> None:
    path = f"/api/polls/{make_poll(database).slug}/ballots"
    for content in (body, iter([body])):  # with its length, and without
        with unchanged():
            answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == status
        assert answer.json()["message"].endswith(".")
        assert list(answer.json()["errors"]) == fields


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_ballot_is_sent_as_json(
    client: TestClient, database: Database, unchanged: Unchanged, content_type: str
) -> None:
    poll = make_poll(database)
    with unchanged():
        answer = client.post(
            f"/api/polls/{poll.slug}/ballots",
            content=b'{"choices": [%d], "receipt": "%s"}' % (poll.choices[0].id, new_receipt().encode()),
            headers={"Content-Type": content_type},
        )
    assert answer.status_code == 422
    assert answer.json()["message"] == "The body must be a JSON object, sent as application/json."


def test_values_that_no_ballot_has(client: TestClient, database: Database, unchanged: Unchanged) -> None:
    poll = make_poll(database)
    good = ballot(poll, 0)
    receipts: list[Any] = ["x", "", None, 1, [], "\0" * 36, str(uuid.UUID(int=0)), str(uuid.uuid1())]
    choices: list[Any] = [
        None,
        "1",
        1,
        {},
        [True],
        ["1"],
        [1.0],
        [None],
        [[1]],
        [0],
        [-1],
        [2**63],
        [*range(1, 102)],
    ]
    bad: list[tuple[str, Any]] = [("voter", "x")]
    bad += [("receipt", receipt) for receipt in receipts]
    bad += [("choices", choice) for choice in choices]
    for field, value in bad:
        with unchanged():
            answer = client.post(f"/api/polls/{poll.slug}/ballots", json=good | {field: value})
        assert (answer.status_code, field, list(answer.json()["errors"])) == (422, field, [field])
