"""Restoring states of records, and deleted records."""

import itertools
from collections.abc import Awaitable
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import AsyncClient, Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.history import admin_api
from app.history.models import Change
from app.polls.models import Question
from tests.at_once import at_once
from tests.factories import make_poll, make_user
from tests.factories.polls import vote
from tests.history.changes import changes, forget

QUESTIONS = "/api/admin/questions"


def restore(client: TestClient, change: Change, state: str, **headers: str) -> Any:
    return client.post(f"/api/admin/changes/{change.id}/restore", json={"state": state}, headers=headers)


def texts(record: dict[str, Any]) -> list[str]:
    return [choice["choice_text"] for choice in record["choices"]]


def test_a_state_is_restored_as_one_more_change(editor: TestClient, database: Database) -> None:
    poll = make_poll(database, "Tea", "Coffee")
    path = f"{QUESTIONS}/{poll.id}"
    old = editor.get(path).json()
    new = editor.put(path, json={"question_text": "Cake?", "choices": [{"choice_text": "Apple"}]}).json()
    *_, edit = changes(database)

    response = restore(editor, edit, "before", **{"If-Match": '"2"'})

    assert (response.status_code, response.json()) == (
        200,
        {"resource": "questions", "record_id": str(poll.id)},
    )
    restored = editor.get(path).json()
    # Choices that had been deleted come back as new ones.
    assert texts(restored) == ["Tea", "Coffee"]
    assert {choice["id"] for choice in restored["choices"]}.isdisjoint(
        choice["id"] for choice in old["choices"]
    )
    assert restored | {"choices": None} == old | {"version": 3, "choices": None}
    *_, change = changes(database)
    assert (change.action, change.actor, sorted(change.fields)) == (
        "restore",
        "editor",
        ["choices", "question_text"],
    )
    assert change.before == edit.after
    assert restore(editor, edit, "after").status_code == 200
    assert texts(editor.get(path).json()) == texts(new)


def test_votes_fix_what_a_restore_may_change(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    path = f"{QUESTIONS}/{poll.id}"
    editor.put(path, json={"question_text": "Tea?"})
    editor.put(path, json={"listed": False})
    *_, text, listed = changes(database)
    assert vote(client, poll, 0).status_code == 201

    refused = restore(editor, text, "before")
    assert (refused.status_code, refused.json()["code"]) == (409, "voted_on")
    assert [*refused.json()["errors"]] == ["question_text"]
    assert editor.get(path).json()["question_text"] == "Tea?"
    assert restore(editor, listed, "before").status_code == 200
    assert editor.get(path).json()["listed"] is True


def test_a_restore_of_a_stale_version_is_refused(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False})
    *_, change = changes(database)

    refused = restore(editor, change, "before", **{"If-Match": '"1"'})

    assert (refused.status_code, refused.json()["code"]) == (412, "stale")
    assert refused.json()["current"]["version"] == 2
    assert changes(database)[-1].id == change.id


