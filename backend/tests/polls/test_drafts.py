"""Drafts and archived polls: who finds them, and how a draft is published."""

import itertools
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database, now
from app.polls import service
from app.polls.admin_api import questions
from app.polls.models import Question
from app.polls.schemas import QuestionUpdate
from app.polls.status import CONDITIONS, Status
from app.voting import sealing
from react_admin.listing import find_page
from react_admin.tests.host import list_query
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, YESTERDAY, make_poll, new_receipt, vote
from tests.statements import plans

QUESTIONS = "/api/admin/questions"
Unchanged = Callable[[], AbstractContextManager[None]]


@pytest.mark.parametrize("closes_at", [None, TOMORROW, AN_HOUR_AGO])
def test_a_draft_is_not_found_by_the_public(
    client: TestClient, editor: TestClient, database: Database, closes_at: datetime | None
) -> None:
    draft = make_poll(database, draft=True, closes_at=closes_at)
    path = f"/api/polls/{draft.slug}"
    ballot = {"choices": [draft.choices[0].id], "receipt": new_receipt()}
    calls: list[tuple[str, str, Any]] = [
        *(("GET", part, None) for part in ("", "/me", "/results", "/results/stream", "/ballots")),
        ("POST", "/ballots", ballot),
        ("POST", "/ballots/lookup", {"receipt": new_receipt()}),
    ]
    for caller, (method, part, body) in itertools.product((client, editor), calls):
        response = caller.request(method, path + part, json=body)
        assert (response.status_code, response.json()["code"]) == (404, "poll_not_found"), part
    assert client.get("/api/polls").json()["items"] == []

    [record] = editor.get(QUESTIONS).json()
    assert (record["slug"], record["status"], record["draft"]) == (draft.slug, "draft", True)


def edit(editor: TestClient, poll: Question, **values: Any) -> Any:
    return editor.put(f"{QUESTIONS}/{poll.id}", json=values)


def test_a_draft_is_published_now_unless_it_opens_later(editor: TestClient, database: Database) -> None:
    dated_back = make_poll(database, draft=True, pub_date=YESTERDAY)
    later = make_poll(database, draft=True, pub_date=TOMORROW)
    with database.begin() as session:
        before = now(session)

    published = edit(editor, dated_back, draft=False, pub_date=YESTERDAY.isoformat()).json()
    assert datetime.fromisoformat(published["pub_date"]) >= before
    assert published["status"] == "open"

    scheduled = edit(editor, later, draft=False).json()
    assert datetime.fromisoformat(scheduled["pub_date"]) == TOMORROW
    assert scheduled["status"] == "scheduled"


def test_an_opening_that_is_chosen_while_publishing_is_kept(editor: TestClient, database: Database) -> None:
    draft = make_poll(database, draft=True)
    published = edit(editor, draft, draft=False, pub_date=AN_HOUR_AGO.isoformat()).json()
    assert datetime.fromisoformat(published["pub_date"]) == AN_HOUR_AGO


def test_other_edits_of_a_draft_keep_its_opening(editor: TestClient, database: Database) -> None:
    draft = make_poll(database, draft=True)
    for values in ({"question_text": "Cake?"}, {"draft": True}):
        assert datetime.fromisoformat(edit(editor, draft, **values).json()["pub_date"]) == YESTERDAY


def test_a_draft_whose_close_has_passed_needs_a_new_one(editor: TestClient, database: Database) -> None:
    draft = make_poll(database, draft=True, closes_at=AN_HOUR_AGO)
    refused = edit(editor, draft, draft=False)
    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        {"closes_at": "Choose a time after the opening."},
    )


def test_a_poll_becomes_a_draft_again_until_the_first_vote(
    editor: TestClient, client: TestClient, database: Database, unchanged: Unchanged
) -> None:
    poll = make_poll(database)
    assert edit(editor, poll, draft=True).json()["status"] == "draft"
    edit(editor, poll, draft=False)
    assert vote(client, poll, 0).status_code == 201

    with unchanged():
        refused = edit(editor, poll, draft=True)
    message = "1 person has voted, so this poll can't become a draft. Close it, or archive it."
    assert refused.status_code == 409
    assert refused.json() == {"code": "draft_voted_on", "message": message, "errors": {"draft": message}}


