"""A ballot counts for the paper that the voter saw, or not at all."""

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

# What an edit sends of the poll's choices, which are 0, 1 and 2.
Edit = Callable[[list[Json]], Json]

CHANGING: dict[str, Edit] = {
    "question": lambda _: {"question_text": "Tea or coffee?!"},
    "a character's case": lambda _: {"question_text": "Tea or Coffee?"},
    "choice added": lambda now: {"choices": [*now, {"choice_text": "Juice"}]},
    "choice removed": lambda now: {"choices": now[:2]},
    "choice reworded": lambda now: {"choices": [*now[:2], now[2] | {"choice_text": "Wine"}]},
    "choices swapped under their ids": lambda now: {
        "choices": [
            now[0] | {"choice_text": now[1]["choice_text"]},
            now[1] | {"choice_text": now[0]["choice_text"]},
            now[2],
        ]
    },
    "choices entered again": lambda now: {"choices": [{"choice_text": one["choice_text"]} for one in now]},
    "text moved from one choice to the next": lambda now: {
        "choices": [now[0] | {"choice_text": "TeaC"}, now[1] | {"choice_text": "offee"}, now[2]]
    },
    "maximum lowered": lambda _: {"max_choices": 1},
    "maximum raised": lambda _: {"max_choices": 3},
    "no maximum": lambda _: {"max_choices": None},
    "voting": lambda _: {"voting": "single", "max_choices": None},
}
KEEPING: dict[str, Edit] = {
    "nothing": lambda _: {},
    "order": lambda now: {"choices": now[::-1]},
    "close": lambda _: {"closes_at": TOMORROW},
    "opening": lambda _: {"pub_date": AN_HOUR_AGO},
    "list": lambda _: {"listed": False},
    "visibility": lambda _: {"results_visibility": "after_close"},
    "check": lambda _: {"voter_check": "none"},
}


@pytest.fixture
def poll(database: Database) -> Question:
    return make_poll(database, voting="multiple", max_choices=2)


def shown(client: TestClient, poll: Question) -> Json:
    return dict(client.get(f"/api/polls/{poll.slug}").json())


def edit(database: Database, poll: Question, change: Edit) -> None:
    now = [{"id": choice.id, "choice_text": choice.choice_text} for choice in poll.choices]
    edit_poll(database, poll, **change(now))


def cast(client: TestClient, poll: Question, *choices: int, **more: object) -> Any:
    return client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, *choices) | more)


def test_a_paper_is_short_and_fits_into_an_address(client: TestClient, poll: Question) -> None:
    assert re.fullmatch(r"[\w-]{22}", shown(client, poll)["paper"], re.ASCII)


@pytest.mark.parametrize("change", CHANGING.values(), ids=CHANGING)
def test_a_ballot_on_a_paper_that_was_changed_is_not_counted(
    client: TestClient, database: Database, poll: Question, unchanged: Unchanged, change: Edit
) -> None:
    seen = shown(client, poll)
    edit(database, poll, change)
    with unchanged():
        answer = cast(client, poll, 0, paper=seen["paper"])
    now = shown(client, poll)

    assert now["paper"] != seen["paper"]
    message = "The poll was changed before this vote arrived, so the vote was not counted."
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "paper_changed",
        "message": message,
        "errors": {"root": {"serverError": message}},
        "current": now,
    }
    again = {"choices": [now["choices"][0]["id"]], "receipt": new_receipt(), "paper": now["paper"]}
    assert client.post(f"/api/polls/{poll.slug}/ballots", json=again).status_code == 201


@pytest.mark.parametrize("change", KEEPING.values(), ids=KEEPING)
def test_a_ballot_is_counted_where_what_is_voted_on_stayed(
    client: TestClient, database: Database, poll: Question, change: Edit
) -> None:
    seen = shown(client, poll)
    edit(database, poll, change)

    assert shown(client, poll)["paper"] == seen["paper"]
    assert cast(client, poll, 0, 2, paper=seen["paper"]).status_code == 201


def test_a_paper_that_was_changed_back_is_the_paper_again(
    client: TestClient, database: Database, poll: Question
) -> None:
    seen = shown(client, poll)
    edit_poll(database, poll, question_text="Wine?")
    edit_poll(database, poll, question_text=seen["question_text"])

    assert cast(client, poll, 0, paper=seen["paper"]).status_code == 201


def test_two_polls_with_the_same_words_have_two_papers(client: TestClient, database: Database) -> None:
    one, other = make_poll(database), make_poll(database)

    assert shown(client, one)["paper"] != shown(client, other)["paper"]
    assert cast(client, one, 0, paper=shown(client, other)["paper"]).json()["code"] == "paper_changed"


def test_without_a_paper_a_ballot_counts_for_the_poll_as_it_is(
    client: TestClient, database: Database, poll: Question
) -> None:
    edit_poll(database, poll, question_text="Wine?")

    assert cast(client, poll, 0).status_code == 201


@pytest.mark.parametrize(
    ("paper", "text"),
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
def test_what_is_no_paper(
    client: TestClient, poll: Question, unchanged: Unchanged, paper: object, text: str
) -> None:
    with unchanged():
        answer = cast(client, poll, 0, paper=paper)

    assert (answer.status_code, answer.json()["errors"]) == (422, {"paper": text})


@pytest.mark.parametrize("paper", [" ", "\0", "é" * 64, "=" * 22])
def test_any_other_text_is_another_paper(
    client: TestClient, poll: Question, unchanged: Unchanged, paper: str
) -> None:
    with unchanged():
        answer = cast(client, poll, 0, paper=paper)

    assert (answer.status_code, answer.json()["code"]) == (409, "paper_changed")


@pytest.mark.parametrize("visibility", ["always", "after_vote", "after_close", "staff"])
def test_the_current_poll_shows_what_everyone_may_see(
    client: TestClient, database: Database, visibility: str
) -> None:
    """To a voter who may see more, too."""
    poll = make_poll(database, results_visibility=visibility)
    vote(client, poll, 0)
    answer = cast(client, poll, 1, paper="another")

    assert answer.json()["current"] == shown(client, poll)
    assert (answer.json()["current"]["results"] is not None) is (visibility == "always")


def test_a_ballot_that_was_counted_is_known_whatever_its_paper(
    client: TestClient, database: Database, poll: Question, unchanged: Unchanged
) -> None:
    """As for a vote whose answer was lost before a correction of the poll."""
    seen, receipt = shown(client, poll)["paper"], new_receipt()
    assert cast(client, poll, 0, paper=seen, receipt=receipt).status_code == 201
    with database.begin() as session:
        session.execute(sa.update(Question).values(question_text="Corrected?"))

    with unchanged():
        for paper in (seen, "another"):
            assert cast(client, poll, 0, paper=paper, receipt=receipt).status_code == 200
            other = cast(client, poll, 1, paper=paper, receipt=receipt)
            assert (other.status_code, other.json()["code"]) == (409, "receipt_taken")


def test_a_poll_that_is_gone_or_closed_says_so_rather_than_that_it_changed(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    closed, hidden, deleted = (make_poll(database) for _ in range(3))
    edit_poll(database, closed, question_text="Wine?", closes_at=AN_HOUR_AGO)
    edit_poll(database, hidden, question_text="Wine?", pub_date=TOMORROW)
    editor.delete(f"/api/admin/questions/{deleted.id}")

    answers = [cast(client, poll, 0, paper="another") for poll in (closed, hidden, deleted)]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (403, "poll_closed"),
        (404, "poll_not_found"),
        (404, "poll_not_found"),
    ]
