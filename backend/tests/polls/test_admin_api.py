"""Polls as the dashboard reads and writes them."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, edit_poll, make_poll, vote

QUESTIONS = "/api/admin/questions"


def create(editor: TestClient, *choices: str, **values: Any) -> dict[str, Any]:
    body = {"question_text": "Tea?", "choices": [{"choice_text": text} for text in choices]} | values
    answer = editor.post(QUESTIONS, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def texts(record: dict[str, Any]) -> list[str]:
    assert [choice["position"] for choice in record["choices"]] == [*range(len(record["choices"]))]
    return [choice["choice_text"] for choice in record["choices"]]


def test_a_poll_needs_little(editor: TestClient) -> None:
    record = create(editor, " Yes ", "No", pub_date="2026-01-01T00:00:00Z")
    assert re.fullmatch("[2-9a-hjkmnp-z]{10}", record["slug"])
    yes, no = (choice["id"] for choice in record["choices"])
    assert record == {
        "id": record["id"],
        "slug": record["slug"],
        "question_text": "Tea?",
        "pub_date": "2026-01-01T00:00:00Z",
        "closes_at": None,
        "voting": "single",
        "max_choices": None,
        "voter_check": "browser",
        "results_visibility": "always",
        "listed": True,
        "ballots": 0,
        "version": 1,
        "sealed_at": None,
        "status": "open",
        "choices": [
            {"id": yes, "choice_text": "Yes", "position": 0, "votes": 0},
            {"id": no, "choice_text": "No", "position": 1, "votes": 0},
        ],
    }
    assert editor.get(f"{QUESTIONS}/{record['id']}").json() == record


def test_a_poll_without_a_date_opens_now(editor: TestClient) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    record = create(editor, pub_date=None)
    assert before <= datetime.fromisoformat(record["pub_date"]) <= datetime.now(UTC)
    assert (record["status"], record["choices"]) == ("open", [])


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2026-03-01T12:00:00+05:30", "2026-03-01T06:30:00Z"),
        ("2026-03-01T12:00:00.123456-08:00", "2026-03-01T20:00:00.123456Z"),
        ("2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_times_are_read_in_utc(editor: TestClient, sent: str, read: str) -> None:
    record = create(editor, pub_date=sent)
    assert record["pub_date"] == read
    assert editor.get(QUESTIONS, params={"filter": f'{{"pub_date": "{sent}"}}'}).json() == [record]


def test_the_status_follows_the_clock(editor: TestClient, database: Database) -> None:
    values: list[dict[str, Any]] = [
        {"pub_date": TOMORROW},
        {},
        {"closes_at": TOMORROW},
        {"closes_at": AN_HOUR_AGO},
    ]
    for one in values:
        make_poll(database, **one)
    statuses = [record["status"] for record in editor.get(QUESTIONS).json()]
    assert statuses == ["scheduled", "open", "open", "closed"]
    closed = editor.get(QUESTIONS, params={"filter": '{"status": "closed"}'})
    assert closed.headers["content-range"] == "questions 0-0/1"
    by_status = editor.get(QUESTIONS, params={"sort": '["status", "DESC"]'}).json()
    assert [record["status"] for record in by_status] == ["scheduled", "open", "open", "closed"]


def test_a_record_can_be_sent_back_as_it_was_read(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database, voting='multiple', max_choices=2).id}"
    record = editor.get(path).json()
    answer = editor.put(path, json=record)
    assert answer.status_code == 200
    assert answer.json() == record | {"version": 2}


def test_part_of_a_record_changes_that_part(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database, closes_at=TOMORROW).id}"
    record = editor.get(path).json()
    assert editor.put(path, json={"listed": False}).json() == record | {"listed": False, "version": 2}
    changed = editor.put(path, json={"closes_at": None, "question_text": " Juice? "}).json()
    expected = {"listed": False, "closes_at": None, "question_text": "Juice?", "version": 3}
    assert changed == editor.get(path).json() == record | expected


def test_what_is_only_read_is_ignored(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database).id}"
    record = editor.get(path).json()
    read_only = {"id": 99, "slug": "x", "ballots": 5, "sealed_at": 1, "status": "closed"}
    choices = [choice | {"votes": 9, "position": 9} for choice in record["choices"]]
    answer = editor.put(path, json=read_only | {"choices": choices})
    assert answer.json() == record | {"version": 2}


def test_choices_are_added_renamed_reordered_and_removed(editor: TestClient) -> None:
    record = create(editor, "A", "B", "C")
    first, second, third = record["choices"]
    path = f"{QUESTIONS}/{record['id']}"
    reordered = editor.put(path, json={"choices": [third, first, second]}).json()
    assert texts(reordered) == ["C", "A", "B"]
    written = [{"choice_text": "D"}, first | {"choice_text": "A!"}, {"id": third["id"], "choice_text": "C"}]
    changed = editor.put(path, json={"choices": written}).json()
    assert texts(changed) == ["D", "A!", "C"]
    assert [choice["id"] for choice in changed["choices"][1:]] == [first["id"], third["id"]]
    assert changed["choices"][0]["id"] > third["id"]
    assert editor.get(path).json() == changed
    assert texts(editor.put(path, json={"choices": []}).json()) == []


def test_two_choices_can_change_places(editor: TestClient) -> None:
    record = create(editor, "A", "B")
    first, second = record["choices"]
    swapped = [first | {"choice_text": "B"}, second | {"choice_text": "A"}]
    assert texts(editor.put(f"{QUESTIONS}/{record['id']}", json={"choices": swapped}).json()) == ["B", "A"]


def test_choices_are_a_list_of_their_own(viewer: TestClient, database: Database) -> None:
    make_poll(database)
    poll = make_poll(database, "Yes", "No")
    yes, no = (
        {
            "id": choice.id,
            "question_id": poll.id,
            "choice_text": choice.choice_text,
            "position": at,
            "votes": 0,
        }
        for at, choice in enumerate(poll.choices)
    )
    query = {"filter": f'{{"question_id": {poll.id}}}', "sort": '["position", "DESC"]', "range": "[0, 9]"}
    answer = viewer.get("/api/admin/choices", params=query)
    assert answer.json() == [no, yes]
    assert answer.headers["content-range"] == "choices 0-1/2"
    assert viewer.get(f"/api/admin/choices/{yes['id']}").json() == yes
    for call in (viewer.put, viewer.delete):
        assert call(f"/api/admin/choices/{yes['id']}").status_code == 405
    assert viewer.post("/api/admin/choices", json={}).status_code == 405


def test_a_vote_does_not_raise_the_version(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    vote(client, poll, 1)
    record = editor.get(f"{QUESTIONS}/{poll.id}").json()
    assert (record["version"], record["ballots"]) == (1, 1)
    assert [choice["votes"] for choice in record["choices"]] == [0, 1, 0]


def test_staff_see_tallies_that_voters_do_not(
    client: TestClient, viewer: TestClient, database: Database
) -> None:
    poll = make_poll(database, results_visibility="staff")
    vote(client, poll, 0)
    assert viewer.get(f"{QUESTIONS}/{poll.id}").json()["choices"][0]["votes"] == 1


def test_a_delete_answers_with_the_record_and_takes_the_votes(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    poll, other = make_poll(database), make_poll(database)
    vote(client, poll, 0)
    vote(client, other, 0)
    path = f"{QUESTIONS}/{poll.id}"
    record = editor.get(path).json()
    answer = editor.delete(path)
    assert (answer.status_code, answer.json()) == (200, record)
    assert [call(path).status_code for call in (editor.get, editor.delete)] == [404, 404]
    assert editor.put(path, json={}).status_code == 404
    choices = editor.get("/api/admin/choices", params={"sort": '["id", "ASC"]'}).json()
    assert [choice["id"] for choice in choices] == [choice.id for choice in other.choices]


def test_answers_to_the_dashboard_are_not_stored(viewer: TestClient, database: Database) -> None:
    make_poll(database)
    assert viewer.get(QUESTIONS).headers["cache-control"] == "no-store"


def test_what_a_role_may_not_do(client: TestClient, viewer: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database).id}"
    for caller, status in ((client, 401), (viewer, 403)):
        refused = [caller.post(QUESTIONS, json={}), caller.put(path, json={}), caller.delete(path)]
        assert [answer.status_code for answer in refused] == [status] * 3
    assert client.get(QUESTIONS).status_code == 401
    assert viewer.get(path).status_code == 200


def test_a_poll_can_close_before_its_time_and_open_again(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    path = f"{QUESTIONS}/{poll.id}"
    assert editor.get(path).json()["status"] == "closed"
    assert editor.put(path, json={"closes_at": None}).json()["status"] == "open"
