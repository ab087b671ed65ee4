"""The turnout of polls with a roll, and whether a quorum was reached: who sees it, and that it stays."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.database import Database
from app.polls.models import Question
from app.results import snapshots
from app.rolls.models import Roll, Voter
from app.voting import sealing
from tests.factories.polls import ballot
from tests.factories.rolls import People, enter, make_people, make_poll_of
from tests.results.stream_watcher import watch
from tests.statements import statements

Unchanged = Callable[[], AbstractContextManager[None]]

QUESTIONS, ROLLS = "/api/admin/questions", "/api/admin/rolls"


def vote_as(client: TestClient, people: People, poll: Question, *indices: int) -> None:
    for index in indices:
        voter = enter(client, people.codes[index]).json()["voter"]
        body = ballot(poll, 0) | {"voter": voter}
        assert client.post(f"/api/polls/{poll.slug}/ballots", json=body).status_code == 201


def revoke(editor: TestClient, *voters: Voter) -> None:
    chosen = {"filter": json.dumps({"id": [voter.id for voter in voters]})}
    assert editor.post("/api/admin/voters:revoke", params=chosen).json()["changed"] == len(voters)


def close(editor: TestClient, poll: Question) -> None:
    chosen = {"filter": json.dumps({"id": [poll.id]})}
    assert editor.post(f"{QUESTIONS}:close", params=chosen).json()["changed"] == 1


def make_public(editor: TestClient, roll: Roll) -> None:
    assert editor.put(f"{ROLLS}/{roll.id}", json={"public_turnout": True}).json()["public_turnout"] is True


def get(client: TestClient, poll: Question) -> Any:
    return client.get(f"/api/polls/{poll.slug}").json()


def watched(app: FastAPI, editor: TestClient, poll: Question) -> Any:
    """The first event of the dashboard's stream."""

    async def first() -> Any:
        path = f"{QUESTIONS}/{poll.id}/stream"
        async with watch(app, path, {"session": editor.cookies["session"]}) as watcher:
            event = await watcher.event()
            assert event
            return event[1]

    return asyncio.run(first())


def test_the_turnout_of_an_open_poll_is_public_if_its_roll_says_so(
    app: FastAPI,
    editor: TestClient,
    client: TestClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshots, "MAX_AGE", 0)
    people = make_people(database, 4)
    poll = make_poll_of(database, people.roll, quorum=0.5)
    vote_as(client, people, poll, 0, 1)

    assert "turnout" not in get(client, poll)
    assert client.get(f"/api/polls/{poll.slug}/results").status_code == 403
    staff = watched(app, editor, poll)
    assert (staff["turnout"], "quorum" in staff) == ({"ballots": 2, "eligible": 4}, False)

    make_public(editor, people.roll)
    assert get(client, poll)["turnout"] == {"ballots": 2, "eligible": 4}
    vote_as(client, people, poll, 2)
    assert get(client, poll)["turnout"]["ballots"] == 3
    # The number does not show whether a revoked person has voted.
    revoke(editor, people.voters[0])
    assert get(client, poll)["turnout"] == {"ballots": 3, "eligible": 3}
    revoke(editor, people.voters[3])
    assert get(client, poll)["turnout"] == {"ballots": 3, "eligible": 3}
    assert get(client, poll)["results"] is None


def test_requests_share_the_count_of_a_snapshot(
    editor: TestClient, client: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "MAX_AGE", 60)
    people = make_people(database, 2)
    poll = make_poll_of(database, people.roll)
    make_public(editor, people.roll)
    with statements(database) as made:
        assert {get(client, poll)["turnout"]["eligible"] for _ in range(5)} == {2}
    assert len([statement for statement in made if "poll_voter" in statement]) == 1


