"""Correcting the texts of a poll that has votes."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database, now
from app.polls.models import Correction, Question
from tests.factories.polls import AN_HOUR_AGO, ballot, edit_poll, make_poll, new_receipt, vote

Unchanged = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def voted_on(client: TestClient, database: Database) -> Question:
    poll = make_poll(database, "Tea", "Cofee", "Water")
    assert vote(client, poll, 1).status_code == 201
    return poll


def correct(editor: TestClient, poll: Question, if_match: str | None = None, **body: Any) -> Any:
    headers = {"If-Match": if_match} if if_match else {}
    return editor.post(f"/api/admin/questions/{poll.id}/correct", json=body, headers=headers)


def corrected_choice(poll: Question, position: int, text: str) -> dict[str, Any]:
    return {"choices": [{"id": poll.choices[position].id, "choice_text": text}]}


def test_a_correction_keeps_the_votes_and_shows_the_old_texts_to_everyone(
    editor: TestClient, client: TestClient, database: Database, voted_on: Question
) -> None:
    with database.begin() as session:
        before = now(session)
    choice = voted_on.choices[1].id

    response = correct(
        editor,
        voted_on,
        '"1"',
        question_text=" Tea or coffee, or water? ",
        choices=[{"id": choice, "choice_text": "Coffee"}],
    )

    record = response.json()
    assert (response.status_code, response.headers["ETag"], record["version"]) == (200, '"2"', 2)
    assert (record["question_text"], record["ballots"]) == ("Tea or coffee, or water?", 1)
    assert [(item["choice_text"], item["votes"]) for item in record["choices"]] == [
        ("Tea", 0),
        ("Coffee", 1),
        ("Water", 0),
    ]
    shown = [(item["choice_id"], item["text_before"], item["text_after"]) for item in record["corrections"]]
    assert shown == [
        (choice, "Cofee", "Coffee"),
        (None, "Tea or coffee?", "Tea or coffee, or water?"),
    ]
    moments = {datetime.fromisoformat(item["corrected_at"]) for item in record["corrections"]}
    assert len(moments) == 1
    assert before <= moments.pop()
    poll = client.get(f"/api/polls/{voted_on.slug}").json()
    assert poll["corrections"] == record["corrections"]
    assert poll["results"]["choices"][1] == {"id": choice, "choice_text": "Coffee", "votes": 1}


def test_the_corrections_of_a_record_are_embedded(editor: TestClient, voted_on: Question) -> None:
    correct(editor, voted_on, **corrected_choice(voted_on, 1, "Coffee"))
    correct(editor, voted_on, **corrected_choice(voted_on, 1, "Café"))

    path = f"/api/admin/questions/{voted_on.id}"
    assert "corrections" not in editor.get(path).json()
    corrections = editor.get(path, params={"embed": '["corrections"]'}).json()["corrections"]
    texts = [(item["text_before"], item["text_after"]) for item in corrections]
    assert texts == [("Cofee", "Coffee"), ("Coffee", "Café")]


def test_a_ballot_on_the_old_paper_is_refused_and_a_receipt_is_still_known(
    editor: TestClient, client: TestClient, new_client: Callable[[], TestClient], voted_on: Question
) -> None:
    path = f"/api/polls/{voted_on.slug}"
    old_paper = client.get(path).json()["paper"]
    other, receipt = new_client(), new_receipt()
    assert vote(other, voted_on, 0, receipt=receipt).status_code == 201

    correct(editor, voted_on, **corrected_choice(voted_on, 1, "Coffee"))

    late = new_client().post(f"{path}/ballots", json=ballot(voted_on, 1) | {"paper": old_paper})
    assert (late.status_code, late.json()["code"]) == (409, "paper_changed")
    assert late.json()["current"]["corrections"][0]["text_before"] == "Cofee"
    assert late.json()["current"]["paper"] != old_paper
    again = other.post(f"{path}/ballots", json=ballot(voted_on, 0, receipt=receipt) | {"paper": old_paper})
    assert again.status_code == 200


def test_a_closed_poll_can_be_corrected_and_recounted(
    editor: TestClient, client: TestClient, database: Database, voted_on: Question
) -> None:
    edit_poll(database, voted_on, closes_at=AN_HOUR_AGO)
    published = client.get(f"/api/polls/{voted_on.slug}/ballots").json()

    assert correct(editor, voted_on, **corrected_choice(voted_on, 1, "Coffee")).status_code == 200
    assert client.get(f"/api/polls/{voted_on.slug}/ballots").json() == published


UNCHANGED = "No text was changed."


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"root": {"serverError": UNCHANGED}}),
        ({"question_text": "Tea or coffee? "}, {"root": {"serverError": UNCHANGED}}),
        ({"voting": "multiple"}, {"voting": "Unknown field."}),
        ({"question_text": "\u202etea"}, None),
        ({"question_text": ""}, None),
        ({"question_text": None}, None),
        ({"choices": [{"id": 0, "choice_text": "x"}]}, None),
    ],
)
def test_what_is_no_correction_changes_nothing(
    editor: TestClient, voted_on: Question, unchanged: Unchanged, body: Any, errors: Any
) -> None:
    with unchanged():
        response = correct(editor, voted_on, **body)
    assert response.status_code == 422
    assert errors in (None, response.json()["errors"])


def test_a_choice_can_not_be_corrected_to_look_like_another(
    editor: TestClient, voted_on: Question, unchanged: Unchanged
) -> None:
    cofee, water = voted_on.choices[1:]
    unknown = {"choice_text": "This is not a choice of this poll, or it is here twice."}
    for choices, errors in [
        (
            [{"id": water.id, "choice_text": "Water"}, {"id": cofee.id, "choice_text": "\uff34ea"}],
            {"1": {"choice_text": "There is a choice like this already."}},
        ),
        ([{"id": cofee.id, "choice_text": "x"}, {"id": cofee.id, "choice_text": "y"}], {"1": unknown}),
        ([{"id": 2**40, "choice_text": "x"}], {"0": unknown}),
    ]:
        with unchanged():
            response = correct(editor, voted_on, choices=choices)
        assert (response.status_code, response.json()["errors"]) == (422, {"choices": errors})


def test_a_stale_correction_is_refused(editor: TestClient, voted_on: Question, unchanged: Unchanged) -> None:
    with unchanged():
        response = correct(editor, voted_on, '"0"', **corrected_choice(voted_on, 1, "Coffee"))
    assert (response.status_code, response.json()["current"]["version"]) == (412, 1)


def test_a_poll_without_votes_is_edited_instead(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll = make_poll(database)
    with unchanged():
        response = correct(editor, poll, question_text="Cake?")
    assert (response.status_code, response.json()["code"]) == (409, "nobody_voted")


def test_only_editors_correct(viewer: TestClient, client: TestClient, voted_on: Question) -> None:
    for caller, status in ((viewer, 403), (client, 401)):
        # The role is checked first, whatever the path and the body say.
        for id_ in (voted_on.id, 2**40, "x"):
            response = caller.post(f"/api/admin/questions/{id_}/correct", json={"nonsense": 1})
            assert response.status_code == status


def test_deleting_a_poll_deletes_its_corrections(
    editor: TestClient, database: Database, voted_on: Question
) -> None:
    correct(editor, voted_on, **corrected_choice(voted_on, 1, "Coffee"))
    assert editor.delete(f"/api/admin/questions/{voted_on.id}").status_code == 200
    with database.begin() as session:
        assert session.scalars(sa.select(Correction)).all() == []


def test_an_unknown_poll_can_not_be_corrected(editor: TestClient) -> None:
    response = editor.post("/api/admin/questions/1000000/correct", json={"question_text": str(uuid.uuid4())})
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
