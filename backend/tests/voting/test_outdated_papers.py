"""A ballot that names an outdated paper is refused: the poll has changed since the voter saw it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.polls.models import Question
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, ballot, edit_poll, make_poll, new_receipt, vote

Unchanged = Callable[[], AbstractContextManager[None]]
Json = dict[str, Any]

# Makes the values of an edit from the poll's three choices.
Edit = Callable[[list[Json]], Json]

CHANGES_OF_THE_PAPER: dict[str, Edit] = {
    "another text": lambda _: {"question_text": "Tea or coffee?!"},
    "a character's case": lambda _: {"question_text": "Tea or Coffee?"},
    "choice added": lambda choices: {"choices": [*choices, {"choice_text": "Juice"}]},
    "choice removed": lambda choices: {"choices": choices[:2]},
    "choice reworded": lambda choices: {"choices": [*choices[:2], choices[2] | {"choice_text": "Wine"}]},
    "choices swapped under their ids": lambda choices: {
        "choices": [
            choices[0] | {"choice_text": choices[1]["choice_text"]},
            choices[1] | {"choice_text": choices[0]["choice_text"]},
            choices[2],
        ]
    },
    "choices entered again": lambda choices: {
        "choices": [{"choice_text": choice["choice_text"]} for choice in choices]
    },
    "text moved from one choice to the next": lambda choices: {
        "choices": [choices[0] | {"choice_text": "TeaC"}, choices[1] | {"choice_text": "offee"}, choices[2]]
    },
    "maximum lowered": lambda _: {"max_choices": 1},
    "maximum raised": lambda _: {"max_choices": 3},
    "no maximum": lambda _: {"max_choices": None},
    "voting": lambda _: {"voting": "single", "max_choices": None},
}
OTHER_EDITS: dict[str, Edit] = {
    "no values": lambda _: {},
    "order of the choices": lambda choices: {"choices": choices[::-1]},
    "closing time": lambda _: {"closes_at": TOMORROW},
    "opening time": lambda _: {"pub_date": AN_HOUR_AGO},
    "unlisted": lambda _: {"listed": False},
    "visibility of the result": lambda _: {"results_visibility": "after_close"},
    "voter check": lambda _: {"voter_check": "none"},
}


@pytest.fixture
def poll(database: Database) -> Question:
    return make_poll(database, voting="multiple", max_choices=2)


def get_poll(client: TestClient, poll: Question) -> Json:
    return dict(client.get(f"/api/polls/{poll.slug}").json())


def apply_edit(database: Database, poll: Question, edit: Edit) -> None:
    choices = [{"id": choice.id, "choice_text": choice.choice_text} for choice in poll.choices]
    edit_poll(database, poll, **edit(choices))


def cast(client: TestClient, poll: Question, *positions: int, **values: object) -> Any:
    return client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, *positions) | values)


def test_a_paper_is_22_characters_that_are_safe_in_a_url(client: TestClient, poll: Question) -> None:
    assert re.fullmatch(r"[\w-]{22}", get_poll(client, poll)["paper"], re.ASCII)


@pytest.mark.parametrize("edit", CHANGES_OF_THE_PAPER.values(), ids=CHANGES_OF_THE_PAPER)
def test_a_ballot_with_an_outdated_paper_is_refused(
    client: TestClient, database: Database, poll: Question, unchanged: Unchanged, edit: Edit
) -> None:
    seen = get_poll(client, poll)
    apply_edit(database, poll, edit)
    with unchanged():
        response = cast(client, poll, 0, paper=seen["paper"])
    current = get_poll(client, poll)

    assert current["paper"] != seen["paper"]
    message = "The poll was changed before this vote arrived, so the vote was not counted."
    assert response.status_code == 409
    assert response.json() == {
        "code": "paper_changed",
        "message": message,
        "errors": {"root": {"serverError": message}},
        "current": current,
    }
    again = {"choices": [current["choices"][0]["id"]], "receipt": new_receipt(), "paper": current["paper"]}
    assert client.post(f"/api/polls/{poll.slug}/ballots", json=again).status_code == 201


@pytest.mark.parametrize("edit", OTHER_EDITS.values(), ids=OTHER_EDITS)
def test_an_edit_of_other_settings_keeps_the_paper(
    client: TestClient, database: Database, poll: Question, edit: Edit
) -> None:
    seen = get_poll(client, poll)
    apply_edit(database, poll, edit)

    assert get_poll(client, poll)["paper"] == seen["paper"]
    assert cast(client, poll, 0, 2, paper=seen["paper"]).status_code == 201


def test_undoing_an_edit_restores_the_paper(client: TestClient, database: Database, poll: Question) -> None:
    seen = get_poll(client, poll)
    edit_poll(database, poll, question_text="Wine?")
    edit_poll(database, poll, question_text=seen["question_text"])

    assert cast(client, poll, 0, paper=seen["paper"]).status_code == 201


def test_two_polls_with_the_same_texts_have_different_papers(client: TestClient, database: Database) -> None:
    poll, other = make_poll(database), make_poll(database)

    assert get_poll(client, poll)["paper"] != get_poll(client, other)["paper"]
    assert cast(client, poll, 0, paper=get_poll(client, other)["paper"]).json()["code"] == "paper_changed"


def test_a_ballot_without_a_paper_counts_for_the_current_poll(
    client: TestClient, database: Database, poll: Question
) -> None:
    edit_poll(database, poll, question_text="Wine?")

    assert cast(client, poll, 0).status_code == 201


@pytest.mark.parametrize(
    ("paper", "message"),
    [
        (None, "Enter a text."),
        (7, "Enter a text."),
        (True, "Enter a text."),
        (["a"], "Enter a text."),
        ({}, "Enter a text."),
        ("", "Required."),
        ("x" * 65, "This is too long: at most 64 characters."),
    ],
)
def test_an_invalid_paper_is_refused(
    client: TestClient, poll: Question, unchanged: Unchanged, paper: object, message: str
) -> None:
    with unchanged():
        response = cast(client, poll, 0, paper=paper)

    assert (response.status_code, response.json()["errors"]) == (422, {"paper": message})


@pytest.mark.parametrize("paper", [" ", "\0", "é" * 64, "=" * 22])
def test_any_other_text_counts_as_an_outdated_paper(
    client: TestClient, poll: Question, unchanged: Unchanged, paper: str
) -> None:
    with unchanged():
        response = cast(client, poll, 0, paper=paper)

    assert (response.status_code, response.json()["code"]) == (409, "paper_changed")


@pytest.mark.parametrize("visibility", ["always", "after_vote", "after_close", "staff"])
def test_the_refusal_shows_the_poll_as_everyone_sees_it(
    client: TestClient, database: Database, visibility: str
) -> None:
    """This also holds for a voter who may see more."""
    poll = make_poll(database, results_visibility=visibility)
    vote(client, poll, 0)
    response = cast(client, poll, 1, paper="another")

    assert response.json()["current"] == get_poll(client, poll)
    assert (response.json()["current"]["results"] is not None) is (visibility == "always")


def test_a_repeated_ballot_is_recognised_with_any_paper(
    client: TestClient, database: Database, poll: Question, unchanged: Unchanged
) -> None:
    """The voter's page retries with the old paper if the response was lost and the poll was corrected."""
    seen, receipt = get_poll(client, poll)["paper"], new_receipt()
    assert cast(client, poll, 0, paper=seen, receipt=receipt).status_code == 201
    with database.begin() as session:
        session.execute(sa.update(Question).values(question_text="Corrected?"))

    with unchanged():
        for paper in (seen, "another"):
            assert cast(client, poll, 0, paper=paper, receipt=receipt).status_code == 200
            other = cast(client, poll, 1, paper=paper, receipt=receipt)
            assert (other.status_code, other.json()["code"]) == (409, "receipt_taken")


def test_a_closed_or_missing_poll_is_reported_before_an_outdated_paper(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    closed, hidden, deleted = (make_poll(database) for _ in range(3))
    edit_poll(database, closed, question_text="Wine?", closes_at=AN_HOUR_AGO)
    edit_poll(database, hidden, question_text="Wine?", pub_date=TOMORROW)
    editor.delete(f"/api/admin/questions/{deleted.id}")

    responses = [cast(client, poll, 0, paper="another") for poll in (closed, hidden, deleted)]

    assert [(response.status_code, response.json()["code"]) for response in responses] == [
        (403, "poll_closed"),
        (404, "poll_not_found"),
        (404, "poll_not_found"),
    ]
