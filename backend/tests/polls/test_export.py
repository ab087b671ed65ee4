"""The CSV export of questions has every poll, with one row per choice."""

import sqlalchemy as sa
from fastapi.testclient import TestClient

from app.database import Database
from app.polls.models import Choice, Question
from react_admin.tests.test_exports import get_list, parse_csv
from tests.factories.polls import YESTERDAY

QUESTIONS = "/api/admin/questions"


def test_an_export_is_not_limited_to_the_thousand_rows_of_a_page(
    database: Database, editor: TestClient
) -> None:
    with database.begin() as session:
        polls = [
            {"slug": f"{number:010}", "question_text": f"Poll {number}", "pub_date": YESTERDAY}
            for number in range(1204)
        ]
        session.execute(sa.insert(Question), polls)

    response = get_list(editor, QUESTIONS, sort=["pub_date", "DESC"])

    assert len({row[0] for row in parse_csv(response)[1:]}) == 1204
    assert response.headers["content-range"] == "questions */1204"
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"].startswith('attachment; filename="questions-20')


def test_a_poll_has_a_row_for_each_choice(database: Database, editor: TestClient) -> None:
    with database.begin() as session:
        session.add(Question(question_text="Tea?", pub_date=YESTERDAY, choices=[]))
        choices = [
            Choice(choice_text=text, position=position) for position, text in enumerate(("Yes", "No; never"))
        ]
        session.add(Question(question_text="Coffee?", pub_date=YESTERDAY, choices=choices))

    header, *rows = parse_csv(get_list(editor, QUESTIONS))

    columns = {name: [row[header.index(name)] for row in rows] for name in header}
    assert columns["question_text"] == ["Tea?", "Coffee?", "Coffee?"]
    assert columns["choices.choice_text"] == ["", "Yes", "No; never"]
    assert columns["choices.position"] == ["", "0", "1"]
    assert "choices" not in header
