"""Polls are imported with their choices, under the rules of the form that creates one."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.middleware import MAX_BODY_SIZE
from app.polls.models import Choice, Question
from react_admin.tests.test_imports import faults, file_of, outcome, send
from tests.factories.polls import TOMORROW, make_poll

QUESTIONS = "/api/admin/questions"
LARGEST = 5_000_000


def import_polls(client: TestClient, file: str | bytes, **query: Any) -> Any:
    return send(client, file, "api/admin/questions", **query)


def polls(client: TestClient) -> list[dict[str, Any]]:
    """The polls as an import can write them."""
    kept = ("question_text", "pub_date", "closes_at", "voting", "max_choices", "results_visibility", "listed")
    listed = client.get(QUESTIONS, params={"range": "[0,999]"}).json()
    return [
        {name: poll[name] for name in kept}
        | {"choices": [choice["choice_text"] for choice in poll["choices"]]}
        for poll in listed
    ]


def delete_polls(database: Database) -> None:
    with database.begin() as session:
        session.execute(sa.delete(Question))


def test_an_export_of_polls_that_is_imported_gives_equal_polls(
    database: Database, editor: TestClient
) -> None:
    make_poll(database, "=1+1", "'=1", "שלום, עולם", question_text='Say "hi"?', closes_at=TOMORROW)
    make_poll(database, "Yes", "No", question_text="Twice?", voting="multiple", max_choices=2)
    make_poll(database, "Yes", "No", question_text="Twice?", voting="multiple", max_choices=2)
    make_poll(database, question_text="No choices?", choices=[], listed=False, results_visibility="staff")
    exported, before = editor.get(QUESTIONS, headers={"Accept": "text/csv"}).content, polls(editor)
    delete_polls(database)

    assert outcome(import_polls(editor, exported)) == {"created": 4}

    assert polls(editor) == before


def test_choices_can_be_lines_of_one_cell(database: Database, editor: TestClient) -> None:
    file = 'Question text\tChoices\nTea?\t"Yes\nNo"\nCoffee?\t\n'

    assert outcome(import_polls(editor, file)) == {"created": 2}

    assert [(poll["question_text"], poll["choices"]) for poll in polls(editor)] == [
        ("Tea?", ["Yes", "No"]),
        ("Coffee?", []),
    ]
    with database.begin() as session:
        assert [*session.scalars(sa.select(Choice.position).order_by(Choice.id))] == [0, 1]


def test_lines_without_a_question_belong_to_the_poll_above(editor: TestClient) -> None:
    file = "question_text,note,choices.choice_text\nTea?,1,Yes\n,2,No\nCoffee?,3,Yes\nCoffee?,4,No\n"

    assert outcome(import_polls(editor, file)) == {"created": 2}

    assert [poll["choices"] for poll in polls(editor)] == [["Yes", "No"], ["Yes", "No"]]


def test_the_rules_of_the_domain_are_reported_by_line(editor: TestClient) -> None:
    file = (
        "question_text,pub_date,closes_at,choices.choice_text\n"
        "Tea?,2026-01-02,2026-01-01,Yes\n"
        "Tea?,2026-01-02,2026-01-01,YES\n"
        "Tea?,2026-01-02,2026-01-01,No\n"
        "Tea?,2026-01-02,2026-01-01,Yes\n"
        "\u202etxet,2026-01-02,,\u200b\n"
    )

    for query in ({"preview": True}, {}):
        response = import_polls(editor, file, **query)
        assert response.status_code == (200 if query else 422)
        assert [(line, field) for line, field, _ in faults(response.json())] == [
            (5, "choices.choice_text"),
            (2, "closes_at"),
            (6, "question_text"),
            (6, "choices.choice_text"),
        ]
    assert polls(editor) == []


def test_polls_without_a_time_open_at_once(editor: TestClient) -> None:
    assert outcome(import_polls(editor, "question_text\n" + "Tea?\n" * 3)) == {"created": 3}

    assert {poll["status"] for poll in editor.get(QUESTIONS).json()} == {"open"}


def test_viewers_may_not_import(viewer: TestClient, editor: TestClient, client: TestClient) -> None:
    for caller, status in ((viewer, 403), (client, 401)):
        assert import_polls(caller, "question_text\nTea?\n").status_code == status
        assert import_polls(caller, "question_text\nTea?\n", preview=True).status_code == status
    actions = {
        caller: [
            permission["resource"]
            for permission in caller.get("/api/admin").json()
            if "import" in permission["actions"]
        ]
        for caller in (viewer, editor)
    }
    assert actions == {viewer: [], editor: ["questions", "voters"]}
    assert polls(editor) == []


def test_users_and_choices_can_not_be_imported(admin: TestClient) -> None:
    for resource in ("users", "choices"):
        assert send(admin, "username\nann\n", f"api/admin/{resource}").status_code == 404


def test_an_import_may_be_larger_than_other_bodies(editor: TestClient) -> None:
    for size, status in ((MAX_BODY_SIZE + 1, 200), (LARGEST, 200), (LARGEST + 1, 413)):
        file = file_of(size, "question_text,note")
        assert len(file) == size
        assert import_polls(editor, file, preview=True).status_code == status
    too_large = json.dumps({"question_text": "x" * MAX_BODY_SIZE})
    assert editor.post(QUESTIONS, content=too_large).status_code == 413


@pytest.mark.parametrize("columns", [["question_text", "choices.choice_text"], ["id", "question_text"]])
def test_an_export_has_a_row_per_choice_only_if_it_has_a_column_of_choices(
    database: Database, editor: TestClient, columns: list[str]
) -> None:
    make_poll(database, "Yes", "No")

    response = editor.get(QUESTIONS, params={"columns": json.dumps(columns)}, headers={"Accept": "text/csv"})

    assert response.text.splitlines()[0] == "\ufeff" + ",".join(columns)
    assert len(response.text.splitlines()) == (3 if "choices.choice_text" in columns else 2)
