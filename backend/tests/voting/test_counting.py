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
from app.voting.counting import Ballot
from app.voting.errors import AlreadyVoted, BadChoices, PaperChanged, PollClosed, ReceiptTaken
from app.voting.models import Vote
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, edit_poll, make_poll, new_receipt, vote

Unchanged = Callable[[], AbstractContextManager[None]]


def read_votes(database: Database) -> list[tuple[int, int]]:
    with database.begin() as session:
        return [(rank, choice) for rank, choice in session.execute(select(Vote.rank, Vote.choice_id))]


def test_a_ballot_is_a_voter_and_a_vote(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    answer = vote(client, poll, 1, receipt="0F0E0D0C-0B0A-4908-8706-050403020100")
    assert answer.status_code == 201
    assert answer.json() == {
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
    assert answer.headers["cache-control"] == "private, no-store"
    with database.begin() as session:
        assert len(session.scalars(select(Participation)).one().voter_key) == 32
        assert session.scalars(select(Vote.receipt)).one() == uuid.UUID(answer.json()["receipt"])


def test_several_choices_are_one_ballot_ranked_by_their_ids(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voting="multiple")
    answer = vote(client, poll, 2, 0)
    assert answer.status_code == 201
    assert answer.json()["results"]["ballots"] == 1
    assert [choice["votes"] for choice in answer.json()["results"]["choices"]] == [1, 0, 1]
    assert read_votes(database) == [(0, poll.choices[0].id), (1, poll.choices[2].id)]


def test_a_repeated_ballot_is_counted_once(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voting="multiple")
    receipt = new_receipt()
    first = vote(client, poll, 0, 1, receipt=receipt)
    again = vote(client, poll, 1, 0, receipt=receipt)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_a_ballot_repeated_without_its_cookie_is_counted_once(
    new_client: Callable[[], TestClient], database: Database
) -> None:
    poll, receipt = make_poll(database), new_receipt()
    first = vote(new_client(), poll, 0, receipt=receipt)
    again = vote(new_client(), poll, 0, receipt=receipt)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_a_repeated_ballot_is_answered_with_the_result_of_now(
    new_client: Callable[[], TestClient], database: Database
) -> None:
    poll, receipt = make_poll(database), new_receipt()
    vote(new_client(), poll, 0, receipt=receipt)
    vote(new_client(), poll, 1)
    again = vote(new_client(), poll, 0, receipt=receipt)
    assert [choice["votes"] for choice in again.json()["results"]["choices"]] == [1, 1, 0]


def test_the_same_receipt_counts_on_another_poll(client: TestClient, database: Database) -> None:
    receipt = new_receipt()
    answers = [vote(client, make_poll(database), 0, receipt=receipt) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]


def test_a_browser_votes_once(client: TestClient, database: Database, unchanged: Unchanged) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    with unchanged():
        answer = vote(client, poll, 1)
    message = "A vote from this browser was counted already. It stays as it is."
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "already_voted",
        "message": message,
        "errors": {"root": {"serverError": message}},
    }


def test_without_a_check_one_browser_votes_many_times(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none")
    assert [vote(client, poll, 0).status_code for _ in range(3)] == [201, 201, 201]
    assert client.get(f"/api/polls/{poll.slug}/results").json()["ballots"] == 3
    assert client.get(f"/api/polls/{poll.slug}/me").json()["voted"] is False


def test_keys_of_one_browser_differ_from_poll_to_poll(client: TestClient, database: Database) -> None:
    for _ in range(2):
        vote(client, make_poll(database), 0)
    with database.begin() as session:
        keys = session.scalars(select(Participation.voter_key)).all()
    assert len(set(keys)) == 2


SEVERAL = {"voting": "multiple", "max_choices": 2}


@pytest.mark.parametrize(
    ("values", "positions", "message"),
    [
        ({}, [], "Choose something first."),
        ({}, [0, 1], "Choose one."),
        ({}, [0, 0], "Each choice counts once."),
        (SEVERAL, [], "Choose something first."),
        (SEVERAL, [0, 1, 2], "Choose at most 2."),
        (SEVERAL, [1, 1], "Each choice counts once."),
    ],
)
def test_choices_that_the_poll_does_not_take(
    client: TestClient,
    database: Database,
    unchanged: Unchanged,
    values: dict[str, object],
    positions: list[int],
    message: str,
) -> None:
    poll = make_poll(database, **values)
    with unchanged():
        answer = vote(client, poll, *positions)
    assert answer.status_code == 422
    assert answer.json() == {"code": "bad_choices", "message": message, "errors": {"choices": message}}


@pytest.mark.parametrize("voting", ["single", "multiple"])
def test_a_choice_of_another_poll(
    client: TestClient, database: Database, unchanged: Unchanged, voting: str
) -> None:
    poll, other = make_poll(database, voting=voting), make_poll(database)
    with unchanged():
        answer = client.post(
            f"/api/polls/{poll.slug}/ballots",
            json={"choices": [other.choices[0].id], "receipt": new_receipt()},
        )
    message = "That is not a choice of this poll. Reload the page to see the choices."
    assert answer.status_code == 422
    assert answer.json() == {"code": "bad_choices", "message": message, "errors": {"choices": message}}


@pytest.mark.parametrize(
    ("values", "status", "code", "message"),
    [
        ({"pub_date": TOMORROW}, 404, "poll_not_found", "This poll does not exist."),
        ({"closes_at": AN_HOUR_AGO}, 403, "poll_closed", "This poll is closed, so the vote was not counted."),
    ],
)
def test_a_poll_that_is_not_open(
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
        answer = vote(client, poll, 0)
    assert answer.status_code == status
    assert answer.json() == {"code": code, "message": message, "errors": {"root": {"serverError": message}}}


# What a second ballot breaks: each case breaks a rule and one that comes after it.
RECEIPT, VOTER, PAPER, FOREIGN = "receipt", "voter", "paper", 2**62


@pytest.mark.parametrize(
    ("values", "kept", "choices", "outcome"),
    [
        ({"pub_date": TOMORROW}, {RECEIPT}, [0], PollNotFound),  # before a known receipt
        ({"closes_at": AN_HOUR_AGO}, {RECEIPT}, [0], False),  # a known receipt before the close
        ({"closes_at": AN_HOUR_AGO}, {RECEIPT}, [1], ReceiptTaken),
        ({}, {RECEIPT, PAPER}, [0], False),  # and before the paper
        ({}, {RECEIPT, PAPER}, [1], ReceiptTaken),
        ({}, {RECEIPT}, [FOREIGN], ReceiptTaken),  # and before what was chosen
        ({}, {RECEIPT}, [], ReceiptTaken),
        ({}, {RECEIPT, VOTER}, [0], False),  # and before who has voted
        ({}, {RECEIPT, VOTER}, [1], ReceiptTaken),
        ({"closes_at": AN_HOUR_AGO}, set(), [FOREIGN], PollClosed),  # the close before what was chosen
        ({"closes_at": AN_HOUR_AGO}, {PAPER}, [0], PollClosed),  # and before the paper
        ({"closes_at": AN_HOUR_AGO}, {VOTER}, [1], PollClosed),  # and before who has voted
        ({}, {PAPER}, [FOREIGN], PaperChanged),  # the paper before what was chosen
        ({}, {PAPER}, [], PaperChanged),
        ({}, {PAPER, VOTER}, [1], PaperChanged),  # and before who has voted
        ({}, {VOTER}, [FOREIGN], BadChoices),  # what was chosen before who has voted
        ({}, {VOTER}, [1], AlreadyVoted),
        ({}, set(), [1], True),
    ],
)
def test_the_first_broken_rule_answers(
    database: Database,
    values: dict[str, object],
    kept: set[str],
    choices: list[int],
    outcome: bool | type[Exception],
) -> None:
    poll = make_poll(database)
    receipt, voter = uuid.uuid4(), "first"
    first = Ballot(poll.slug, [poll.choices[0].id], receipt, voter)
    second = Ballot(
        poll.slug,
        [poll.choices[choice].id if choice < FOREIGN else choice for choice in choices],
        receipt if RECEIPT in kept else uuid.uuid4(),
        voter if VOTER in kept else "second",
        "another" if PAPER in kept else poll.paper,
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


def test_a_choice_that_is_gone_is_no_choice(client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    kept = [{"id": choice.id, "choice_text": choice.choice_text} for choice in poll.choices[1:]]
    edit_poll(database, poll, choices=kept)
    assert vote(client, poll, 0).status_code == 422
    assert vote(client, poll, 1).status_code == 201


def test_an_unknown_poll_has_no_ballots(database: Database) -> None:
    paper = Ballot(Question.__tablename__, [1], uuid.uuid4(), "voter")
    with pytest.raises(PollNotFound):
        asyncio.run(BallotBox(database, Snapshots(database)).cast(paper))
