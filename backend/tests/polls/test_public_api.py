"""What voters' pages ask: the list, a poll, and what the voter's cookie makes of it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.database import Database
from tests.factories.polls import (
    AN_HOUR_AGO,
    TOMORROW,
    YESTERDAY,
    ballot,
    edit_poll,
    make_poll,
    new_receipt,
    vote,
)

NewClient = Callable[[], TestClient]
Unchanged = Callable[[], AbstractContextManager[None]]
NO_POLL = {
    "message": "There is no such poll.",
    "errors": {"root": {"serverError": "There is no such poll."}},
}
COOKIE = "voter={}; HttpOnly; Max-Age=34560000; Path=/api/polls; SameSite=lax"


def in_json(moment: Any) -> str:
    return str(moment.isoformat()).replace("+00:00", "Z")


def test_the_list_is_newest_first_and_in_pages(client: TestClient, database: Database) -> None:
    polls = [make_poll(database, pub_date=YESTERDAY - timedelta(days=age)) for age in (2, 0, 0, 1)]
    oldest, second, newest, third = (poll.slug for poll in polls)

    pages = [client.get(f"/api/polls?page={page}&size=2").json() for page in (1, 2, 3)]

    slugs = [[item["slug"] for item in page.pop("items")] for page in pages]
    assert slugs == [[newest, second], [third, oldest], []]
    assert pages == [{"total": 4, "page": page, "size": 2, "pages": 2} for page in (1, 2, 3)]


def test_the_list_tells_of_a_poll_what_a_list_needs(client: TestClient, database: Database) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    assert client.get("/api/polls").json() == {
        "items": [
            {
                "slug": poll.slug,
                "question_text": "Tea or coffee?",
                "pub_date": in_json(YESTERDAY),
                "closes_at": in_json(AN_HOUR_AGO),
                "is_open": False,
            }
        ],
        "total": 1,
        "page": 1,
        "size": 20,
        "pages": 1,
    }


@pytest.mark.parametrize(
    "values",
    [
        {"pub_date": TOMORROW},
        {"listed": False},
        {"choices": [{"choice_text": "Tea"}]},
        {"choices": []},
    ],
)
def test_the_list_keeps_to_polls_to_vote_on(
    client: TestClient, database: Database, values: dict[str, Any]
) -> None:
    make_poll(database, **values)
    assert client.get("/api/polls").json()["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("size=0", "size"),
        ("size=101", "size"),
        ("page=x", "page"),
        ("page=9" + "9" * 30, "page"),
    ],
)
def test_a_page_that_makes_no_sense(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/api/polls?{query}")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_a_poll_is_the_same_for_everyone(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voting="multiple", max_choices=2, closes_at=TOMORROW, listed=False)
    vote(client, poll, 0)
    answer = client.get(f"/api/polls/{poll.slug}")
    choices = [{"id": choice.id, "choice_text": choice.choice_text} for choice in poll.choices]
    assert answer.json() == {
        "slug": poll.slug,
        "question_text": "Tea or coffee?",
        "pub_date": in_json(YESTERDAY),
        "closes_at": in_json(TOMORROW),
        "is_open": True,
        "voting": "multiple",
        "max_choices": 2,
        "results_visibility": "always",
        "choices": choices,
        "results": {
            "ballots": 1,
            "choices": [choice | {"votes": votes} for choice, votes in zip(choices, [1, 0, 0], strict=True)],
        },
    }
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("part", ["", "/me", "/results"])
def test_an_unpublished_poll_is_as_unknown_as_none(client: TestClient, database: Database, part: str) -> None:
    scheduled = make_poll(database, pub_date=TOMORROW)
    for slug in (
        scheduled.slug,
        "abcdefghjk",
        "ABCDEFGHJK",
        "1",
        "%00",
        "é",
        "%ED%A0%80",
        "..%2f",
        "a" * 5000,
    ):
        answer = client.get(f"/api/polls/{slug}{part}")
        assert (answer.status_code, answer.json()) == (404, NO_POLL)
        assert "set-cookie" not in answer.headers


def test_an_unlisted_poll_is_voted_on_by_its_link(client: TestClient, database: Database) -> None:
    poll = make_poll(database, listed=False)
    assert client.get(f"/api/polls/{poll.slug}/me").json()["voted"] is False
    assert vote(client, poll, 0).status_code == 201
    assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 1


def test_me_tells_who_has_voted(new_client: NewClient, database: Database) -> None:
    poll, voter = make_poll(database), new_client()
    assert voter.get(f"/api/polls/{poll.slug}/me").json()["voted"] is False
    vote(voter, poll, 0)
    answer = voter.get(f"/api/polls/{poll.slug}/me")
    assert answer.json()["voted"] is True
    assert answer.headers["cache-control"] == "private, no-store"
    assert new_client().get(f"/api/polls/{poll.slug}/me").json()["voted"] is False


def test_me_sets_the_cookie_and_keeps_it(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    first = client.get(f"/api/polls/{poll.slug}/me").headers["set-cookie"]
    voter = client.cookies["voter"]
    assert re.fullmatch(r"[\w-]{43}", voter, re.ASCII)
    assert first == COOKIE.format(voter)
    assert client.get(f"/api/polls/{poll.slug}/me").headers["set-cookie"] == COOKIE.format(voter)


def test_a_vote_without_a_cookie_sets_one(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    answer = vote(client, poll, 0)
    assert answer.headers["set-cookie"] == COOKIE.format(client.cookies["voter"])
    assert vote(client, poll, 1).status_code == 409


def test_the_cookie_is_secure_behind_https(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    client = TestClient(app, base_url="https://testserver")
    secure = COOKIE.format(r"[\w-]{43}") + "; Secure"
    assert re.fullmatch(secure, client.get(f"/api/polls/{poll.slug}/me").headers["set-cookie"])


@pytest.mark.parametrize("cookie", [b"voter=short", b"voter=", b"voter=\xff", b"voter=" + b"!" * 43, b"="])
def test_a_cookie_that_is_not_ours_is_replaced(client: TestClient, database: Database, cookie: bytes) -> None:
    poll = make_poll(database)
    answer = client.get(f"/api/polls/{poll.slug}/me", headers=[(b"cookie", cookie)])
    assert answer.status_code == 200
    assert re.fullmatch(COOKIE.format(r"[\w-]{43}"), answer.headers["set-cookie"])


def test_a_voter_of_one_poll_may_vote_on_the_next(client: TestClient, database: Database) -> None:
    assert [vote(client, make_poll(database), 0).status_code for _ in range(2)] == [201, 201]


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
    bad: list[tuple[str, Any]] = [
        ("receipt", value)
        for value in (
            "x",
            "",
            None,
            1,
            [],
            "\0" * 36,
            "00000000-0000-0000-0000-000000000000",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        )
    ]
    bad += [
        ("choices", value)
        for value in (
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
            list(range(1, 102)),
        )
    ]
    bad += [("voter", "x")]
    for field, value in bad:
        with unchanged():
            answer = client.post(f"/api/polls/{poll.slug}/ballots", json=good | {field: value})
        assert (answer.status_code, field, list(answer.json()["errors"])) == (422, field, [field])


def test_a_poll_that_is_unpublished_again_is_gone(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    edit_poll(database, poll, pub_date=TOMORROW)
    assert client.get(f"/api/polls/{poll.slug}").status_code == 404
    assert vote(client, poll, 0).status_code == 404
