"""The visibility rule: the responses that show a result, and the callers that see it."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.accounts.security import new_token
from app.database import Database
from app.results.snapshots import Snapshots
from app.voting.ballot_box import BallotBox
from app.voting.rules import Ballot
from tests.factories.polls import AN_HOUR_AGO, edit_poll, make_poll, new_receipt, vote

NewClient = Callable[[], TestClient]
RULES = pytest.mark.parametrize(
    ("visibility", "is_closed", "everyone", "voter"),
    [
        ("always", False, True, True),
        ("always", True, True, True),
        ("after_vote", False, False, True),
        ("after_vote", True, True, True),
        ("after_close", False, False, False),
        ("after_close", True, True, True),
        ("staff", False, False, False),
        ("staff", True, False, False),
    ],
)


@RULES
def test_voters_see_the_result_if_the_rule_allows_it(
    new_client: NewClient,
    database: Database,
    visibility: str,
    is_closed: bool,
    everyone: bool,
    voter: bool,
) -> None:
    poll = make_poll(database, results_visibility=visibility)
    browser, receipt = new_client(), new_receipt()
    vote(browser, poll, 0, receipt=receipt)
    if is_closed:
        edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    shown = {
        "ballots": 1,
        "choices": [
            {"id": choice.id, "choice_text": choice.choice_text, "votes": votes}
            for choice, votes in zip(poll.choices, [1, 0, 0], strict=True)
        ],
    }
    path = f"/api/polls/{poll.slug}"
    for caller, may_see in [(new_client(), everyone), (browser, voter)]:
        me, results = caller.get(f"{path}/me"), caller.get(f"{path}/results")
        assert me.json() == {
            "voted": caller is browser,
            "cookies": caller is browser,
            "voter": None,
            "results": shown if may_see else None,
        }
        assert results.status_code == (200 if may_see else 403)
        assert results.json() == (shown if may_see else HIDDEN)
        # The poll looks the same to everyone.
        assert caller.get(path).json()["results"] == (shown if everyone else None)
        repeated = vote(caller, poll, 0, receipt=receipt)
        assert repeated.status_code == 200
        assert repeated.json() == {"receipt": receipt, "results": shown if voter else None}


HIDDEN = {
    "code": "results_hidden",
    "message": "You can't see the result of this poll right now.",
    "errors": {"root": {"serverError": "You can't see the result of this poll right now."}},
}


@RULES
@pytest.mark.parametrize("role", ["stranger", "editor"])
def test_callers_who_have_not_voted_see_the_result_if_everyone_may(
    request: pytest.FixtureRequest,
    new_client: NewClient,
    database: Database,
    visibility: str,
    is_closed: bool,
    everyone: bool,
    voter: bool,  # noqa: ARG001 - a column of the same table
    role: str,
) -> None:
    """This includes signed-in staff, who see the tallies in the dashboard."""
    caller = new_client() if role == "stranger" else request.getfixturevalue(role)
    poll = make_poll(database, results_visibility=visibility)
    vote(new_client(), poll, 0)
    if is_closed:
        edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    path = f"/api/polls/{poll.slug}"
    responses = [caller.get(path + part) for part in ("", "/me", "/results")]
    responses += [caller.get("/api/polls"), vote(caller, poll, 0, 1)]
    is_shown = any('"ballots":' in response.text or '"votes":' in response.text for response in responses)
    assert is_shown is everyone


@pytest.mark.parametrize(
    ("visibility", "shown"),
    [("always", True), ("after_vote", True), ("after_close", False), ("staff", False)],
)
def test_without_a_voter_check_only_the_response_to_a_vote_shows_a_voters_result(
    client: TestClient, database: Database, visibility: str, shown: bool
) -> None:
    poll = make_poll(database, results_visibility=visibility, voter_check="none")
    assert (vote(client, poll, 0).json()["results"] is not None) is shown
    # The poll does not remember the browser, so it now sees what everyone sees.
    me = client.get(f"/api/polls/{poll.slug}/me").json()
    assert me["voted"] is False
    assert (me["results"] is not None) is (visibility == "always")


@pytest.mark.parametrize("visibility", ["after_close", "after_vote"])
def test_reopening_a_poll_hides_its_result_again(
    client: TestClient, database: Database, visibility: str
) -> None:
    poll = make_poll(database, results_visibility=visibility)
    assert client.get(f"/api/polls/{poll.slug}").json()["results"] is None
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    assert client.get(f"/api/polls/{poll.slug}").json()["results"]["ballots"] == 0
    edit_poll(database, poll, closes_at=None)
    assert client.get(f"/api/polls/{poll.slug}").json()["results"] is None


def test_a_result_is_read_in_one_snapshot(client: TestClient, database: Database, migrated: sa.URL) -> None:
    poll = make_poll(database)
    other = Database(migrated)
    pending = [Ballot(poll.slug, [poll.choices[0].id], uuid.uuid4(), new_token())]

    @sa.event.listens_for(database.engine, "before_cursor_execute")
    def vote_in_between(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "poll_choice" in statement and pending:
            asyncio.run(BallotBox(other, Snapshots(other)).cast(pending.pop()))

    results = client.get(f"/api/polls/{poll.slug}/results").json()

    assert not pending
    assert sum(choice["votes"] for choice in results["choices"]) == results["ballots"]
    other.engine.dispose()
