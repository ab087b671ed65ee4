"""Looking up a counted ballot by its receipt."""

import pytest
from fastapi.testclient import TestClient

from app.database import Database
from app.polls.models import Question
from tests.factories.polls import make_poll, new_receipt, vote


def vote_for_first_choice(client: TestClient, poll: Question) -> str:
    """Return the receipt."""
    response = vote(client, poll, 0)
    assert response.status_code == 201
    return str(response.json()["receipt"])


def test_a_receipt_finds_its_ballot_and_no_other(client: TestClient, database: Database) -> None:
    poll = make_poll(database, voter_check="none", voting="multiple")
    receipt = new_receipt()
    assert vote(client, poll, 2, 0, receipt=receipt).status_code == 201
    assert vote(client, poll, 1).status_code == 201

    response = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json={"receipt": receipt})

    assert (response.status_code, response.json()) == (
        200,
        {"choices": [poll.choices[0].id, poll.choices[2].id]},
    )
    unknown = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json={"receipt": new_receipt()})
    assert unknown.status_code == 404
    other = make_poll(database)
    assert (
        client.post(f"/api/polls/{other.slug}/ballots/lookup", json={"receipt": receipt}).status_code == 404
    )


@pytest.mark.parametrize(
    ("hyphen", "template"),
    [
        ("\u2010", "{}"),
        ("\u2011", "{}"),
        ("\u2013", "{}"),
        ("\u2212", "{}"),
        ("\uff0d", "{}"),
        ("\u30fc", "{}"),
        ("\u00ad", "{}"),
        ("", "{}"),
        (" - ", " {}\n"),
        ("-", "\ufeff{}\u200b"),
        ("-", "{{{}}}"),
        ("-", "urn:uuid:{}"),
        ("", "URN:UUID:{}"),
    ],
)
def test_a_receipt_is_found_with_other_hyphens_spaces_or_capitals(
    client: TestClient, database: Database, hyphen: str, template: str
) -> None:
    poll = make_poll(database)
    receipt = vote_for_first_choice(client, poll).replace("-", hyphen)
    for text in (receipt, receipt.upper()):
        body = {"receipt": template.format(text)}
        response = client.post(f"/api/polls/{poll.slug}/ballots/lookup", json=body)
        assert (response.status_code, response.json()) == (200, {"choices": [poll.choices[0].id]})


@pytest.mark.parametrize(
    "receipt",
    ["", "-", "receipt", "3f2a9c04", "g" * 32, "a" * 32, "1" * 1000, "{}", 7, None, ["a"], "\u30fc" * 32],
)
def test_an_invalid_receipt_is_refused(client: TestClient, database: Database, receipt: object) -> None:
    path = f"/api/polls/{make_poll(database).slug}/ballots/lookup"
    response = client.post(path, json={"receipt": receipt})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["receipt"])
