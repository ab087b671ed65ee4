"""Bulk actions on polls and accounts: publish, close, reopen, archive, delete."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import AsyncClient, Response

from app.database import Database
from app.polls.models import Choice, Correction, Question
from tests.at_once import at_once
from tests.factories import make_user
from tests.factories.polls import (
    AN_HOUR_AGO,
    TOMORROW,
    YESTERDAY,
    add_many_ballots,
    ballot,
    edit_poll,
    make_poll,
    vote,
)

QUESTIONS = "/api/admin/questions"
IN_A_WEEK = TOMORROW + timedelta(days=6)
ACTIONS = ("publish", "close", "reopen", "archive", "unarchive")

# A poll in each state, by id: its values, and the actions that apply to it.
STATES: list[tuple[dict[str, Any], set[str]]] = [
    ({"draft": True}, {"publish", "archive"}),
    ({"draft": True, "pub_date": TOMORROW, "closes_at": IN_A_WEEK}, {"publish", "archive"}),
    ({"draft": True, "closes_at": AN_HOUR_AGO}, {"archive"}),
    ({"pub_date": TOMORROW}, {"publish", "archive"}),
    ({"closes_at": TOMORROW}, {"close", "archive"}),
    ({"archived": True}, {"close", "unarchive"}),
    ({"closes_at": AN_HOUR_AGO}, {"reopen", "archive"}),
]


def call(client: TestClient, method: str, action: str, filter_: Any, path: str = QUESTIONS) -> Response:
    return client.request(method, f"{path}:{action}", params={"filter": json.dumps(filter_)})


def make_one_in_each_state(database: Database) -> list[int]:
    return [make_poll(database, **values).id for values, _ in STATES]


def read(client: TestClient, id_: int) -> dict[str, Any]:
    return dict(client.get(f"{QUESTIONS}/{id_}").json())


def is_recent(moment: str) -> bool:
    return abs(datetime.fromisoformat(moment) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_changes_the_polls_to_which_it_applies(
    editor: TestClient, database: Database, action: str
) -> None:
    ids = make_one_in_each_state(database)
    before = [read(editor, id_) for id_ in ids]
    applicable = sum(action in actions for _, actions in STATES)
    assert call(editor, "GET", action, {}).json() == {"records": 7, "applicable": applicable}
    assert [read(editor, id_) for id_ in ids] == before
    assert call(editor, "POST", action, {}).json() == {"records": 7, "changed": applicable}
    after = [read(editor, id_) for id_ in ids]
    assert [poll["version"] for poll in after] == [2 if action in actions else 1 for _, actions in STATES]
    for old, new, (_, actions) in zip(before, after, STATES, strict=True):
        if action not in actions:
            assert new == old
    assert call(editor, "GET", action, {}).json() == {"records": 7, "applicable": 0}


@pytest.mark.parametrize(
    ("values", "closes_at"), [(STATES[0][0], None), (STATES[1][0], IN_A_WEEK), (STATES[3][0], None)]
)
def test_publish_opens_a_poll_now(
    editor: TestClient, database: Database, values: dict[str, Any], closes_at: datetime | None
) -> None:
    id_ = make_poll(database, **values).id
    call(editor, "POST", "publish", {"id": [id_]})
    poll = read(editor, id_)
    assert (poll["status"], poll["draft"], is_recent(poll["pub_date"])) == ("open", False, True)
    assert (poll["closes_at"] and datetime.fromisoformat(poll["closes_at"])) == closes_at


def test_close_closes_a_poll_now_and_reopen_opens_it_without_an_end(
    client: TestClient, editor: TestClient, database: Database
) -> None:
    poll = make_poll(database, closes_at=TOMORROW, results_visibility="after_close")
    assert vote(client, poll, 0).status_code == 201
    call(editor, "POST", "close", {"id": [poll.id]})
    closed = read(editor, poll.id)
    assert (closed["status"], is_recent(closed["closes_at"])) == ("closed", True)
    assert client.get(f"/api/polls/{poll.slug}").json()["results"]["ballots"] == 1

    with database.begin() as session:
        session.execute(sa.update(Question).values(sealed_at=AN_HOUR_AGO))
    call(editor, "POST", "reopen", {"id": [poll.id]})
    reopened = read(editor, poll.id)
    assert (reopened["status"], reopened["closes_at"], reopened["sealed_at"]) == ("open", None, None)
    assert (reopened["ballots"], reopened["version"]) == (1, 3)
    assert client.get(f"/api/polls/{poll.slug}").json()["results"] is None


def test_an_action_on_all_of_a_filter_leaves_the_others_alone(editor: TestClient, database: Database) -> None:
    ids = [make_poll(database, question_text=text).id for text in ("Tea?", "Green tea?", "Coffee?")]
    assert call(editor, "POST", "close", {"q": "tea"}).json() == {"records": 2, "changed": 2}
    assert [read(editor, id_)["status"] for id_ in ids] == ["closed", "closed", "open"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("action", [*ACTIONS, "delete"])
def test_only_editors_may(
    client: TestClient, viewer: TestClient, database: Database, method: str, action: str
) -> None:
    ids = make_one_in_each_state(database)
    before = [read(viewer, id_) for id_ in ids]
    assert [call(someone, method, action, {}).status_code for someone in (client, viewer)] == [401, 403]
    assert [read(viewer, id_) for id_ in ids] == before
    assert call(viewer, method, "delete", {}, "/api/admin/users").status_code == 403


def test_a_delete_names_what_goes_with_it(client: TestClient, editor: TestClient, database: Database) -> None:
    """It names the turnout, which staff may know, and neither participations nor votes."""
    several = make_poll(database, voting="multiple")
    assert vote(client, several, 0, 2).status_code == 201
    hidden, other = make_poll(database, "Yes", "No", results_visibility="staff"), make_poll(database)
    add_many_ballots(database, hidden, 40)
    add_many_ballots(database, other, 5)
    with database.begin() as session:
        session.add(Correction(question_id=several.id, text_before="Tee?", text_after="Tea?"))
    filter_ = {"id": [several.id, hidden.id]}
    preview = call(editor, "GET", "delete", filter_)
    assert preview.json() | {"related": None} == {"records": 2, "applicable": 2, "related": None}
    related = {rows["resource"]: rows["count"] for rows in preview.json()["related"]}
    assert related == {"choices": 5, "ballots": 41, "corrections": 1}

    assert call(editor, "POST", "delete", filter_).json() == {"records": 2, "changed": 2}
    with database.begin() as session:
        counts = [
            session.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            for name in ("poll_question", "poll_choice", "poll_ballot", "poll_vote", "poll_correction")
        ]
    assert counts == [1, 3, 5, 5, 0]


def test_the_last_admin_stays_and_with_them_everyone_else(admin: TestClient, database: Database) -> None:
    for name in ("ann", "bob"):
        make_user(database, name)
    users = "/api/admin/users"
    before = admin.get(users).json()
    related = call(admin, "GET", "delete", {}, users).json()
    assert related == {"records": 3, "applicable": 3, "related": [{"resource": "sessions", "count": 1}]}
    me = admin.get("/api/auth/me").json()["id"]
    refused = call(admin, "POST", "delete", {}, users)
    assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")
    assert refused.json()["message"].startswith(f"Record {me} (“admin”): This is the last active admin.")
    assert admin.get(users).json() == before
    assert call(admin, "POST", "delete", {"role": "editor"}, users).json() == {"records": 2, "changed": 2}
    assert [user["username"] for user in admin.get(users).json()] == ["admin"]


def test_an_edit_of_a_poll_that_an_action_changed_is_stale(editor: TestClient, database: Database) -> None:
    id_ = make_poll(database).id
    seen = read(editor, id_)
    call(editor, "POST", "archive", {})
    stale = editor.put(f"{QUESTIONS}/{id_}", json=seen | {"question_text": "Juice?"})
    assert (stale.status_code, stale.json()["current"]["archived"]) == (412, True)


def test_votes_and_edits_beside_an_action_are_neither_lost_nor_late(
    app: FastAPI, editor: TestClient, database: Database
) -> None:
    """Each ballot is counted before the close or refused after it, and each edit keeps the close."""
    polls = [make_poll(database, voter_check="none") for _ in range(6)]
    filter_ = {"filter": json.dumps({"id_gt": 0})}

    async def send(client: AsyncClient, number: int) -> Any:
        poll = polls[number % len(polls)]
        if number == 20:
            return await client.post(f"{QUESTIONS}:close", params=filter_)
        if number % 4 == 0:
            return await client.put(f"{QUESTIONS}/{poll.id}", json={"listed": False})
        return await client.post(f"/api/polls/{poll.slug}/ballots", json=ballot(poll, 0))

    statuses = at_once(app, 41, send, editor.cookies)
    assert statuses[20] == 200
    assert {*statuses} <= {200, 201, 403}
    records = [read(editor, poll.id) for poll in polls]
    assert [poll["status"] for poll in records] == ["closed"] * 6
    assert sum(poll["ballots"] for poll in records) == statuses.count(201)
    with database.begin() as session:
        assert session.scalar(sa.select(sa.func.sum(Choice.votes))) == statuses.count(201)
    edits = [
        sum(number % 4 == 0 and number != 20 and number % 6 == i for number in range(41)) for i in range(6)
    ]
    assert [poll["version"] for poll in records] == [2 + count for count in edits]


def test_two_actions_at_once_do_not_wait_for_each_other_forever(
    app: FastAPI, editor: TestClient, database: Database
) -> None:
    for _ in range(30):
        make_poll(database)
    everything = {"filter": "{}"}

    async def send(client: AsyncClient, number: int) -> Any:
        return await client.post(f"{QUESTIONS}:{('archive', 'close')[number % 2]}", params=everything)

    assert at_once(app, 8, send, editor.cookies) == [200] * 8
    polls = editor.get(QUESTIONS, params={"range": "[0,99]"}).json()
    assert {(poll["archived"], poll["status"], poll["version"]) for poll in polls} == {(True, "closed", 3)}


def test_voters_see_the_effect_at_once(client: TestClient, editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    assert client.get(f"/api/polls/{poll.slug}").json()["is_open"] is True
    call(editor, "POST", "close", {})
    assert client.get(f"/api/polls/{poll.slug}").json()["is_open"] is False
    assert vote(client, poll, 0).json()["code"] == "poll_closed"
    edit_poll(database, poll, closes_at=None, pub_date=YESTERDAY)
    assert vote(client, poll, 0).status_code == 201
