"""The export of questions: every row, and one row per choice."""

import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.polls.models import Choice, Question
from react_admin.tests.test_export import ask, rows_of
from tests.factories.polls import YESTERDAY

QUESTIONS = "/api/admin/questions"


def test_all_rows_come_where_a_page_has_a_thousand(database: Database, editor: TestClient) -> None:
    with database.begin() as session:
        polls = [
            {"slug": f"{n:010}", "question_text": f"Poll {n}", "pub_date": YESTERDAY} for n in range(1204)
        ]
        session.execute(sa.insert(Question), polls)

    answer = ask(editor, QUESTIONS, sort=["pub_date", "DESC"])

    assert len({row[0] for row in rows_of(answer)[1:]}) == 1204
    assert answer.headers["content-range"] == "questions */1204"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith('attachment; filename="questions-20')


def test_a_poll_has_a_row_for_each_choice(database: Database, editor: TestClient) -> None:
    with database.begin() as session:
        session.add(Question(question_text="Tea?", pub_date=YESTERDAY, choices=[]))
        choices = [Choice(choice_text=text, position=n) for n, text in enumerate(("Yes", "No; never"))]
        session.add(Question(question_text="Coffee?", pub_date=YESTERDAY, choices=choices))

    header, *rows = rows_of(ask(editor, QUESTIONS))

    of = {name: [row[header.index(name)] for row in rows] for name in header}
    assert of["question_text"] == ["Tea?", "Coffee?", "Coffee?"]
    assert of["choices.choice_text"] == ["", "Yes", "No; never"]
    assert of["choices.position"] == ["", "0", "1"]
    assert "choices" not in header
