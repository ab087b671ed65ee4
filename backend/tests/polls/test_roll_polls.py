"""The rules of polls with a roll: who sees what, what is fixed, and that a close is final."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database, now
from app.history.models import Change
from app.polls.models import Question
from app.polls.service import CLOSING
from tests.factories.polls import AN_HOUR_AGO, NOW, TOMORROW, edit_poll, make_poll, vote
from tests.factories.rolls import People, enter, make_people, make_poll_of

Unchanged = Callable[[], AbstractContextManager[None]]

QUESTIONS = "/api/admin/questions"
CHOICES = [{"choice_text": "Yes"}, {"choice_text": "No"}]


def vote_as(client: TestClient, people: People, poll: Question, index: int = 0) -> None:
    enter(client, people.codes[index])
    assert vote(client, poll, 0).status_code == 201


def test_a_poll_with_a_roll_has_defaults_of_its_own(editor: TestClient, database: Database) -> None:
    roll = make_people(database).roll
    body = {"question_text": "Tea?", "voter_check": "roll", "roll_id": roll.id, "choices": CHOICES}

    record = editor.post(QUESTIONS, json=body).json()
    shown = editor.post(QUESTIONS, json=body | {"listed": True, "results_visibility": "staff"}).json()

    names = ("voter_check", "roll_id", "eligible", "results_visibility", "listed")
    assert [record[name] for name in names] == ["roll", roll.id, None, "after_close", False]
    assert [shown[name] for name in names] == ["roll", roll.id, None, "staff", True]
    assert [choice["votes"] for poll in (record, shown) for choice in poll["choices"]] == [None] * 4


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"results_visibility": "always"}, "results_visibility"),
    ({"results_visibility": "after_vote"}, "results_visibility"),
    ({"roll_id": None}, "roll_id"),
    ({"roll_id": 0}, "roll_id"),
    ({"roll_id": "one"}, "roll_id"),
    ({"roll_id": 2**31 - 1}, "roll_id"),
    ({"voter_check": "browser"}, "roll_id"),
    ({"voter_check": "none"}, "roll_id"),
    ({"voter_check": "code"}, "voter_check"),
]


@pytest.mark.parametrize(("values", "field"), REFUSED)
def test_a_roll_and_an_open_urn_do_not_go_together(
    editor: TestClient, database: Database, unchanged: Unchanged, values: dict[str, Any], field: str
) -> None:
    roll = make_people(database).roll
    poll, plain = make_poll_of(database, roll), make_poll(database)
    body = {"voter_check": "roll", "roll_id": roll.id} | values
    with unchanged():
        responses = [
            editor.post(QUESTIONS, json={"question_text": "Tea?", "choices": CHOICES} | body),
            editor.put(f"{QUESTIONS}/{poll.id}", json=body),
            editor.put(f"{QUESTIONS}/{plain.id}", json=body),
        ]
    for response in responses:
        assert (response.status_code, list(response.json()["errors"])) == (422, [field])


def test_a_poll_changes_to_a_roll_and_back_before_the_first_vote(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    roll = make_people(database).roll
    path = f"{QUESTIONS}/{make_poll(database).id}"
    with unchanged():
        assert list(editor.put(path, json={"voter_check": "roll"}).json()["errors"]) == ["roll_id"]
        assert list(editor.put(path, json={"roll_id": roll.id}).json()["errors"]) == ["roll_id"]

    with_roll = editor.put(path, json={"voter_check": "roll", "roll_id": roll.id}).json()
    without = editor.put(path, json={"voter_check": "browser"}).json()

    assert (with_roll["results_visibility"], with_roll["roll_id"]) == ("after_close", roll.id)
    assert (without["voter_check"], without["roll_id"]) == ("browser", None)


def test_the_roll_is_fixed_from_the_first_ballot_on(
    client: TestClient, editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people, board = make_people(database), make_people(database, 1, "Board")
    poll = make_poll_of(database, people.roll)
    path = f"{QUESTIONS}/{poll.id}"
    assert editor.put(path, json={"roll_id": board.roll.id}).status_code == 200
    assert editor.put(path, json={"roll_id": people.roll.id}).status_code == 200
    vote_as(client, people, poll)

    for values, field in (
        ({"roll_id": board.roll.id}, "roll_id"),
        ({"voter_check": "browser"}, "voter_check"),
        ({"voter_check": "none"}, "voter_check"),
    ):
        with unchanged():
            response = editor.put(path, json=values)
        assert (response.status_code, response.json()["code"]) == (409, "voted_on")
        assert list(response.json()["errors"]) == [field]
    assert editor.put(path, json={"results_visibility": "staff", "listed": True}).status_code == 200
    with unchanged():
        opened = editor.put(path, json={"results_visibility": "always"})
    assert (opened.status_code, list(opened.json()["errors"])) == (422, ["results_visibility"])


def test_nobody_looks_into_the_urn_before_the_close(
    client: TestClient, admin: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    vote_as(client, people, poll)
    path = f"{QUESTIONS}/{poll.id}"
    with unchanged():
        look = admin.post(f"{path}/look")
        voters = [client.get(f"/api/polls/{poll.slug}/{part}") for part in ("results", "results/stream")]
    assert (look.status_code, look.json()["code"]) == (409, "urn_shut")
    assert [(response.status_code, response.json()["code"]) for response in voters] == [
        (403, "results_hidden")
    ] * 2
    assert vote(client, poll, 1).json()["code"] == "already_voted"
    record = admin.get(path).json()
    assert (record["ballots"], {choice["votes"] for choice in record["choices"]}) == (1, {None})
    assert admin.get("/api/admin/choices", params={"filter": '{"votes_gte":0}'}).json() == []

    edit_poll(database, poll, closes_at=AN_HOUR_AGO)

    assert [choice["votes"] for choice in admin.get(path).json()["choices"]] == [1, 0, 0]
    assert admin.post(f"{path}/look").status_code == 200
    results = client.get(f"/api/polls/{poll.slug}/results").json()
    assert [choice["votes"] for choice in results["choices"]] == [1, 0, 0]


def close(editor: TestClient, poll: Question) -> None:
    response = editor.post(f"{QUESTIONS}:close", params={"filter": json.dumps({"id": poll.id})})
    assert response.json() == {"records": 1, "changed": 1}


@pytest.mark.parametrize("has_ballots", [True, False])
def test_a_close_is_final(
    client: TestClient, editor: TestClient, database: Database, unchanged: Unchanged, has_ballots: bool
) -> None:
    people = make_people(database, 2)
    poll, plain = make_poll_of(database, people.roll), make_poll(database, closes_at=AN_HOUR_AGO)
    if has_ballots:
        vote_as(client, people, poll)
    path, chosen = f"{QUESTIONS}/{poll.id}", {"filter": json.dumps({"id": [poll.id, plain.id]})}
    close(editor, poll)
    closed = editor.get(path).json()

    with unchanged():
        responses = [
            editor.put(path, json={"closes_at": None}),
            editor.put(path, json={"closes_at": TOMORROW.isoformat()}),
            editor.put(path, json=closed | {"closes_at": None}),
            editor.put(QUESTIONS, params=chosen, json={"closes_at": None}),
            editor.post(f"{QUESTIONS}:reopen", params=chosen),
        ]
    for response in responses:
        assert (response.status_code, response.json()["code"]) == (409, "closed_for_good")

    enter(client, people.codes[1])
    assert vote(client, poll, 0).json()["code"] == "poll_closed"
    # An edit that does not open the poll again stays possible.
    for values in ({"listed": True}, {"closes_at": closed["closes_at"]}, {"archived": True}):
        assert editor.put(path, json=values).status_code == 200
    assert editor.put(f"{QUESTIONS}/{plain.id}", json={"closes_at": None}).status_code == 200


def test_the_close_moves_until_it_has_come(editor: TestClient, database: Database) -> None:
    people = make_people(database)
    path = f"{QUESTIONS}/{make_poll_of(database, people.roll).id}"
    for closes_at in (TOMORROW, NOW + timedelta(days=9), None, NOW + timedelta(hours=1), AN_HOUR_AGO):
        sent = closes_at and closes_at.isoformat()
        assert editor.put(path, json={"closes_at": sent}).status_code == 200
    assert editor.put(path, json={"closes_at": TOMORROW.isoformat()}).status_code == 409


def test_the_close_is_not_put_off_in_its_last_moments(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    """An edit is committed a moment after it is judged. The poll may have been closed in between."""
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    with database.begin() as session:
        soon = now(session) + CLOSING - timedelta(milliseconds=1)
        session.execute(sa.update(Question).where(Question.id == poll.id).values(closes_at=soon))
    with unchanged():
        response = editor.put(f"{QUESTIONS}/{poll.id}", json={"closes_at": TOMORROW.isoformat()})
    assert (response.status_code, response.json()["code"]) == (409, "closed_for_good")
    close(editor, poll)


def test_a_state_from_before_the_close_can_not_be_restored(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    close(editor, poll)
    with database.begin() as session:
        id_ = session.scalars(sa.select(Change.id).where(Change.action == "close")).one()
    with unchanged():
        response = editor.post(f"/api/admin/changes/{id_}/restore", json={"state": "before"})
    assert (response.status_code, response.json()["code"]) == (409, "closed_for_good")


def test_the_history_has_no_key_no_code_and_no_tally(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    vote_as(client, people, poll)
    editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": True})
    editor.post(f"/api/admin/voters/{people.voters[0].id}/code")

    with database.begin() as session:
        states = [
            state
            for change in session.scalars(sa.select(Change).where(Change.resource != "users"))
            for state in (change.before, change.after)
            if state
        ]

    assert len(states) > 5
    known = {"roll_id", "name", "number", "email", "question_text", "pub_date", "closes_at", "voting"}
    known |= {"max_choices", "voter_check", "results_visibility", "listed", "draft", "archived", "choices"}
    known |= {"quorum", "public_turnout"}
    assert {name for state in states for name in state} == known
    assert {name for state in states for choice in state.get("choices", ()) for name in choice} == {
        "id",
        "choice_text",
    }


def test_a_reset_counts_the_people_again(client: TestClient, editor: TestClient, database: Database) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    vote_as(client, people, poll)

    record = editor.post(f"{QUESTIONS}/{poll.id}/reset", json={"ballots": 1}).json()

    assert (record["ballots"], record["eligible"]) == (0, None)
    assert {choice["votes"] for choice in record["choices"]} == {None}
    body = {"choices": [record["choices"][1]["id"]], "receipt": "6f1c1b0e-4b1d-4a7e-9d9e-0d2f4f6b8a10"}
    assert client.post(f"/api/polls/{poll.slug}/ballots", json=body).status_code == 201
