"""The trigram index of questions."""

import json
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app import migrations
from app.engine import create_engine
from app.polls.admin_api import questions
from app.polls.models import Question
from react_admin.tests.host import list_query
from tests.postgres import create_database


@pytest.fixture(scope="module")
def many_questions(trigram_server: sa.URL) -> Iterator[sa.Connection]:
    """A connection to a database with 2,001 questions, whose locale knows letters beyond ASCII."""
    url = create_database(trigram_server, "C.UTF-8")
    migrations.upgrade(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("""
            INSERT INTO poll_question (slug, question_text, pub_date, voting, voter_check, results_visibility,
                listed, ballots, version)
            SELECT n, text, now(), 'single', 'browser', 'always', true, 0, 1
            FROM (
                SELECT 0, 'The oak, „Ägypten“ (UK) rosmarinus 明天会议安排'
                UNION ALL
                SELECT n, 'Frage ' || n || ' ' || chr(19968 + n) || chr(30000 + n)
                FROM generate_series(1, 2000) AS n
            ) AS texts (n, text)
        """)
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        yield connection
    engine.dispose()


@pytest.mark.parametrize("term", ["oak", "ägypten", "rosmarinus", "uk", "äg", "会议", "明", "会议安排"])
def test_a_search_uses_the_index_and_reads_few_rows(many_questions: sa.Connection, term: str) -> None:
    query = list_query(questions, filter_=json.dumps({"q": term}))
    select = sa.select(Question.id).where(*query.shape.conditions).params(query.parameters)
    statement = select.compile(many_questions.engine, compile_kwargs={"literal_binds": True})

    plan = many_questions.exec_driver_sql(
        f"EXPLAIN (ANALYZE, FORMAT JSON) {statement!s}".replace("%%", "%").replace("%", "%%")
    ).scalar_one()[0]["Plan"]

    assert plan["Actual Rows"] == 1
    scan = plan["Plans"][0]
    assert (scan["Index Name"], scan["Actual Rows"]) == ("trgm_poll_question_question_text", 1)