def test_an_archived_poll_leaves_the_public_list_and_can_be_opened_and_voted_on(
    editor: TestClient, client: TestClient, database: Database
) -> None:
    poll = make_poll(database)
    edit(editor, poll, archived=True)

    assert client.get("/api/polls").json()["items"] == []
    assert client.get(f"/api/polls/{poll.slug}").status_code == 200
    assert vote(client, poll, 0).status_code == 201
    for archived, found in ((True, 1), (False, 0)):
        records = editor.get(QUESTIONS, params={"filter": f'{{"archived":{str(archived).lower()}}}'}).json()
        assert len(records) == found


def test_a_draft_is_not_sealed(editor: TestClient, database: Database) -> None:
    draft = make_poll(database, draft=True, closes_at=AN_HOUR_AGO)
    with database.begin() as session:
        assert sealing.due_polls(session) == []
    published = edit(editor, draft, draft=False, closes_at=TOMORROW.isoformat()).json()
    assert (published["status"], published["sealed_at"]) == ("open", None)


# Every combination of what a status depends on.
MOMENTS = (YESTERDAY, AN_HOUR_AGO, TOMORROW, TOMORROW + timedelta(days=1))


def test_each_status_is_found_by_its_condition(editor: TestClient, database: Database) -> None:
    for draft, opens, closes in itertools.product((True, False), MOMENTS, (None, *MOMENTS)):
        if closes is None or closes > opens:
            make_poll(database, draft=draft, pub_date=opens, closes_at=closes)
    with database.begin() as session:
        stored = {question.id: question.status for question in session.scalars(sa.select(Question))}
        for status, condition in CONDITIONS.items():
            wanted = sorted(id_ for id_ in stored if stored[id_] is status)
            assert wanted
            for found in (condition(Question), Question.status == status, Question.status.in_([status])):
                assert sorted(session.scalars(sa.select(Question.id).where(found))) == wanted
            assert session.scalar(sa.select(sa.func.count()).where(condition(Question).is_(None))) == 0

    def listed(filter_: str) -> list[int]:
        return [record["id"] for record in editor.get(QUESTIONS, params={"filter": filter_}).json()]

    for asked in ([], [Status.draft], [Status.open, Status.closed], [*Status]):
        expected = [id_ for id_ in sorted(stored) if stored[id_] in asked]
        others = [id_ for id_ in sorted(stored) if stored[id_] not in asked]
        assert listed(json.dumps({"status": asked})) == expected
        assert listed(json.dumps({"status_neq": asked})) == others


@pytest.mark.parametrize("new_database", ["postgresql"], indirect=True, scope="session")
def test_rare_polls_are_found_by_an_index(database: Database) -> None:
    minutes = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number) for number in range(20_000)]
    polls = [
        {"slug": f"{number:010}", "question_text": "?", "pub_date": minute}
        for number, minute in enumerate(minutes)
    ]
    with database.begin() as session:
        session.execute(sa.insert(Question), polls)
        session.execute(sa.text("ANALYZE"))
    for filter_, indexes in {
        '{"status":"draft"}': {"ix_poll_question_drafts"},
        '{"status":"scheduled"}': {"ix_poll_question_pub_date_id"},
        '{"status":"closed"}': {"ix_poll_question_closes_at", "ix_poll_question_unsealed"},
        '{"archived":true}': {"ix_poll_question_archived_pub_date_id"},
    }.items():
        query = list_query(questions, '["pub_date","DESC"]', filter_)
        with database.begin() as session, plans(database) as plan:
            assert find_page(session, query).total == 0
        assert {index for index in indexes if any(index in step for step in plan)}, (filter_, plan)


def test_polls_are_sorted_and_filtered_by_their_number_of_choices(
    editor: TestClient, database: Database
) -> None:
    three, one, two = make_poll(database), make_poll(database, "Tea"), make_poll(database, "Tea", "Cake")

    def listed(**query: str) -> list[tuple[int, int]]:
        records = editor.get(QUESTIONS, params=query).json()
        return [(record["id"], record["choice_count"]) for record in records]

    assert listed(sort='["choice_count","ASC"]') == [(one.id, 1), (two.id, 2), (three.id, 3)]
    assert listed(filter='{"choice_count_lt":2}') == [(one.id, 1)]
    assert listed(filter='{"choice_count":[2,3]}') == [(three.id, 3), (two.id, 2)]


def test_publishing_keeps_the_rules_of_an_update(database: Database) -> None:
    """`polls` commands and other code publish in the same way as the API."""
    draft = make_poll(database, draft=True)
    with database.begin() as session:
        question = service.find_poll(session, draft.slug)
        service.update_question(session, question, QuestionUpdate.model_validate({"draft": False}))
        assert question.pub_date > YESTERDAY + timedelta(hours=23)
