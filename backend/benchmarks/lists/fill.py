"""Fill the database of Polls, and that of the Django tutorial, with questions of three choices each."""

from io import StringIO
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app import migrations
from app.engine import create_engine
from app.polls.models import Choice, Question
from benchmarks.lists.questions import Questions
from benchmarks.servers import run_django

CHOICES = ("Yes", "No", "Perhaps")

# Questions per COPY or INSERT.
BATCH = 100_000


def fill(url: sa.URL, questions: Questions) -> None:
    """Migrate an empty database and add `questions`."""
    migrations.upgrade(url)
    engine = create_engine(url)
    is_postgresql = engine.dialect.name == "postgresql"
    add = _copy if is_postgresql else _insert
    with engine.begin() as connection:
        rows = questions.rows()
        while batch := [*islice(rows, BATCH)]:
            add(connection, batch)
            print(f"   {len(batch):,} more", flush=True)
        connection.execute(_choices())
    if is_postgresql:  # autovacuum would do this within minutes
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def fill_django(url: sa.URL) -> None:
    """Set up the tutorial's site in the same database, and copy the questions to its own tables."""
    run_django(url, "migrate", "--run-syncdb")
    run_django(url, "createsuperuser", "--noinput", "--username=admin", "--email=admin@example.org")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for table, columns in (
            ("question", "id, question_text, pub_date"),
            ("choice", "id, question_id, choice_text, votes"),
        ):
            connection.exec_driver_sql(
                f"INSERT INTO polls_{table} ({columns}) SELECT {columns} FROM poll_{table}"  # noqa: S608
            )
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _insert(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(sa.insert(Question), rows)


def _copy(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """Insert rows with COPY, which takes a tenth of the time of `_insert`."""
    lines = StringIO("".join(",".join(map(str, row.values())) + "\n" for row in rows))
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        cursor.copy_expert(f"COPY poll_question ({', '.join(rows[0])}) FROM STDIN (FORMAT csv)", lines)


def _choices() -> sa.Insert:
    """An INSERT that adds three choices to each question."""
    columns = sa.column("position", sa.Integer), sa.column("text", sa.String)
    choice = sa.values(*columns).data([*enumerate(CHOICES)]).cte("choice")
    rows = (
        sa.select(Question.id, choice.c.text, choice.c.position, sa.literal(0))
        .join(choice, sa.true())
        .order_by(Question.id, choice.c.position)
    )
    return sa.insert(Choice).from_select(["question_id", "choice_text", "position", "votes"], rows)
