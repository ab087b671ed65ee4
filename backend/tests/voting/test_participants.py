"""The list of participants for the minutes: after the seal, for editors, and recorded."""

import csv
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.history.models import Change
from app.polls.models import Question
from app.voting import participants, sealing
from tests.factories.polls import AN_HOUR_AGO, ballot, make_poll
from tests.factories.rolls import enter, make_people, make_poll_of

Unchanged = Callable[[], AbstractContextManager[None]]

QUESTIONS = "/api/admin/questions"


def act(editor: TestClient, resource: str, action: str, *ids: int) -> None:
    response = editor.post(f"/api/admin/{resource}:{action}", params={"filter": json.dumps({"id": ids})})
    assert response.json()["changed"] == len(ids)


def lines(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return [*csv.reader(StringIO(text[1:], newline=""))]


def test_editors_learn_after_the_seal_who_has_voted(
    viewer: TestClient,
    editor: TestClient,
    client: TestClient,
    database: Database,
    unchanged: Unchanged,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(participants, "PAGE", 2)
    people = make_people(database, 7)
    poll = make_poll_of(database, people.roll)
    path = f"{QUESTIONS}/{poll.id}/participants"
    for index in (1, 3, 6):
        voter = enter(client, people.codes[index]).json()["voter"]
        body = ballot(poll, 0) | {"voter": voter}
        assert client.post(f"/api/polls/{poll.slug}/ballots", json=body).status_code == 201
    name = {"name": 'Zoë "Z"; x,y', "number": "+49 7"}
    assert editor.put(f"/api/admin/voters/{people.voters[6].id}", json=name).status_code == 200
    act(editor, "voters", "revoke", people.voters[3].id, people.voters[4].id)  # one of them has voted

    def refuses() -> None:
        with unchanged():
            for query in ({}, {"format": "csv"}):
                response = editor.get(path, params=query)
                assert (response.status_code, response.json()["code"]) == (409, "not_sealed")

    refuses()
    act(editor, "questions", "close", poll.id)
    refuses()
    with database.begin() as session:
        sealed = sealing.seal(session, poll.id)
        assert sealed
        assert sealed.eligible == 6
    act(editor, "voters", "revoke", people.voters[0].id)  # too late to matter
    editor.post("/api/admin/voters", json={"roll_id": people.roll.id, "name": "Late"})

    response = editor.get(path)
    found = response.json()
    expected: list[tuple[str, str, bool]] = [
        ("0", "Ann 0", False),
        ("1", "Ann 1", True),
        ("2", "Ann 2", False),
        ("3", "Ann 3", True),
        ("5", "Ann 5", False),
        ("+49 7", str(name["name"]), True),
    ]
    assert found == {
        "participants": [
            {"id": row["id"], "number": number, "name": called, "has_voted": voted}
            for row, (number, called, voted) in zip(found["participants"], expected, strict=True)
        ],
        "forgotten": False,
    }
    assert response.headers["cache-control"] == "private, no-store"
    file = editor.get(path, params={"format": "csv"})
    assert "attachment" in file.headers["content-disposition"]
    rows = [
        [number.replace("+", "'+"), called, "yes" if voted else "no"] for number, called, voted in expected
    ]
    assert lines(file.text) == [["number", "name", "has_voted"], *rows]

    parts: list[Any] = []
    while not parts or len(parts[-1]) == 4:
        after = parts[-1][-1]["id"] if parts else 0
        parts.append(editor.get(path, params={"after": after, "limit": 4}).json()["participants"])
    assert [*parts[0], *parts[1]] == found["participants"]

    assert viewer.get(path).status_code == 403
    assert client.get(path).status_code == 401
    with database.begin() as session:
        exports = session.scalars(sa.select(Change).where(Change.action == "export").order_by(Change.id))
        assert [(change.actor, change.record_id, change.note) for change in exports] == [
            ("editor", str(poll.id), f"participants, {kind}, 6 people") for kind in ("json", "csv", "json")
        ]

    act(editor, "rolls", "forget", people.roll.id)
    assert editor.get(path).json() == {"participants": [], "forgotten": True}
    assert lines(editor.get(path, params={"format": "csv"}).text) == [["number", "name", "has_voted"]]


def test_a_poll_without_a_roll_has_no_participants(
    editor: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll = make_poll(database)
    with database.begin() as session:
        session.execute(sa.update(Question).values(closes_at=AN_HOUR_AGO, sealed_at=AN_HOUR_AGO))
    with unchanged():
        for id_ in (poll.id, 999_999):
            assert editor.get(f"{QUESTIONS}/{id_}/participants").status_code == 404
