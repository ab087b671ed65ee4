"""Creating and editing polls: invalid values, and changes that are refused once people have voted."""

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
DUPLICATE = "There is a choice like this already."
OTHER_CHOICE = "This is not a choice of this poll, or it is here twice."
CLOSES_FIRST = "Choose a time after the opening."
UNKNOWN_FIELD = "Unknown field."
NO_OFFSET = "This time needs its offset from UTC."
OUT_OF_RANGE = "This time is out of range."


def choice_error(position: int, text: str, field: str = "choice_text") -> dict[str, Any]:
    return {"choices": {str(position): {field: text}}}


# Values that are refused on creation and on update, with the `errors` of the response.
INVALID_VALUES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"question_text": "x" * 201}, {"question_text": TOO_LONG}),
    ({"choices": [{"choice_text": "x"}, {"choice_text": "é" * 201}]}, choice_error(1, TOO_LONG)),
    ({"closes_at": "2026-01-01T00:00:00Z", "pub_date": "2026-01-02T00:00:00Z"}, {"closes_at": CLOSES_FIRST}),
    ({"closes_at": "2026-01-02T00:00Z", "pub_date": "2026-01-02T01:00+01:00"}, {"closes_at": CLOSES_FIRST}),
    ({"pub_date": "2026-01-01T00:00:00"}, {"pub_date": NO_OFFSET}),
    ({"pub_date": "0001-01-01T00:00:00+14:00"}, {"pub_date": OUT_OF_RANGE}),
    ({"closes_at": "9999-12-31T23:59:59-14:00"}, {"closes_at": OUT_OF_RANGE}),
    ({"max_choices": 2}, {"max_choices": "Only a poll with several choices per voter can have a maximum."}),
    ({"choices": [{"choice_text": "x"}, {"choice_text": " x "}]}, choice_error(1, DUPLICATE)),
    ({"choices": [{"choice_text": "x"}, {"id": 2**62, "choice_text": "y"}]}, choice_error(1, OTHER_CHOICE)),
    ({"choices": [{"choice_text": "x", "colour": "red"}]}, choice_error(0, UNKNOWN_FIELD, "colour")),
    ({"colour": "red"}, {"colour": UNKNOWN_FIELD}),
]  # fmt: skip

# Values that are refused likewise, with messages from Pydantic.
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


@pytest.mark.parametrize(("values", "errors"), INVALID_VALUES)
def test_invalid_values_are_refused_with_a_message(
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


def test_malformed_values_are_refused_at_their_field(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll = make_poll(database, voting="multiple")
    new = {"question_text": "Tea?", "voting": "multiple"}
    for field, value in MALFORMED:
        with unchanged():
            responses = [
                editor.post(QUESTIONS, json=new | {field: value}),
                editor.put(f"{QUESTIONS}/{poll.id}", json={field: value}),
            ]
        for response in responses:
            assert (response.status_code, field, list(response.json()["errors"])) == (422, field, [field])


def test_a_poll_requires_a_question_text(editor: TestClient) -> None:
    response = editor.post(QUESTIONS, json={})
    assert (response.status_code, response.json()["errors"]) == (422, {"question_text": "Required."})


def test_the_maximum_length_counts_characters_not_bytes(editor: TestClient) -> None:
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
    assert (response.status_code, response.json()["errors"]) == (422, choice_error(0, OTHER_CHOICE))


def test_a_choice_that_is_sent_twice_is_refused(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    written = [{"id": poll.choices[0].id, "choice_text": text} for text in ("a", "b")]
    response = editor.put(f"{QUESTIONS}/{poll.id}", json={"choices": written})
    assert (response.status_code, response.json()["errors"]) == (422, choice_error(1, OTHER_CHOICE))


def test_a_new_time_is_compared_with_the_stored_other_time(editor: TestClient, database: Database) -> None:
    path = f"{QUESTIONS}/{make_poll(database, closes_at=TOMORROW).id}"
    for values in ({"pub_date": TOMORROW.isoformat()}, {"closes_at": YESTERDAY.isoformat()}):
        response = editor.put(path, json=values)
        assert (response.status_code, response.json()["errors"]) == (422, {"closes_at": CLOSES_FIRST})


def test_a_poll_with_one_choice_per_ballot_can_not_have_a_maximum(
    editor: TestClient, database: Database
) -> None:
    path = f"{QUESTIONS}/{make_poll(database, voting='multiple', max_choices=2).id}"
    response = editor.put(path, json={"voting": "single"})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["max_choices"])
    assert editor.put(path, json={"voting": "single", "max_choices": None}).status_code == 200


FIXED_AFTER_A_VOTE: list[tuple[str, Any]] = [
    ("question_text", "Juice?"),
    ("voting", "single"),
    ("max_choices", 3),
    ("max_choices", None),
    ("voter_check", "none"),
    ("choices", []),
]


@pytest.mark.parametrize(("field", "value"), FIXED_AFTER_A_VOTE)
def test_fields_that_people_voted_on_can_not_change(
    client: TestClient, editor: TestClient, database: Database, unchanged: Unchanged, field: str, value: Any
) -> None:
    poll = make_poll(database, voting="multiple", max_choices=2)
    vote(client, poll, 0, 1)
    with unchanged():
        response = editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False, field: value})
    message = "1 person has voted, so what they voted on can't change."
    body = {"code": "voted_on", "message": message, "errors": {field: message}}
    assert (response.status_code, response.json()) == (409, body)


def test_choices_that_people_voted_on_can_not_change(
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


def test_other_fields_can_change_after_a_vote(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    path = f"{QUESTIONS}/{poll.id}"
    record = editor.get(path).json()
    changes = {
        "pub_date": "2026-01-01T00:00:00Z",
        "closes_at": "2026-02-01T00:00:00Z",
        "results_visibility": "staff",
        "listed": False,
    }
    response = editor.put(path, json=record | changes)
    assert response.status_code == 200
    assert response.json() == record | changes | {"status": "closed", "version": 2}
