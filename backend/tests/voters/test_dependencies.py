"""The cookie that identifies a voter's browser."""

import re
import uuid

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.security import new_token
from app.database import Database
from tests.factories.polls import make_poll, vote
from tests.factories.rolls import enter, make_people, make_poll_of

COOKIE = "voter={}; HttpOnly; Max-Age=34560000; Path=/api/polls; SameSite=lax"


FRAMED = "framed-voter={}; HttpOnly; Max-Age=34560000; Path=/api/polls; SameSite=None; Secure; Partitioned"


def test_me_sets_the_cookie_and_renews_it(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    first = client.get(f"/api/polls/{poll.slug}/me").headers["set-cookie"]
    voter = client.cookies["voter"]
    assert re.fullmatch(r"[\w-]{43}", voter, re.ASCII)
    assert first == COOKIE.format(voter)
    assert client.get(f"/api/polls/{poll.slug}/me").headers["set-cookie"] == COOKIE.format(voter)


def test_a_vote_without_a_cookie_sets_one(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    response = vote(client, poll, 0)
    assert response.headers["set-cookie"] == COOKIE.format(client.cookies["voter"])
    assert vote(client, poll, 1).status_code == 409


def test_the_cookie_is_secure_over_https(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    client = TestClient(app, base_url="https://testserver")
    secure = COOKIE.format(r"[\w-]{43}") + "; Secure"
    assert re.fullmatch(secure, client.get(f"/api/polls/{poll.slug}/me").headers["set-cookie"])


@pytest.mark.parametrize("cookie", [b"voter=short", b"voter=", b"voter=\xff", b"voter=" + b"!" * 43, b"="])
def test_a_malformed_cookie_is_replaced(client: TestClient, database: Database, cookie: bytes) -> None:
    poll = make_poll(database)
    response = client.get(f"/api/polls/{poll.slug}/me", headers=[(b"cookie", cookie)])
    assert response.status_code == 200
    assert re.fullmatch(COOKIE.format(r"[\w-]{43}"), response.headers["set-cookie"])


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
def test_the_cookie_is_found_among_other_cookies(client: TestClient, database: Database, header: str) -> None:
    poll, voter = make_poll(database), new_token()
    headers = {"Cookie": header.format(voter)}
    ballot = {"choices": [poll.choices[0].id], "receipt": str(uuid.uuid4())}
    assert client.post(f"/api/polls/{poll.slug}/ballots", json=ballot, headers=headers).status_code == 201
    client.cookies.clear()
    response = client.get(f"/api/polls/{poll.slug}/me", headers=headers)
    assert (response.json()["voted"], response.json()["cookies"]) == (True, True)
    assert response.headers["set-cookie"] == COOKIE.format(voter)


@pytest.mark.parametrize("cookie", ["", "voter=short", "voter=" + "!" * 43, "xvoter=" + "a" * 43, "other=1"])
def test_me_says_if_the_browser_sent_the_cookie(client: TestClient, database: Database, cookie: str) -> None:
    poll = make_poll(database)
    for _ in range(2):  # a browser that refuses cookies
        response = client.get(f"/api/polls/{poll.slug}/me", headers={"Cookie": cookie})
        assert response.json()["cookies"] is False
        client.cookies.clear()
    first = client.get(f"/api/polls/{poll.slug}/me").json()
    second = client.get(f"/api/polls/{poll.slug}/me").json()
    assert (first["cookies"], second["cookies"]) == (False, True)


def test_a_link_in_capitals_identifies_the_same_voter(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    ballot = {"choices": [poll.choices[0].id], "receipt": str(uuid.uuid4())}
    path = f"/api/polls/{poll.slug.upper()}"
    assert client.post(f"{path}/ballots", json=ballot).status_code == 201
    lookup = client.post(f"{path}/ballots/lookup", json={"receipt": ballot["receipt"]})
    assert lookup.json() == {"choices": ballot["choices"]}
    assert vote(client, poll, 1).status_code == 409


def test_a_browser_can_vote_on_several_polls(client: TestClient, database: Database) -> None:
    assert [vote(client, make_poll(database), 0).status_code for _ in range(2)] == [201, 201]


def test_a_frame_votes_once_with_a_cookie_of_its_own(app: FastAPI, database: Database) -> None:
    poll = make_poll(database, results_visibility="after_vote")
    path, embed = f"/api/polls/{poll.slug}", {"embed": True}
    client = TestClient(app, base_url="https://testserver")
    ballots = [{"choices": [choice.id], "receipt": str(uuid.uuid4())} for choice in poll.choices[:2]]

    first = client.get(f"{path}/me", params=embed)
    cookie = client.cookies["framed-voter"]
    again = client.get(f"{path}/me", params=embed)

    assert [*client.cookies] == ["framed-voter"]
    assert first.headers["set-cookie"] == again.headers["set-cookie"] == FRAMED.format(cookie)
    assert (first.json()["cookies"], again.json()["cookies"]) == (False, True)
    assert client.get(f"{path}/results", params=embed).status_code == 403

    votes = [client.post(f"{path}/ballots", params=embed, json=ballot) for ballot in ballots]

    assert [vote.status_code for vote in votes] == [201, 409]
    assert "set-cookie" not in votes[0].headers
    assert client.get(f"{path}/me", params=embed).json()["voted"] is True
    assert client.get(f"{path}/results", params=embed).json()["ballots"] == 1
    assert client.get(f"{path}/results").status_code == 403


def test_a_frame_and_the_polls_own_page_do_not_know_each_other(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    path, embed = f"/api/polls/{poll.slug}", {"embed": True}
    client = TestClient(app, base_url="https://testserver")
    ballots = [{"choices": [poll.choices[0].id], "receipt": str(uuid.uuid4())} for _ in range(2)]

    assert client.post(f"{path}/ballots", json=ballots[0]).status_code == 201
    assert client.get(f"{path}/me", params=embed).json()["voted"] is False
    assert client.post(f"{path}/ballots", params=embed, json=ballots[1]).status_code == 201
    assert client.get(f"{path}/me").json()["cookies"] is True


def test_a_ballot_in_a_frame_without_a_cookie_sets_one(app: FastAPI, database: Database) -> None:
    poll = make_poll(database)
    client = TestClient(app, base_url="https://testserver")
    ballot = {"choices": [poll.choices[0].id], "receipt": str(uuid.uuid4())}

    response = client.post(f"/api/polls/{poll.slug}/ballots", params={"embed": True}, json=ballot)

    assert response.headers["set-cookie"] == FRAMED.format(client.cookies["framed-voter"])


def test_a_frame_takes_no_code(client: TestClient, database: Database) -> None:
    people = make_people(database)
    poll, embed = make_poll_of(database, people.roll), {"embed": True}
    enter(client, people.codes[0])
    ballot = {"choices": [poll.choices[0].id], "receipt": str(uuid.uuid4())}

    response = client.post(f"/api/polls/{poll.slug}/ballots", params=embed, json=ballot)

    assert (response.status_code, response.json()["code"]) == (401, "code_needed")
    assert client.get(f"/api/polls/{poll.slug}/me", params=embed).json()["voter"] is None
    assert client.get(f"/api/polls/{poll.slug}/me").json()["voter"] is not None
