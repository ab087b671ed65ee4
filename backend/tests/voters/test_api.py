"""Entering a code, the polls that it opens, and leaving."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.models import SignInAttempts
from app.database import Database
from app.voters import passes
from app.voters.api import FAILED_CODES
from tests.at_once import at_once
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, make_poll, vote
from tests.factories.rolls import VOTE, enter, make_people, make_poll_of

Unchanged = Callable[[], AbstractContextManager[None]]

WRONG = "k3x9-mwp2-abcd"


def test_a_code_opens_the_polls_of_its_roll(client: TestClient, database: Database) -> None:
    people, other = make_people(database, 2), make_people(database, 1, "Board")
    rules: dict[str, dict[str, Any]] = {
        "Open?": {"closes_at": TOMORROW},
        "Voted on?": {"closes_at": TOMORROW},
        "Closed?": {"closes_at": AN_HOUR_AGO},
        "Later?": {"pub_date": TOMORROW},
        "Draft?": {"draft": True},
        "Archived?": {"archived": True},
    }
    polls = {
        text: make_poll_of(database, people.roll, question_text=text, **more) for text, more in rules.items()
    }
    make_poll_of(database, other.roll, question_text="Another roll's?")
    make_poll(database)
    entered = enter(client, people.codes[0])
    assert vote(client, polls["Voted on?"], 0).status_code == 201

    response = client.get(VOTE)

    assert (entered.status_code, response.status_code) == (200, 200)
    body = response.json()
    assert (body["roll"], body["voter"]) == ({"name": "Members"}, entered.json()["voter"])
    shown = {
        poll["question_text"]: (poll["slug"], poll["status"], poll["is_open"], poll["voted"])
        for poll in body["polls"]
    }
    assert shown == {
        "Open?": (polls["Open?"].slug, "open", True, False),
        "Voted on?": (polls["Voted on?"].slug, "open", True, True),
        "Closed?": (polls["Closed?"].slug, "closed", False, False),
        "Later?": (polls["Later?"].slug, "scheduled", False, False),
    }
    assert {*body["polls"][0]} == {
        "slug",
        "question_text",
        "pub_date",
        "closes_at",
        "is_open",
        "status",
        "voted",
    }


def test_the_cookie_is_kept_from_scripts_and_ends_after_two_idle_hours(
    client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = make_people(database)
    moment = [1_800_000_000.0]
    monkeypatch.setattr(passes, "time", lambda: moment[0])

    response = enter(client, people.codes[0])

    cookie = response.headers["Set-Cookie"]
    value, *attributes = cookie.split("; ")
    assert {*attributes} == {"HttpOnly", "Max-Age=7200", "Path=/api", "SameSite=lax"}
    assert people.codes[0] not in cookie
    assert people.codes[0].replace("-", "") not in cookie
    assert response.headers["Cache-Control"] == "private, no-store"
    for seconds in (7_000, 7_000, 7_200):  # each use renews it
        moment[0] += seconds
        assert client.get(VOTE).status_code == 200
    moment[0] += 7_201
    assert client.get(VOTE, headers={"Cookie": value}).status_code == 401
    assert client.get(VOTE).status_code == 401


def test_leaving_forgets_the_code(client: TestClient, database: Database) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    enter(client, people.codes[0])

    assert client.delete(VOTE).status_code == 204

    assert "pass" not in client.cookies
    assert (client.get(VOTE).status_code, client.get(VOTE).json()["code"]) == (401, "code_needed")
    assert vote(client, poll, 0).json()["code"] == "code_needed"
    assert client.delete(VOTE).status_code == 204


def test_me_names_the_code_that_opens_the_poll(
    new_client: Callable[[], TestClient], database: Database
) -> None:
    people, other = make_people(database, 2), make_people(database, 1, "Board")
    poll = make_poll_of(database, people.roll)
    path = f"/api/polls/{poll.slug}/me"
    strangers = [new_client() for _ in range(2)]
    enter(strangers[1], other.codes[0])
    for stranger in strangers:
        state = stranger.get(path).json()
        assert (state["voted"], state["voter"], state["results"]) == (False, None, None)

    clients = [new_client() for _ in people.codes]
    names = [enter(client, code).json()["voter"] for client, code in zip(clients, people.codes, strict=True)]
    vote(clients[0], poll, 0)

    states = [client.get(path).json() for client in clients]
    assert [(state["voter"], state["voted"], state["results"]) for state in states] == [
        (names[0], True, None),
        (names[1], False, None),
    ]
    assert len({*names}) == 2
    assert {len(name) for name in names} == {8}
    assert clients[0].get(f"/api/polls/{make_poll(database).slug}/me").json()["voter"] is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"code": "k3x9-mwp2-abc"}, "A code has 12 letters and digits."),
        ({"code": "k3x9-mwp2-abcde"}, "A code has 12 letters and digits."),
        ({"code": "k3x9-mwp2-abc0"}, "Codes never contain 0, O, 1, I or L."),
        ({"code": ""}, None),
        ({"code": " "}, None),
        ({"code": "k" * 201}, None),
        ({"code": None}, None),
        ({"code": 234567892345}, None),
        ({"code": ["k3x9-mwp2-abcd"]}, None),
        ({}, None),
    ],
)
def test_what_can_be_no_code_is_a_422_and_not_counted(
    client: TestClient, unchanged: Unchanged, body: Any, text: str | None
) -> None:
    with unchanged():
        response = client.post(VOTE, json=body)
    assert (response.status_code, list(response.json()["errors"])) == (422, ["code"])
    if text:
        assert response.json()["errors"]["code"] == text


def test_a_code_is_entered_however_it_is_typed(client: TestClient, database: Database) -> None:
    code = make_people(database).codes[0]
    for typed in (code.upper(), code.replace("-", " "), code.replace("-", "\u2014"), f" {code}\n"):
        assert enter(client, typed).status_code == 200


def test_a_guesser_can_not_tell_a_revoked_code_from_a_wrong_one(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    people = make_people(database, 3)
    enter(client, people.codes[0])
    editor.post("/api/admin/voters:revoke", params={"filter": json.dumps({"id": people.voters[0].id})})
    editor.post(f"/api/admin/voters/{people.voters[1].id}/code")

    responses = [enter(client, code) for code in (WRONG, people.codes[0], people.codes[1])]

    assert {response.status_code for response in responses} == {401}
    assert {response.json()["code"] for response in responses} == {"wrong_code"}
    assert len({response.content for response in responses}) == 1
    # The pass from before has ended too.
    assert client.get(VOTE).json()["code"] == "code_needed"


FORGED = ["", "x", "x" * 48, "A" * 48, "-" * 48]


def test_a_forged_pass_is_none(client: TestClient, database: Database) -> None:
    people = make_people(database)
    enter(client, people.codes[0])
    value = client.cookies["pass"]
    changed = [
        value[:index] + ("A" if value[index] != "A" else "B") + value[index + 1 :] for index in range(47)
    ]
    client.cookies.clear()
    for forged in [*FORGED[:-1], *changed]:
        assert client.get(VOTE, headers={"Cookie": f"pass={forged}"}).status_code == 401, forged
    assert client.get(VOTE, headers={"Cookie": f"pass=other; pass={value}"}).status_code == 200


def test_60_failed_codes_a_minute_are_refused_and_right_ones_do_not_count(
    client: TestClient, database: Database
) -> None:
    people = make_people(database)
    right, wrong = people.codes[0], WRONG
    for _ in range(70):
        assert enter(client, right).status_code == 200
    statuses = [enter(client, code).status_code for _ in range(60) for code in (wrong, right)]
    assert statuses == [401, 200] * 59 + [401, 429]

    refused = enter(client, wrong)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_attempts")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60

    with database.begin() as session:  # the minute is over
        session.execute(sa.update(SignInAttempts).values(ends_at=AN_HOUR_AGO))
    assert [enter(client, code).status_code for code in (right, wrong)] == [200, 401]


def test_failed_codes_count_when_they_come_at_once(app: FastAPI, database: Database) -> None:
    make_people(database)

    async def guess(client: httpx2.AsyncClient, _: int) -> httpx2.Response:
        return await client.post(VOTE, json={"code": WRONG})

    statuses = at_once(app, 100, guess)
    assert sorted(statuses) == [401] * FAILED_CODES.attempts + [429] * 40


def test_a_hall_behind_one_address_enters_its_codes(app: FastAPI, database: Database) -> None:
    people = make_people(database, 100)

    async def enter_one(client: httpx2.AsyncClient, number: int) -> httpx2.Response:
        return await client.post(VOTE, json={"code": people.codes[number]})

    assert at_once(app, 100, enter_one) == [200] * 100


def test_a_code_from_another_site_is_refused(client: TestClient, database: Database) -> None:
    people = make_people(database)
    response = client.post(VOTE, json={"code": people.codes[0]}, headers={"Origin": "http://elsewhere"})
    assert (response.status_code, response.json()["code"]) == (403, "foreign_origin")
