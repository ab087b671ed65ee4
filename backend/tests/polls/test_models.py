"""What the tables keep apart."""

import pytest
import sqlalchemy as sa

from app.database import Database


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