def test_a_result_says_whether_the_quorum_was_reached(
    app: FastAPI, editor: TestClient, client: TestClient, database: Database
) -> None:
    people = make_people(database, 5)
    poll, short, staffs = (
        make_poll_of(database, people.roll, quorum=share, results_visibility=visibility)
        for share, visibility in ((0.6667, "after_close"), (0.8, "after_close"), (None, "staff"))
    )
    for each in (poll, short, staffs):
        vote_as(client, people, each, 0, 1, 2)
    revoke(editor, people.voters[0], people.voters[4])  # one of them has voted
    turnout, quorum = {"ballots": 3, "eligible": 4}, {"share": 0.6667, "needed": 3, "reached": True}

    for is_sealed in (False, True):
        for each in (poll, short, staffs):
            if is_sealed:
                with database.begin() as session:
                    assert sealing.seal(session, each.id)
            else:
                close(editor, each)
        if is_sealed:  # someone who is added later changes no old quorum
            body = {"roll_id": people.roll.id, "name": "Zoe"}
            assert editor.post("/api/admin/voters", json=body).status_code == 201
        result = client.get(f"/api/polls/{poll.slug}/results").json()
        assert (result["ballots"], result["turnout"], result["quorum"]) == (3, turnout, quorum)
        assert (get(client, poll)["results"], "turnout" in get(client, poll)) == (result, False)
        assert editor.post(f"{QUESTIONS}/{poll.id}/look").json() == result
        staff = watched(app, editor, poll)
        assert (staff["turnout"], staff["quorum"]) == (turnout, quorum)
        missed = client.get(f"/api/polls/{short.slug}/results").json()["quorum"]
        assert missed == {"share": 0.8, "needed": 4, "reached": False}
        assert {"turnout", "results"} & get(client, staffs).keys() == {"results"}
        assert "quorum" not in watched(app, editor, staffs)
    record = editor.get(f"{QUESTIONS}/{poll.id}").json()
    assert (record["ballots"], record["eligible"], record["quorum"]) == (3, 4, 0.6667)

    make_public(editor, people.roll)
    assert get(client, staffs)["turnout"] == turnout
    assert get(client, staffs)["results"] is None


@pytest.mark.parametrize(
    ("quorum", "eligible", "needed"),
    [
        (0.6667, 312, 208),
        (0.6667, 3, 2),
        (0.6667, 100, 67),
        (2 / 3, 312, 208),
        (0.3333, 300, 100),
        (0.333, 300, 100),
        (0.5, 312, 156),
        (0.5, 313, 157),
        (0.1, 30, 3),
        (0.07, 100, 7),
        (1, 312, 312),
        (0.5, 0, 0),
    ],
)
def test_a_quorum_is_rounded_up_from_an_exact_share(quorum: float, eligible: int, needed: int) -> None:
    assert Question(quorum=quorum, eligible=eligible).votes_needed == needed


def test_a_quorum_needs_a_roll_and_is_fixed_by_the_first_vote(
    editor: TestClient, client: TestClient, database: Database, unchanged: Unchanged
) -> None:
    people = make_people(database)
    poll = make_poll_of(database, people.roll)
    path = f"{QUESTIONS}/{poll.id}"
    text = {"question_text": "Tea?", "choices": [{"choice_text": "Yes"}]}
    bad: list[Any] = [0, -0.5, 1.01, "half", []]
    with unchanged():
        refused = [editor.put(path, json={"quorum": share}) for share in bad]
        refused.append(editor.post(QUESTIONS, json=text | {"quorum": 0.5}))
        refused.append(editor.put(path, json={"voter_check": "browser", "quorum": 0.5}))
    for response in refused:
        assert (response.status_code, list(response.json()["errors"])) == (422, ["quorum"])

    assert editor.put(path, json={"quorum": 0.5}).json()["quorum"] == 0.5
    assert editor.put(path, json={"voter_check": "browser"}).json()["quorum"] is None
    back = {"voter_check": "roll", "roll_id": people.roll.id, "quorum": 0.25}
    assert editor.put(path, json=back).json()["quorum"] == 0.25
    vote_as(client, people, poll, 0)
    with unchanged():
        late = editor.put(path, json={"quorum": 0.75})
    assert (late.status_code, late.json()["code"]) == (409, "voted_on")
    assert list(late.json()["errors"]) == ["quorum"]
