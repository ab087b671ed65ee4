"""What an edit refuses: values that do not fit, and changes of what people voted on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from tests.factories.polls import TOMORROW, YESTERDAY, make_poll, vote

QUESTIONS = "/api/admin/questions"
Unchanged = Callable[[], AbstractContextManager[None]]

TOO_LONG = "This is too long: at most 200 characters."
TWICE = "There is a choice like this already."
NOT_OURS = "This is not a choice of this poll, or it is here twice."
CLOSES_FIRST = "Choose a time after the opening."
NO_FIELD = "Unknown field."
NO_OFFSET = "This time needs its offset from UTC."
OUT_OF_RANGE = "This time is out of range."


def choice_error(position: int, text: str, field: str = "choice_text") -> dict[str, Any]:
    return {"choices": {str(position): {field: text}}}


# Values that neither a new nor an existing poll takes, and what `errors` says of them.
MISFITS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"question_text": "x" * 201}, {"question_text": TOO_LONG}),
    ({"choices": [{"choice_text": "x"}, {"choice_text": "é" * 201}]}, choice_error(1, TOO_LONG)),
    ({"closes_at": "2026-01-01T00:00:00Z", "pub_date": "2026-01-02T00:00:00Z"}, {"closes_at": CLOSES_FIRST}),
    ({"closes_at": "2026-01-02T00:00Z", "pub_date": "2026-01-02T01:00+01:00"}, {"closes_at": CLOSES_FIRST}),
    ({"pub_date": "2026-01-01T00:00:00"}, {"pub_date": NO_OFFSET}),
    ({"pub_date": "0001-01-01T00:00:00+14:00"}, {"pub_date": OUT_OF_RANGE}),
    ({"closes_at": "9999-12-31T23:59:59-14:00"}, {"closes_at": OUT_OF_RANGE}),
    ({"max_choices": 2}, {"max_choices": "Only a poll with several choices per voter can have a maximum."}),
    ({"choices": [{"choice_text": "x"}, {"choice_text": " x "}]}, choice_error(1, TWICE)),
    ({"choices": [{"choice_text": "x"}, {"id": 2**62, "choice_text": "y"}]}, choice_error(1, NOT_OURS)),
    ({"choices": [{"choice_text": "x", "colour": "red"}]}, choice_error(0, NO_FIELD, "colour")),
    ({"colour": "red"}, {"colour": NO_FIELD}),
]  # fmt: skip

# The same, where the text of the error is Pydantic's own.
MALFORMED: list[tuple[str, Any]] = [
    ("question_text", ""),
    ("question_text", " \n\t"),
    ("question_text", "a\0b"),
    ("question_text", None),
    ("question_text", 5),
    ("question_text", ["x"]),
    ("pub_date", "yesterday"),
    ("pub_date", "10000-01-01T00:00:00Z"),
    ("pub_date", True),
    ("closes_at", 1e30),
    ("voting", "ranked"),
    ("voting", None),
    ("max_choices", 0),
    ("max_choices", 101),
    ("max_choices", 10**30),
    ("voter_check", "code"),
    ("results_visibility", "never"),
    ("listed", None),
    ("listed", "maybe"),
    ("choices", None),
    ("choices", "Tea"),
    ("choices", ["Tea"]),
    ("choices", [{}]),
    ("choices", [{"choice_text": ""}]),
    ("choices", [{"choice_text": "\0"}]),
    ("choices", [{"id": 0, "choice_text": "x"}]),
    ("choices", [{"id": 2**63, "choice_text": "x"}]),
    ("choices", [{"choice_text": str(number)} for number in range(101)]),
]


@pytest.mark.parametrize(("values", "errors"), MISFITS)
def test_values_that_do_not_fit(
    editor: TestClient,
    database: Database,
    unchanged: Unchanged,
    values: dict[str, Any],
    errors: dict[str, Any],
) -> None:
    poll = make_poll(database)
    with unchanged():
        created = editor.post(QUESTIONS, json={"question_text": "Tea?"} | values)
        updated = editor.put(f"{QUESTIONS}/{poll.id}", json=values)
    for response in (created, updated):
        assert (response.status_code, response.json()["errors"]) == (422, errors)
        assert response.json()["message"].endswith(".")


def test_malformed_values(editor: TestClient, database: Database, unchanged: Unchanged) -> None:
    poll = make_poll(database, voting="multiple")
    new = {"question_text": "Tea?", "voting": "multiple"}
    for field, value in MALFORMED:
        with unchanged():
            answers = [
                editor.post(QUESTIONS, json=new | {field: value}),
                editor.put(f"{QUESTIONS}/{poll.id}", json={field: value}),
            ]
        for response in answers:
            assert (response.status_code, field, list(response.json()["errors"])) == (422, field, [field])


def test_a_poll_needs_a_question(editor: TestClient) -> None:
    response = editor.post(QUESTIONS, json={})
    assert (response.status_code, response.json()["errors"]) == (422, {"question_text": "Required."})


def test_200_characters_fit_whatever_their_bytes(editor: TestClient) -> None:
    text = "😀" * 200
    response = editor.post(QUESTIONS, json={"question_text": text, "choices": [{"choice_text": text}]})
    assert response.json()["question_text"] == response.json()["choices"][0]["choice_text"] == text


def test_a_choice_of_another_poll_is_refused(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll, other = make_poll(database), make_poll(database)
    written = [{"id": other.choices[0].id, "choice_text": "Tea"}]
    with unchanged():
        response = editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False, "choices": written})
    assert (response.status_code, response.json()["errors"]) == (422, choice_error(0, NOT_OURS))


def test_a_choice_stands_once_on_a_poll(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    twice = [{"id": poll.choices[0].id, "choice_text": text} for text in ("a", "b")]
    response = editor.put(f"{QUESTIONS}/{poll.id}", json={"choices": twice})
    assert (response.status_code, response.json()["errors"]) == (422, choice_error(1, NOT_OURS))


def test_dates_are_compared_with_those_that_are_kept(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database, closes_at=TOMORROW).id}"
    for values in ({"pub_date": TOMORROW.isoformat()}, {"closes_at": YESTERDAY.isoformat()}):
        response = editor.put(path, json=values)
        assert (response.status_code, response.json()["errors"]) == (422, {"closes_at": CLOSES_FIRST})


def test_a_poll_with_one_choice_per_ballot_keeps_no_maximum(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database, voting='multiple', max_choices=2).id}"
    response = editor.put(path, json={"voting": "single"})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["max_choices"])
    assert editor.put(path, json={"voting": "single", "max_choices": None}).status_code == 200


FIXED: list[tuple[str, Any]] = [
    ("question_text", "Juice?"),
    ("voting", "single"),
    ("max_choices", 3),
    ("max_choices", None),
    ("voter_check", "none"),
    ("choices", []),
]


@pytest.mark.parametrize(("field", "value"), FIXED)
def test_what_people_voted_on_is_fixed(
    client: TestClient, editor: TestClient, database: Database, unchanged: Unchanged, field: str, value: Any
) -> None:
    poll = make_poll(database, voting="multiple", max_choices=2)
    vote(client, poll, 0, 1)
    with unchanged():
        response = editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False, field: value})
    message = "1 person has voted, so what they voted on can't change."
    body = {"code": "voted_on", "message": message, "errors": {field: message}}
    assert (response.status_code, response.json()) == (409, body)


def test_choices_are_fixed_in_text_number_and_order(
    client: TestClient, editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll = make_poll(database, voter_check="none")
    path = f"{QUESTIONS}/{poll.id}"
    for _ in range(2):
        vote(client, poll, 0)
    first, second, third = editor.get(path).json()["choices"]
    for written in (
        [second, first, third],
        [first, second],
        [first, second, third, {"choice_text": "Juice"}],
        [first, second, third | {"choice_text": "Juice"}],
        [first, second, {"choice_text": third["choice_text"]}],
    ):
        with unchanged():
            response = editor.put(path, json={"choices": written})
        message = "2 people have voted, so what they voted on can't change."
        assert (response.status_code, response.json()) == (
            409,
            {"code": "voted_on", "message": message, "errors": {"choices": message}},
        )


def test_the_rest_stays_free_after_a_vote(client: TestClient, editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    path = f"{QUESTIONS}/{poll.id}"
    record = editor.get(path).json()
    free = {
        "pub_date": "2026-01-01T00:00:00Z",
        "closes_at": "2026-02-01T00:00:00Z",
        "results_visibility": "staff",
        "listed": False,
    }
    response = editor.put(path, json=record | free)
    assert response.status_code == 200
    assert response.json() == record | free | {"status": "closed", "version": 2}
