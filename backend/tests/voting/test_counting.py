"""The rules by which a ballot is counted, and their order."""

import asyncio
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.database import Database
from app.polls.errors import PollNotFound
from app.polls.models import Question
from app.results.snapshots import Snapshots
from app.voters.models import Participation
from app.voting.ballot_box import BallotBox
from app.voting.errors import AlreadyVoted, BadChoices, PaperChanged, PollClosed, ReceiptTaken
from app.voting.models import Vote
from app.voting.rules import Ballot
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, edit_poll, make_poll, new_receipt, vote

Unchanged = Callable[[], AbstractContextManager[None]]


def read_votes(database: Database) -> list[tuple[int, int]]:
    with database.begin() as session:
        return [(rank, choice) for rank, choice in session.execute(select(Vote.rank, Vote.choice_id))]


def test_a_ballot_is_stored_as_a_participation_and_a_vote(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    response = vote(client, poll, 1, receipt="0F0E0D0C-0B0A-4908-8706-050403020100")
    assert response.status_code == 201
    assert response.json() == {
        "receipt": "0f0e0d0c-0b0a-4908-8706-050403020100",
        "results": {
            "ballots": 1,
            "choices": [
                {"id": poll.choices[0].id, "choice_text": "Tea", "votes": 0},
                {"id": poll.choices[1].id, "choice_text": "Coffee", "votes": 1},
                {"id": poll.choices[2].id, "choice_text": "Water", "votes": 0},
            ],
        },
    }
    assert response.headers["cache-control"] == "private, no-store"
    with database.begin() as session:
        assert len(session.scalars(select(Participation)).one().voter_key) == 32
        assert session.scalars(select(Vote.receipt)).one() == uuid.UUID(response.json()["receipt"])


def test_several_choices_on_one_ballot_are_ranked_by_their_ids(
    client: TestClient, database: Database
) -> None:
    poll = make_poll(database, voting="multiple")
    response = vote(client, poll, 2, 0)
    assert response.status_code == 201
    assert response.json()["results"]["ballots"] == 1
    assert [choice["votes"] for choice in response.json()["results"]["choices"]] == [1, 0, 1]
    assert read_votes(database) == [(0, poll.choices[0].id), (1, poll.choices[2].id)]


def test_a_repeated_ballot_is_counted_once(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voting="multiple")
    receipt = new_receipt()
    first = vote(client, poll, 0, 1, receipt=receipt)
    again = vote(client, poll, 1, 0, receipt=receipt)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_a_ballot_repeated_by_another_browser_is_counted_once(
    new_client: Callable[[], TestClient], database: Database
) -> None:
    poll, receipt = make_poll(database), new_receipt()
    first = vote(new_client(), poll, 0, receipt=receipt)
    again = vote(new_client(), poll, 0, receipt=receipt)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_the_response_to_a_repeated_ballot_has_the_current_result(
    new_client: Callable[[], TestClient], database: Database
) -> None:
    poll, receipt = make_poll(database), new_receipt()
    vote(new_client(), poll, 0, receipt=receipt)
    vote(new_client(), poll, 1)
    again = vote(new_client(), poll, 0, receipt=receipt)
    assert [choice["votes"] for choice in again.json()["results"]["choices"]] == [1, 1, 0]


def test_a_receipt_can_be_used_again_on_another_poll(client: TestClient, database: Database) -> None:
    receipt = new_receipt()
    responses = [vote(client, make_poll(database), 0, receipt=receipt) for _ in range(2)]
    assert [response.status_code for response in responses] == [201, 201]


def test_a_browser_votes_once(client: TestClient, database: Database, unchanged: Unchanged) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    with unchanged():
        response = vote(client, poll, 1)
    message = "A vote from this browser was counted already. It stays as it is."
    assert response.status_code == 409
    assert response.json() == {
        "code": "already_voted",
        "message": message,
        "errors": {"root": {"serverError": message}},
    }


def test_without_a_voter_check_a_browser_can_vote_many_times(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none")
    assert [vote(client, poll, 0).status_code for _ in range(3)] == [201, 201, 201]
    assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 3
    assert client.get(f"/api/polls/{poll.slug}/me").json()["voted"] is False


def test_a_browser_has_another_voter_key_on_each_poll(client: TestClient, database: Database) -> None:
    for _ in range(2):
        vote(client, make_poll(database), 0)
    with database.begin() as session:
        keys = session.scalars(select(Participation.voter_key)).all()
    assert len(set(keys)) == 2


AT_MOST_TWO = {"voting": "multiple", "max_choices": 2}


@pytest.mark.parametrize(
    ("values", "positions", "message"),
    [
        ({}, [], "Choose something first."),
        ({}, [0, 1], "Choose one."),
        ({}, [0, 0], "Each choice counts once."),
        (AT_MOST_TWO, [], "Choose something first."),
        (AT_MOST_TWO, [0, 1, 2], "Choose at most 2."),
        (AT_MOST_TWO, [1, 1], "Each choice counts once."),
    ],
)
def test_choices_that_the_poll_does_not_accept_are_refused(
    client: TestClient,
    database: Database,
    unchanged: Unchanged,
    values: dict[str, object],
    positions: list[int],
    message: str,
) -> None:
    poll = make_poll(database, **values)
    with unchanged():
        response = vote(client, poll, *positions)
    assert response.status_code == 422
    assert response.json() == {"code": "bad_choices", "message": message, "errors": {"choices": message}}


@pytest.mark.parametrize("voting", ["single", "multiple"])
def test_a_choice_of_another_poll_is_refused(
    client: TestClient, database: Database, unchanged: Unchanged, voting: str
) -> None:
    poll, other = make_poll(database, voting=voting), make_poll(database)
    with unchanged():
        response = client.post(
            f"/api/polls/{poll.slug}/ballots",
            json={"choices": [other.choices[0].id], "receipt": new_receipt()},
        )
    message = "That is not a choice of this poll. Reload the page to see the choices."
    assert response.status_code == 422
    assert response.json() == {"code": "bad_choices", "message": message, "errors": {"choices": message}}


@pytest.mark.parametrize(
    ("values", "status", "code", "message"),
    [
        ({"pub_date": TOMORROW}, 404, "poll_not_found", "This poll does not exist."),
        ({"closes_at": AN_HOUR_AGO}, 403, "poll_closed", "This poll is closed, so the vote was not counted."),
    ],
)
def test_a_scheduled_or_closed_poll_refuses_a_ballot(
    client: TestClient,
    database: Database,
    unchanged: Unchanged,
    values: dict[str, object],
    status: int,
    code: str,
    message: str,
) -> None:
    poll = make_poll(database, **values)
    with unchanged():
        response = vote(client, poll, 0)
    assert response.status_code == status
    assert response.json() == {"code": code, "message": message, "errors": {"root": {"serverError": message}}}


# How the second ballot differs from a valid one of another voter.
SAME_RECEIPT, SAME_VOTER, OTHER_PAPER = "same receipt", "same voter", "other paper"
UNKNOWN_CHOICE = 2**62


@pytest.mark.parametrize(
    ("values", "differences", "choices", "outcome"),
    [
        # An unpublished poll comes before a known receipt.
        ({"pub_date": TOMORROW}, {SAME_RECEIPT}, [0], PollNotFound),
        # A known receipt comes before the close, the paper, the choices and the voter.
        ({"closes_at": AN_HOUR_AGO}, {SAME_RECEIPT}, [0], False),
        ({"closes_at": AN_HOUR_AGO}, {SAME_RECEIPT}, [1], ReceiptTaken),
        ({}, {SAME_RECEIPT, OTHER_PAPER}, [0], False),
        ({}, {SAME_RECEIPT, OTHER_PAPER}, [1], ReceiptTaken),
        ({}, {SAME_RECEIPT}, [UNKNOWN_CHOICE], ReceiptTaken),
        ({}, {SAME_RECEIPT}, [], ReceiptTaken),
        ({}, {SAME_RECEIPT, SAME_VOTER}, [0], False),
        ({}, {SAME_RECEIPT, SAME_VOTER}, [1], ReceiptTaken),
        # The close comes before the choices, the paper and the voter.
        ({"closes_at": AN_HOUR_AGO}, set(), [UNKNOWN_CHOICE], PollClosed),
        ({"closes_at": AN_HOUR_AGO}, {OTHER_PAPER}, [0], PollClosed),
        ({"closes_at": AN_HOUR_AGO}, {SAME_VOTER}, [1], PollClosed),
        # The paper comes before the choices and the voter.
        ({}, {OTHER_PAPER}, [UNKNOWN_CHOICE], PaperChanged),
        ({}, {OTHER_PAPER}, [], PaperChanged),
        ({}, {OTHER_PAPER, SAME_VOTER}, [1], PaperChanged),
        # The choices come before the voter.
        ({}, {SAME_VOTER}, [UNKNOWN_CHOICE], BadChoices),
        ({}, {SAME_VOTER}, [1], AlreadyVoted),
        ({}, set(), [1], True),
    ],
)
def test_the_rules_apply_in_their_order(
    database: Database,
    values: dict[str, object],
    differences: set[str],
    choices: list[int],
    outcome: bool | type[Exception],
) -> None:
    """`outcome` is the error, or True for a new ballot and False for one that was counted before."""
    poll = make_poll(database)
    receipt, voter = uuid.uuid4(), "first"
    first = Ballot(poll.slug, [poll.choices[0].id], receipt, voter)
    second = Ballot(
        poll.slug,
        [poll.choices[choice].id if choice < UNKNOWN_CHOICE else choice for choice in choices],
        receipt if SAME_RECEIPT in differences else uuid.uuid4(),
        voter if SAME_VOTER in differences else "second",
        "another" if OTHER_PAPER in differences else poll.paper,
    )

    async def cast_both() -> bool | type[Exception]:
        assert (await BallotBox(database, Snapshots(database)).cast(first)).is_new
        if values:
            edit_poll(database, poll, **values)
        try:
            return (await BallotBox(database, Snapshots(database)).cast(second)).is_new
        except Exception as error:
            return type(error)

    assert asyncio.run(cast_both()) is outcome


def test_a_deleted_choice_is_refused(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    remaining = [{"id": choice.id, "choice_text": choice.choice_text} for choice in poll.choices[1:]]
    edit_poll(database, poll, choices=remaining)
    assert vote(client, poll, 0).status_code == 422
    assert vote(client, poll, 1).status_code == 201


def test_a_ballot_on_an_unknown_poll_is_refused(database: Database) -> None:
    ballot = Ballot(Question.__tablename__, [1], uuid.uuid4(), "voter")
    with pytest.raises(PollNotFound):
        asyncio.run(BallotBox(database, Snapshots(database)).cast(ballot))
