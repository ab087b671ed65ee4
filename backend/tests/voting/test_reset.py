"""Resetting a poll: its votes are thrown away, and no ballot or receipt of before fits."""

import asyncio
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient

from app.accounts.security import SESSION_COOKIE
from app.database import Database
from app.polls.models import Choice, Question
from app.voting import sealing
from tests.factories.polls import AN_HOUR_AGO, ballot, edit_poll, make_poll, new_receipt, vote

Unchanged = Callable[[], AbstractContextManager[None]]
NewClient = Callable[[], TestClient]


def reset(editor: TestClient, poll: Question, ballots: Any) -> Any:
    return editor.post(f"/api/admin/questions/{poll.id}/reset", json={"ballots": ballots})


def test_a_reset_throws_all_votes_away(
    editor: TestClient, client: TestClient, new_client: NewClient, database: Database
) -> None:
    poll, other = make_poll(database, voting="multiple"), make_poll(database)
    receipt, path = new_receipt(), f"/api/polls/{poll.slug}"
    old_paper = client.get(path).json()["paper"]
    vote(client, poll, 0, 2, receipt=receipt)
    vote(new_client(), poll, 1)
    vote(client, other, 0)

    response = reset(editor, poll, 2)

    record = response.json()
    assert (response.status_code, response.headers["ETag"]) == (200, '"2"')
    assert (record["ballots"], record["version"]) == (0, 2)
    assert [(item["choice_text"], item["position"], item["votes"]) for item in record["choices"]] == [
        ("Tea", 0, 0),
        ("Coffee", 1, 0),
        ("Water", 2, 0),
    ]
    old_ids = {choice.id for choice in poll.choices}
    assert not old_ids & {item["id"] for item in record["choices"]}
    assert client.get(path).json()["paper"] != old_paper
    assert client.get(f"{path}/me").json()["voted"] is False
    assert client.get(f"/api/polls/{other.slug}/results").json()["ballots"] == 1

    looked_up = client.post(f"{path}/ballots/lookup", json={"receipt": receipt})
    assert (looked_up.status_code, looked_up.json()["code"]) == (404, "ballot_not_found")
    # The page of before sends its ballot again.
    for paper, code in ((old_paper, "paper_changed"), (None, "bad_choices")):
        sent = ballot(poll, 0, 2, receipt=receipt) | ({"paper": paper} if paper else {})
        assert client.post(f"{path}/ballots", json=sent).json()["code"] == code
    new = {"choices": [record["choices"][0]["id"]], "receipt": receipt}
    assert client.post(f"{path}/ballots", json=new).status_code == 201


def test_a_reset_poll_can_be_edited_and_has_no_corrections(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    path = f"/api/admin/questions/{poll.id}"
    editor.post(f"{path}/correct", json={"question_text": "Cake?"})

    reset(editor, poll, 1)

    record = editor.put(path, json={"voting": "multiple", "choices": []}).json()
    assert (record["voting"], record["choices"]) == ("multiple", [])
    assert client.get(f"/api/polls/{poll.slug}").json()["corrections"] == []


def test_a_reset_unseals_a_closed_poll(editor: TestClient, client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    edit_poll(database, poll, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.seal(session, poll.id)

    record = reset(editor, poll, 1).json()

    assert (record["status"], record["sealed_at"]) == ("closed", None)
    assert client.get(f"/api/polls/{poll.slug}/ballots").json() == []
    with database.begin() as session:
        assert sealing.due_polls(session) == [poll.id]


@pytest.mark.parametrize("ballots", [0, 2])
def test_another_number_of_ballots_is_refused(
    editor: TestClient, client: TestClient, database: Database, unchanged: Unchanged, ballots: int
) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    with unchanged():
        response = reset(editor, poll, ballots)
    message = "The poll now has 1 ballot. Nothing was thrown away."
    assert (response.status_code, response.json()["code"]) == (409, "ballots_differ")
    assert response.json()["message"] == message


@pytest.mark.parametrize("ballots", [None, "1", 1.5, True, -1, 2**63])
def test_the_number_of_ballots_is_a_whole_number(
    editor: TestClient, client: TestClient, database: Database, unchanged: Unchanged, ballots: Any
) -> None:
    poll = make_poll(database)
    vote(client, poll, 0)
    with unchanged():
        assert reset(editor, poll, ballots).status_code == 422


def test_only_editors_reset(viewer: TestClient, client: TestClient, database: Database) -> None:
    poll = make_poll(database)
    assert [reset(caller, poll, "x").status_code for caller in (viewer, client)] == [403, 401]


def test_ballots_during_resets_count_wholly_or_not_at_all(
    app: FastAPI, editor: TestClient, database: Database
) -> None:
    """Voters vote on the paper that they load, while an editor keeps resetting the poll.

    The tallies are compared with the rows after the test (`tests/tallies.py`).
    """
    poll = make_poll(database, voting="multiple", voter_check="none")
    path, question = f"/api/polls/{poll.slug}", f"/api/admin/questions/{poll.id}"
    accepted: dict[str, list[int]] = {}

    async def cast(client: AsyncClient) -> None:
        for _ in range(12):
            shown = (await client.get(path)).json()
            choices = [choice["id"] for choice in shown["choices"][:2]]
            receipt = str(uuid.uuid4())
            sent = {"choices": choices, "receipt": receipt, "paper": shown["paper"]}
            response = await client.post(f"{path}/ballots", json=sent)
            assert response.status_code == 201 or response.json()["code"] == "paper_changed"
            if response.status_code == 201:
                accepted[receipt] = choices

    async def keep_resetting(client: AsyncClient) -> int:
        resets = 0
        while resets < 5:
            ballots = (await client.get(question)).json()["ballots"]
            response = await client.post(f"{question}/reset", json={"ballots": ballots})
            assert response.status_code == 200 or response.json()["code"] == "ballots_differ"
            resets += response.status_code == 200
        return resets

    async def run() -> None:
        transport = ASGITransport(app)
        cookies = {SESSION_COOKIE: editor.cookies[SESSION_COOKIE]}
        async with (
            asyncio.timeout(60),
            AsyncClient(transport=transport, base_url="http://testserver") as voters,
            AsyncClient(transport=transport, base_url="http://testserver", cookies=cookies) as staff,
        ):
            await asyncio.gather(*(cast(voters) for _ in range(10)), keep_resetting(staff))

    asyncio.run(run())

    with database.begin() as session:
        ids = session.scalars(sa.select(Choice.id).order_by(Choice.position)).all()
        tallies = session.scalars(sa.select(Choice.tally).order_by(Choice.position)).all()
        ballots = session.scalars(sa.select(Question.ballots)).one()
    # Each ballot that counts chose the two choices that the last reset made.
    kept = [choices for choices in accepted.values() if choices == [*ids[:2]]]
    assert (ballots, *tallies) == (len(kept), len(kept), len(kept), 0)
