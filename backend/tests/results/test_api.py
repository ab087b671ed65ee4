"""What voters' pages ask: the list, a poll, and what the voter's cookie makes of it."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.security import new_token
from app.database import Database
from tests.factories.polls import (
    AN_HOUR_AGO,
    TOMORROW,
    YESTERDAY,
    edit_poll,
    make_poll,
    vote,
)

NewClient = Callable[[], TestClient]
NO_POLL = {
    "code": "poll_not_found",
    "message": "This poll does not exist.",
    "errors": {"root": {"serverError": "This poll does not exist."}},
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
        "voter_check": "browser",
        "results_visibility": "always",
        "paper": poll.paper,
        "choices": choices,
        "results": {
            "ballots": 1,
            "choices": [choice | {"votes": votes} for choice, votes in zip(choices, [1, 0, 0], strict=True)],
        },
    }
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("part", ["", "/me", "/results"])
def test_an_unpublished_poll_is_as_unknown_as_none(client: TestClient, database: Database, part: str) -> None:
    scheduled = make_poll(database, pub_date=TOMORROW).slug
    for slug in (scheduled, "abcdefghjk", "ABCDEFGHJK", "1", "%00", "é", "%ED%A0%80", "a" * 5000):
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


@pytest.mark.parametrize(
    "header",
    [
        "voter={}",
        "theme=dark;voter={}",
        "voter={}; voter=set by another application",
        "voter=short; voter={}",
        "xvoter=1; voter={} ; x=voter",
    ],
)
def test_a_voter_is_known_among_other_cookies(client: TestClient, database: Database, header: str) -> None:
    poll, voter = make_poll(database), new_token()
    headers = {"Cookie": header.format(voter)}
    ballot = {"choices": [poll.choices[0].id], "receipt": str(uuid.uuid4())}
    assert client.post(f"/api/polls/{poll.slug}/ballots", json=ballot, headers=headers).status_code == 201
    client.cookies.clear()
    answer = client.get(f"/api/polls/{poll.slug}/me", headers=headers)
    assert (answer.json()["voted"], answer.json()["cookies"]) == (True, True)
    assert answer.headers["set-cookie"] == COOKIE.format(voter)


@pytest.mark.parametrize("cookie", ["", "voter=short", "voter=" + "!" * 43, "xvoter=" + "a" * 43, "other=1"])
def test_me_tells_whether_the_cookie_came_back(client: TestClient, database: Database, cookie: str) -> None:
    poll = make_poll(database)
    for _ in range(2):  # a browser that keeps no cookie
        answer = client.get(f"/api/polls/{poll.slug}/me", headers={"Cookie": cookie})
        assert answer.json()["cookies"] is False
        client.cookies.clear()
    first = client.get(f"/api/polls/{poll.slug}/me").json()
    second = client.get(f"/api/polls/{poll.slug}/me").json()
    assert (first["cookies"], second["cookies"]) == (False, True)


@pytest.mark.parametrize("part", ["", "/me", "/results", "/results/stream", "/ballots"])
def test_capitals_in_a_link_find_the_poll(client: TestClient, database: Database, part: str) -> None:
    poll = make_poll(database, closes_at=YESTERDAY + timedelta(hours=1))
    statuses = [
        client.get(f"/api/polls/{slug}{part}").status_code
        for slug in (poll.slug, poll.slug.upper(), poll.slug.title())
    ]
    assert statuses == [204 if part == "/results/stream" else 200] * 3


def test_capitals_in_a_link_make_no_second_voter(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    ballot = {"choices": [poll.choices[0].id], "receipt": str(uuid.uuid4())}
    path = f"/api/polls/{poll.slug.upper()}"
    assert client.post(f"{path}/ballots", json=ballot).status_code == 201
    found = client.post(f"{path}/ballots/lookup", json={"receipt": ballot["receipt"]})
    assert found.json() == {"choices": ballot["choices"]}
    assert vote(client, poll, 1).status_code == 409


def test_a_voter_of_one_poll_may_vote_on_the_next(client: TestClient, database: Database) -> None:
    assert [vote(client, make_poll(database), 0).status_code for _ in range(2)] == [201, 201]


def test_a_poll_that_is_unpublished_again_is_gone(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    edit_poll(database, poll, pub_date=TOMORROW)
    assert client.get(f"/api/polls/{poll.slug}").status_code == 404
    assert vote(client, poll, 0).status_code == 404
