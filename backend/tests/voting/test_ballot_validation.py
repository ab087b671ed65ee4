"""Requests with a ballot that are refused before they reach the ballot box."""

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
            response = client.post(path, json=ballot(poll, 0), headers={"Origin": origin})
        assert response.status_code == 403
    response = client.post(path, json=ballot(poll, 0), headers={"Origin": "http://testserver"})
    assert response.status_code == 201


# The fields with errors if the body as a whole is invalid.
WHOLE_BODY = ["root"]


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        (b"", 422, WHOLE_BODY),
        (b"{", 422, WHOLE_BODY),
        (b"[]", 422, WHOLE_BODY),
        (b"null", 422, WHOLE_BODY),
        (b"\xff", 400, WHOLE_BODY),
        (b"[" * 100_000, 400, WHOLE_BODY),
        (b'{"choices": [%s]}' % (b"9" * 5000), 400, WHOLE_BODY),
        (b" " * 10_000_000, 413, WHOLE_BODY),
        (b"{}", 422, ["choices", "receipt"]),
        (b'{"\\ud800": 1}', 422, WHOLE_BODY),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_malformed_body_is_refused(
    client: TestClient, database: Database, unchanged: Unchanged, body: bytes, status: int, fields: list[str]
) -> None:
    path = f"/api/polls/{make_poll(database).slug}/ballots"
    for content in (body, iter([body])):  # with Content-Length and without
        with unchanged():
            response = client.post(path, content=content, headers={"Content-Type": "application/json"})
        assert response.status_code == status
        assert response.json()["message"].endswith(".")
        assert list(response.json()["errors"]) == fields


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_ballot_with_another_content_type_is_refused(
    client: TestClient, database: Database, unchanged: Unchanged, content_type: str
) -> None:
    poll = make_poll(database)
    with unchanged():
        response = client.post(
            f"/api/polls/{poll.slug}/ballots",
            content=b'{"choices": [%d], "receipt": "%s"}' % (poll.choices[0].id, new_receipt().encode()),
            headers={"Content-Type": content_type},
        )
    assert response.status_code == 422
    assert response.json()["message"] == "The body must be a JSON object, sent as application/json."


def test_an_invalid_value_or_an_unknown_field_is_refused(
    client: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll = make_poll(database)
    valid = ballot(poll, 0)
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
    invalid: list[tuple[str, Any]] = [("weight", 2)]
    invalid += [(field, text) for field in ("voter", "paper") for text in ("", None, 1, ["x"], "x" * 65)]
    invalid += [("receipt", receipt) for receipt in receipts]
    invalid += [("choices", choice) for choice in choices]
    for field, value in invalid:
        with unchanged():
            response = client.post(f"/api/polls/{poll.slug}/ballots", json=valid | {field: value})
        assert (response.status_code, field, list(response.json()["errors"])) == (422, field, [field])
