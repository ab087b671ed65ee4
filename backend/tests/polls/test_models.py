"""What the tables keep apart, how many rows they have, and what an index finds of them."""

import itertools
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import Database
from app.polls.admin_api import questions
from app.polls.models import Choice, Question
from react_admin import listing
from react_admin.listing import find_page
from react_admin.shape import ordered_keys
from react_admin.tests.host import list_query
from react_admin.totals import count_rows, marks_of
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


def add_question(session: Session, pub_date: datetime = NOW) -> None:
    choices = [Choice(choice_text="a", position=0)]
    session.add(Question(question_text="?", pub_date=pub_date, choices=choices))
    session.flush()


def counts(database: Database) -> list[int]:
    """The rows of both tables as a list's total has them, which are as many as there are on each day."""
    with database.begin() as session:
        real = [session.scalars(sa.select(sa.func.count(model.id))).one() for model in (Question, Choice)]
        assert [count_rows(session, model) for model in (Question, Choice)] == real
        marks = marks_of(session, list_query(questions, '["pub_date","ASC"]'))
        times = session.scalars(sa.select(Question.pub_date)).all()
        assert (marks[0].before, marks[-1].before) == (0, real[0])
        for before, moment in marks[1:-1]:
            assert moment is not None
            assert before == sum(time < moment for time in times)
        if database.engine.dialect.name == "postgresql" and times:
            assert len(marks) == 1 + len({time.date() for time in times})
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

    if database.engine.dialect.name == "postgresql":
        with database.begin() as session:
            session.execute(sa.text("UPDATE poll_question SET pub_date = pub_date + interval '1 day'"))
            assert session.scalar(sa.text("SELECT count(*) FROM day_count")) == 1  # for all of them
        assert counts(database) == [400, 400]
        with database.begin() as session:
            session.execute(sa.text("TRUNCATE poll_question CASCADE"))
        assert counts(database) == [0, 0]
        with database.begin() as session:
            add_question(session)
        assert counts(database) == [1, 1]


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
    newest_first = list_query(questions, '["pub_date","DESC"]')
    with database.begin() as session:
        add_question(session)
        if database.engine.dialect.name == "postgresql":
            # So small a table would be read as a whole, and sorted.
            session.execute(sa.text("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"))
        with plans(database) as found:
            session.execute(ordered_keys(newest_first.shape))
    step, *others = found
    assert "COVERING INDEX ix_poll_question_pub_date_id" in step or step.startswith(
        "Index Only Scan Backward"
    )
    assert others == []


MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
MOMENTS = [
    *(MIDNIGHT, MIDNIGHT, MIDNIGHT - timedelta(microseconds=1), MIDNIGHT + timedelta(hours=23, minutes=59)),
    *(
        MIDNIGHT + timedelta(days=days, hours=hours)
        for days in (-400, -1, 2, 3, 3000)
        for hours in (0, 5, 5, 22)
    ),
    *(datetime(1, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
]


def test_a_page_is_the_same_from_whichever_day_it_is_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FEW", 0)  # so that each is as one deep in the list
    draw = random.Random(1)  # noqa: S311 - test data, not secrets
    with database.begin() as session:
        for moment in draw.sample(MOMENTS, len(MOMENTS)):
            add_question(session, moment)
    for _ in range(3):
        counts(database)
        with database.begin() as session:
            rows = [(question.pub_date, question.id) for question in session.scalars(sa.select(Question))]
            for direction, sign in (("ASC", 1), ("DESC", -1)):
                in_order = sorted(rows, key=lambda row: (sign * (row[0] - MIDNIGHT), row[1]))
                for first, many in itertools.product(range(len(rows) + 2), (1, 3, 99)):
                    query = list_query(questions, f'["pub_date","{direction}"]', first=first, rows=many)
                    page = find_page(session, query)
                    found = [(row.pub_date, row.id) for row in page.rows]
                    assert (found, page.total) == (in_order[first : first + many], len(rows))
        with database.begin() as session:
            # Some are moved to another day, some within theirs, and some go.
            for id_ in session.scalars(sa.select(Question.id)).all():
                one = sa.update(Question).where(Question.id == id_)
                moves = [draw.choice(MOMENTS), Question.pub_date, None]
                move = draw.choice(moves)
                if move is None:
                    session.execute(sa.delete(Question).where(Question.id == id_))
                else:
                    session.execute(one.values(pub_date=move, closes_at=None))


def test_a_page_in_the_middle_is_near(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is skipped is walked over, so no page skips more than half a day's polls, if days are counted."""
    monkeypatch.setattr(listing, "FEW", 0)
    skipped: list[int] = []
    read = listing._read

    def note(session: Session, query: Any, statement: Any, skip: int, rows: int, **more: Any) -> Any:
        skipped.append(skip)
        return read(session, query, statement, skip, rows, **more)

    monkeypatch.setattr(listing, "_read", note)
    with database.begin() as session:
        for day, _ in itertools.product(range(5), range(10)):
            add_question(session, MIDNIGHT + timedelta(days=day))
    with database.begin() as session:
        for first in range(50):
            find_page(session, list_query(questions, '["pub_date","DESC"]', first=first, rows=1))
    assert max(skipped) <= (24 if database.engine.dialect.name == "sqlite" else 5)
