"""What the tables keep apart, how many rows they have, and what an index finds of them."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Database
from app.polls.admin_api import questions
from app.polls.models import Choice, Question
from app.react_admin.counts import count_rows
from tests.factories.polls import NOW
from tests.statements import plans


def test_no_column_joins_a_voter_to_a_vote(database: Database) -> None:
    columns = {
        table: {column["name"] for column in sa.inspect(database.engine).get_columns(table)}
        for table in ("poll_ballot", "poll_vote")
    }
    assert columns == {
        "poll_ballot": {"question_id", "voter_key"},
        "poll_vote": {"question_id", "receipt", "rank", "choice_id"},
    }


def test_no_key_refers_from_one_to_the_other(database: Database) -> None:
    inspector = sa.inspect(database.engine)
    for table in ("poll_ballot", "poll_vote"):
        referred = {key["referred_table"] for key in inspector.get_foreign_keys(table)}
        assert referred <= {"poll_question", "poll_choice"}


@pytest.mark.parametrize("table", ["poll_ballot", "poll_vote"])
def test_no_row_of_them_has_a_number(database: Database, table: str) -> None:
    with database.begin() as session, pytest.raises(sa.exc.DBAPIError, match="rowid"):
        session.execute(sa.select(sa.text("rowid")).select_from(sa.table(table)))


def test_text_sorts_by_code_point_whatever_the_server_s_locale(database: Database) -> None:
    inspector = sa.inspect(database.engine)
    by_default = {"sqlite": None, "postgresql": "C"}[database.engine.dialect.name]
    for table, name in (("poll_question", "question_text"), ("poll_choice", "choice_text")):
        kinds = {column["name"]: column["type"] for column in inspector.get_columns(table)}
        assert getattr(kinds[name], "collation", None) == by_default


def add_question(session: Session) -> None:
    session.add(Question(question_text="?", pub_date=NOW, choices=[Choice(choice_text="a", position=0)]))
    session.flush()


def counts(database: Database) -> list[int]:
    """The rows of both tables as a list's total has them, which are as many as there are."""
    with database.begin() as session:
        real = [session.scalars(sa.select(sa.func.count(model.id))).one() for model in (Question, Choice)]
        assert [count_rows(session, model) for model in (Question, Choice)] == real
    return real


def test_rows_are_counted_whichever_way_they_come_and_go(database: Database) -> None:
    for _ in range(3):  # so many statements that on PostgreSQL some gather what others noted
        with database.begin() as session:
            for _ in range(150):
                add_question(session)
    assert counts(database) == [450, 450]

    with database.begin() as session:
        session.execute(sa.delete(Question))
        session.rollback()
    with database.begin() as session:
        some = sa.select(Question.id).order_by(Question.id).limit(50)
        session.execute(sa.delete(Question).where(Question.id.in_(some)))
    assert counts(database) == [400, 400]


def test_nobody_waits_to_be_counted(database: Database) -> None:
    if database.engine.dialect.name == "sqlite":
        return  # has one writer
    with database.begin() as first, database.begin() as second:
        second.execute(sa.text("SET LOCAL lock_timeout = '1s'"))
        for _ in range(300):
            add_question(first)
            add_question(second)
    assert counts(database) == [600, 600]


def test_a_page_deep_in_the_dashboard_s_list_is_found_in_the_index_alone(database: Database) -> None:
    newest_first = questions.listing('["pub_date","DESC"]')
    with database.begin() as session:
        add_question(session)
        if database.engine.dialect.name == "postgresql":
            # So small a table would be read as a whole, and sorted.
            session.execute(sa.text("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"))
        with plans(database) as found:
            session.execute(newest_first.walk())
    step, *others = found
    assert "COVERING INDEX ix_poll_question_pub_date_id" in step or step.startswith(
        "Index Only Scan Backward"
    )
    assert others == []
