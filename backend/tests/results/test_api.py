"""The public API of one poll: the poll itself and the voter's state on it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from tests.factories.polls import TOMORROW, YESTERDAY, edit_poll, make_poll, vote

NewClient = Callable[[], TestClient]
POLL_NOT_FOUND = {
    "code": "poll_not_found",
    "message": "This poll does not exist.",
    "errors": {"root": {"serverError": "This poll does not exist."}},
}


def in_json(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def test_a_poll_looks_the_same_to_everyone(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voting="multiple", max_choices=2, closes_at=TOMORROW, listed=False)
    vote(client, poll, 0)
    response = client.get(f"/api/polls/{poll.slug}")
    choices = [{"id": choice.id, "choice_text": choice.choice_text} for choice in poll.choices]
    assert response.json() == {
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
        "corrections": [],
        "results": {
            "ballots": 1,
            "choices": [choice | {"votes": votes} for choice, votes in zip(choices, [1, 0, 0], strict=True)],
        },
    }
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("path", ["", "/me", "/results"])
def test_a_scheduled_poll_is_not_found_like_an_unknown_one(
    client: TestClient, database: Database, path: str
) -> None:
    scheduled = make_poll(database, pub_date=TOMORROW).slug
    for slug in (scheduled, "abcdefghjk", "ABCDEFGHJK", "1", "%00", "é", "%ED%A0%80", "a" * 5000):
        response = client.get(f"/api/polls/{slug}{path}")
        assert (response.status_code, response.json()) == (404, POLL_NOT_FOUND)
        assert "set-cookie" not in response.headers


def test_a_poll_that_is_unpublished_again_is_not_found(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    edit_poll(database, poll, pub_date=TOMORROW)
    assert client.get(f"/api/polls/{poll.slug}").status_code == 404
    assert vote(client, poll, 0).status_code == 404


def test_an_unlisted_poll_can_be_voted_on_by_its_link(client: TestClient, database: Database) -> None:
    poll = make_poll(database, listed=False)
    assert client.get(f"/api/polls/{poll.slug}/me").json()["voted"] is False
    assert vote(client, poll, 0).status_code == 201
    assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 1


def test_me_says_if_this_browser_has_voted(new_client: NewClient, database: Database) -> None:
    poll, voter = make_poll(database), new_client()
    assert voter.get(f"/api/polls/{poll.slug}/me").json()["voted"] is False
    vote(voter, poll, 0)
    response = voter.get(f"/api/polls/{poll.slug}/me")
    assert response.json()["voted"] is True
    assert response.headers["cache-control"] == "private, no-store"
    assert new_client().get(f"/api/polls/{poll.slug}/me").json()["voted"] is False


@pytest.mark.parametrize("path", ["", "/me", "/results", "/results/stream", "/ballots"])
def test_a_link_in_capitals_finds_the_poll(client: TestClient, database: Database, path: str) -> None:
    poll = make_poll(database, closes_at=YESTERDAY + timedelta(hours=1))
    statuses = [
        client.get(f"/api/polls/{slug}{path}").status_code
        for slug in (poll.slug, poll.slug.upper(), poll.slug.title())
    ]
    assert statuses == [204 if path == "/results/stream" else 200] * 3
