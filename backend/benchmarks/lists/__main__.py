"""`make bench-list`: the dashboard's list of a million polls, compared with two peers. See README.md.

`python -m benchmarks.lists facets` only measures the counts beside the list. Set `ROWS` in the environment to
a smaller number for a trial.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from benchmarks.lists.contenders import Polls, django, polls, restly
from benchmarks.lists.facets import measure_facets
from benchmarks.lists.fill import fill, fill_django
from benchmarks.lists.measure import MEMORY_CALLS, WrongRows, measure, measure_memory
from benchmarks.lists.questions import Questions
from benchmarks.lists.report import (
    medians_of,
    print_facet_targets,
    print_growth,
    print_limits,
    print_table,
    print_targets,
)
from benchmarks.printing import step
from tests.postgres import create_database, postgres

ROWS = int(os.environ.get("ROWS", 1_000_000))

# A UTF-8 locale, like those of PostgreSQL's packages and images. This one is the fastest of them.
LOCALE = "C.UTF-8"

# SQLite gets fewer rows by this factor, because it is meant for smaller lists.
SQLITE_DIVISOR = 10


def on_postgresql() -> None:
    with step(f"Generating {ROWS:,} polls"):
        questions = Questions(ROWS)
    with postgres() as server:
        url = create_database(server, LOCALE)
        with step("Filling PostgreSQL, with three choices each"):
            fill(url, questions)
        with step("Filling the tutorial's own tables"):
            fill_django(url)
        with (
            polls(url) as ours,
            django(url, own_tables=True) as tutorial,
            django(url, own_tables=False) as same_table,
            restly(url) as peer,
        ):
            contenders = [ours, tutorial, same_table, peer]
            with step("Requesting the same pages from all four"):
                times = measure(contenders, questions)
            print_table(times, contenders)
            print_targets(times, ours.name, tutorial.name)
        facets_on_postgresql(url, questions)
        with polls(url) as ours, step(f"Requesting {MEMORY_CALLS:,} pages of all kinds"):
            sizes = measure_memory(ours, questions)
        print_growth(sizes)


def on_sqlite() -> None:
    questions = Questions(ROWS // SQLITE_DIVISOR)
    with TemporaryDirectory(prefix="polls-") as folder:
        url = sa.URL.create("sqlite", database=str(Path(folder) / "polls.sqlite3"))
        with step(f"Filling SQLite with {len(questions):,} polls"):
            fill(url, questions)
        with polls(url) as ours:
            with step("Requesting the same pages"):
                times = measure([ours], questions)
            print_table(times, [ours])
            print_limits(medians_of(times, ours.name), searches=100, others=50)
            facets_on_sqlite(ours, questions)


def facets_on_postgresql(url: sa.URL, questions: Questions) -> None:
    with polls(url) as ours, django(url, own_tables=False) as same_table:
        with step("Requesting counts and dates from Polls and Django"):
            times = measure_facets(ours, same_table, questions)
        print_table(times, [ours, same_table])
        print_facet_targets(times, ours.name, same_table.name)


def facets_on_sqlite(ours: Polls, questions: Questions) -> None:
    with step("Requesting counts and dates"):
        times = measure_facets(ours, None, questions)
    print_table(times, [ours])


def only_facets() -> None:
    questions = Questions(ROWS)
    with postgres() as server:
        url = create_database(server, LOCALE)
        with step(f"Filling PostgreSQL with {ROWS:,} polls"):
            fill(url, questions)
            fill_django(url)
        facets_on_postgresql(url, questions)
    fewer = Questions(ROWS // SQLITE_DIVISOR)
    with TemporaryDirectory(prefix="polls-") as folder:
        url = sa.URL.create("sqlite", database=str(Path(folder) / "polls.sqlite3"))
        with step(f"Filling SQLite with {len(fewer):,} polls"):
            fill(url, fewer)
        with polls(url) as ours:
            facets_on_sqlite(ours, fewer)


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["facets"]:
            only_facets()
        else:
            on_postgresql()
            on_sqlite()
    except WrongRows as error:
        sys.exit(str(error))
