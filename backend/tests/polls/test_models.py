"""The tables of polls and votes: secrecy, stored row counts, and the index of the dashboard's list."""

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
from react_admin.list_shape import ordered_keys
from react_admin.listing import find_page
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


def test_no_foreign_key_connects_ballots_and_votes(database: Database) -> None:
    inspector = sa.inspect(database.engine)
    for table in ("poll_ballot", "poll_vote"):
        tables = {key["referred_table"] for key in inspector.get_foreign_keys(table)}
        assert tables <= {"poll_question", "poll_choice"}


@pytest.mark.parametrize("table", ["poll_ballot", "poll_vote"])
def test_ballots_and_votes_have_no_rowid(database: Database, table: str) -> None:
    with database.begin() as session, pytest.raises(sa.exc.DBAPIError, match="rowid"):
        session.execute(sa.select(sa.text("rowid")).select_from(sa.table(table)))


def test_text_columns_sort_by_code_point_in_any_locale(database: Database) -> None:
    inspector = sa.inspect(database.engine)
    collation = {"sqlite": None, "postgresql": "C"}[database.engine.dialect.name]
    for table, name in (("poll_question", "question_text"), ("poll_choice", "choice_text")):
        types = {column["name"]: column["type"] for column in inspector.get_columns(table)}
        assert getattr(types[name], "collation", None) == collation


def add_question(session: Session, pub_date: datetime = NOW) -> None:
    choices = [Choice(choice_text="a", position=0)]
    session.add(Question(question_text="?", pub_date=pub_date, choices=choices))
    session.flush()


def check_counts(database: Database) -> list[int]:
    """Return the numbers of questions and choices. Check that the stored counts, also by day, equal them."""
    with database.begin() as session:
        counts = [session.scalars(sa.select(sa.func.count(model.id))).one() for model in (Question, Choice)]
        assert [count_rows(session, model) for model in (Question, Choice)] == counts
        marks = marks_of(session, list_query(questions, '["pub_date","ASC"]'))
        times = session.scalars(sa.select(Question.pub_date)).all()
        assert (marks[0].before, marks[-1].before) == (0, counts[0])
        for before, moment in marks[1:-1]:
            assert moment is not None
            assert before == sum(time < moment for time in times)
        if database.engine.dialect.name == "postgresql" and times:
            assert len(marks) == 1 + len({time.date() for time in times})
    return counts


def test_counts_are_correct_after_every_kind_of_statement(database: Database) -> None:
    for _ in range(3):  # Enough statements for PostgreSQL to merge rows of the count tables.
        with database.begin() as session:
            for _ in range(150):
                add_question(session)
    assert check_counts(database) == [450, 450]

    with database.begin() as session:
        session.execute(sa.delete(Question))
        session.rollback()
    with database.begin() as session:
        first_fifty = sa.select(Question.id).order_by(Question.id).limit(50)
        session.execute(sa.delete(Question).where(Question.id.in_(first_fifty)))
    assert check_counts(database) == [400, 400]

    if database.engine.dialect.name == "postgresql":
        with database.begin() as session:
            session.execute(sa.text("UPDATE poll_question SET pub_date = pub_date + interval '1 day'"))
            assert session.scalar(sa.text("SELECT count(*) FROM day_count")) == 1  # merged into one row
        assert check_counts(database) == [400, 400]
        with database.begin() as session:
            session.execute(sa.text("TRUNCATE poll_question CASCADE"))
        assert check_counts(database) == [0, 0]
        with database.begin() as session:
            add_question(session)
        assert check_counts(database) == [1, 1]


def test_counting_does_not_block_concurrent_writers(database: Database) -> None:
    if database.engine.dialect.name == "sqlite":
        return  # SQLite has a single writer.
    with database.begin() as first, database.begin() as second:
        second.execute(sa.text("SET LOCAL lock_timeout = '1s'"))
        for _ in range(300):
            add_question(first)
            add_question(second)
    assert check_counts(database) == [600, 600]


def test_the_list_of_the_dashboard_is_ordered_by_an_index_only_scan(database: Database) -> None:
    newest_first = list_query(questions, '["pub_date","DESC"]')
    with database.begin() as session:
        add_question(session)
        if database.engine.dialect.name == "postgresql":
            # PostgreSQL would scan and sort such a small table.
            session.execute(sa.text("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"))
        with plans(database) as plan:
            session.execute(ordered_keys(newest_first.shape))
    step, *other_steps = plan
    assert "COVERING INDEX ix_poll_question_pub_date_id" in step or step.startswith(
        "Index Only Scan Backward"
    )
    assert other_steps == []


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


def test_pages_are_correct_when_they_are_read_from_any_day(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FEW", 0)  # Every page counts as one deep in the list.
    draw = random.Random(1)  # noqa: S311 - test data, not secrets
    with database.begin() as session:
        for moment in draw.sample(MOMENTS, len(MOMENTS)):
            add_question(session, moment)
    for _ in range(3):
        check_counts(database)
        with database.begin() as session:
            rows = [(question.pub_date, question.id) for question in session.scalars(sa.select(Question))]
            for direction, sign in (("ASC", 1), ("DESC", -1)):
                in_order = sorted(rows, key=lambda row: (sign * (row[0] - MIDNIGHT), row[1]))
                for first, length in itertools.product(range(len(rows) + 2), (1, 3, 99)):
                    query = list_query(questions, f'["pub_date","{direction}"]', first=first, rows=length)
                    page = find_page(session, query)
                    page_rows = [(row.pub_date, row.id) for row in page.rows]
                    assert (page_rows, page.total) == (in_order[first : first + length], len(rows))
        with database.begin() as session:
            # Move some polls to another time, leave some, and delete some.
            for id_ in session.scalars(sa.select(Question.id)).all():
                pub_dates = [draw.choice(MOMENTS), Question.pub_date, None]
                pub_date = draw.choice(pub_dates)
                if pub_date is None:
                    session.execute(sa.delete(Question).where(Question.id == id_))
                else:
                    update = sa.update(Question).where(Question.id == id_)
                    session.execute(update.values(pub_date=pub_date, closes_at=None))


def test_a_page_in_the_middle_skips_few_rows(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database reads the rows that it skips: with counts by day, at most half of a day's polls."""
    monkeypatch.setattr(listing, "FEW", 0)
    skips: list[int] = []
    read = listing._read

    def record_skip(
        session: Session, query: Any, statement: Any, skip: int, rows: int, **options: Any
    ) -> Any:
        skips.append(skip)
        return read(session, query, statement, skip, rows, **options)

    monkeypatch.setattr(listing, "_read", record_skip)
    with database.begin() as session:
        for day, _ in itertools.product(range(5), range(10)):
            add_question(session, MIDNIGHT + timedelta(days=day))
    with database.begin() as session:
        for first in range(50):
            find_page(session, list_query(questions, '["pub_date","DESC"]', first=first, rows=1))
    assert max(skips) <= (24 if database.engine.dialect.name == "sqlite" else 5)