def test_a_deleted_poll_returns_as_a_new_one_without_votes(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    poll = make_poll(database, "Tea", "Coffee", listed=False)
    vote(client, poll, 0)
    old = editor.get(f"{QUESTIONS}/{poll.id}").json()
    editor.delete(f"{QUESTIONS}/{poll.id}")
    *_, deletion = changes(database)

    restored = restore(editor, deletion, "before").json()

    new = editor.get(f"{QUESTIONS}/{restored['record_id']}").json()
    assert new["id"] != old["id"]
    assert new["slug"] != old["slug"]
    assert (texts(new), new["ballots"], [choice["votes"] for choice in new["choices"]]) == (
        ["Tea", "Coffee"],
        0,
        [0, 0],
    )
    own = ("id", "slug", "ballots", "version", "choices")
    assert {key: new[key] for key in new if key not in own} == {
        key: old[key] for key in old if key not in own
    }
    *_, change = changes(database)
    assert (change.action, change.record_id, change.before) == ("restore", restored["record_id"], None)


def test_a_deleted_poll_is_restored_once(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    editor.delete(f"{QUESTIONS}/{poll.id}")
    *_, deletion = changes(database)
    first = restore(editor, deletion, "before").json()["record_id"]

    again = restore(editor, deletion, "before")

    assert (again.status_code, again.json()["code"]) == (409, "already_restored")
    assert again.json()["record_id"] == first
    assert len(editor.get(QUESTIONS).json()) == 1


def test_concurrent_restores_of_a_deleted_poll_create_it_once(
    app: FastAPI, editor: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = make_poll(database)
    editor.delete(f"{QUESTIONS}/{poll.id}")
    *_, deletion = changes(database)
    # On PostgreSQL, each request has begun its transaction before one of them reads the deletion. On SQLite,
    # which has one writer, they take turns.
    times = 4
    barrier = Barrier(times if database.engine.dialect.name == "postgresql" else 1, timeout=10)
    visible = admin_api._visible

    def wait_for_the_others(*arguments: Any) -> Any:
        condition = visible(*arguments)
        barrier.wait()
        return condition

    monkeypatch.setattr(admin_api, "_visible", wait_for_the_others)

    def send(client: AsyncClient, _: int) -> Awaitable[Response]:
        return client.post(f"/api/admin/changes/{deletion.id}/restore", json={"state": "before"})

    assert sorted(at_once(app, times, send, editor.cookies)) == [200, 409, 409, 409]
    [restored] = editor.get(QUESTIONS).json()
    *_, deleted, restoring = changes(database)
    assert (deleted.id, deleted.restored_as) == (deletion.id, str(restored["id"]))
    assert (restoring.action, restoring.record_id) == ("restore", deleted.restored_as)


def test_a_deleted_poll_can_be_restored_for_30_days(editor: TestClient, database: Database) -> None:
    poll = make_poll(database)
    editor.put(f"{QUESTIONS}/{poll.id}", json={"listed": False})
    *_, edit = changes(database)
    editor.delete(f"{QUESTIONS}/{poll.id}")
    *_, deletion = changes(database)
    assert deletion.restorable_until == deletion.at + timedelta(days=30)
    with database.begin() as session:
        session.execute(sa.update(Change).values(restorable_until=Change.at))

    for change, state, code in (
        (deletion, "before", "not_restorable"),
        (deletion, "after", "no_state"),
        (edit, "before", "record_deleted"),
    ):
        refused = restore(editor, change, state)
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert editor.get(QUESTIONS).json() == []


def test_deleted_accounts_are_not_restored(admin: TestClient, database: Database) -> None:
    user = make_user(database, "ann")
    admin.delete(f"/api/admin/users/{user.id}")
    *_, deletion = changes(database)

    assert restore(admin, deletion, "before").json()["code"] == "not_restorable"


edits = st.fixed_dictionaries(
    {},
    optional={
        "question_text": st.sampled_from(["Tea?", "Cake?", "Both?"]),
        "listed": st.booleans(),
        "draft": st.booleans(),
        "archived": st.booleans(),
        "results_visibility": st.sampled_from(["always", "after_close", "staff"]),
        "voting": st.just("multiple"),
        "max_choices": st.one_of(st.none(), st.integers(1, 3)),
        "closes_at": st.sampled_from([None, "2040-01-01T00:00:00Z"]),
        "choices": st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, max_size=4),
    },
)


def body(record: dict[str, Any], edit: dict[str, Any]) -> dict[str, Any]:
    """The edit as the form sends it: choices that stay keep their id."""
    if "choices" not in edit:
        return edit
    known = {choice["choice_text"]: choice["id"] for choice in record["choices"]}
    choices = [
        {"choice_text": text} | ({"id": known[text]} if text in known else {}) for text in edit["choices"]
    ]
    return edit | {"choices": choices}


def seen(record: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record that a person writes."""
    written = (
        "question_text",
        "listed",
        "draft",
        "archived",
        "results_visibility",
        "voting",
        "max_choices",
        "closes_at",
        "pub_date",
    )
    return {name: record[name] for name in written} | {"choices": texts(record)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(edits, min_size=1, max_size=6))
def test_each_entry_of_a_sequence_of_edits_restores_the_record_as_it_was(
    editor: TestClient, database: Database, sequence: list[dict[str, Any]]
) -> None:
    path = f"{QUESTIONS}/{make_poll(database, 'a', 'b').id}"
    forget(database)
    states = [editor.get(path).json()]
    for edit in sequence:
        assert editor.put(path, json=body(states[-1], edit)).status_code in (200, 422)
        record = editor.get(path).json()
        if seen(record) != seen(states[-1]):
            states.append(record)
    entries = changes(database)
    assert len(entries) == len(states) - 1

    for entry, (before, after) in zip(entries, itertools.pairwise(states), strict=True):
        for state, record in (("after", after), ("before", before)):
            assert restore(editor, entry, state).status_code == 200
            assert seen(editor.get(path).json()) == seen(record)


def test_a_poll_that_was_restored_is_a_poll_of_the_public_list(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    editor.delete(f"{QUESTIONS}/{make_poll(database).id}")
    restore(editor, changes(database)[-1], "before")

    with database.begin() as session:
        slug = session.scalars(sa.select(Question.slug)).one()
    assert [poll["slug"] for poll in client.get("/api/polls").json()["items"]] == [slug]
