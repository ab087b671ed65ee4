"""The short run. `make torture` has the long one."""

import asyncio
from pathlib import Path

import sqlalchemy as sa

from tests.postgres import create_database, new_server
from tests.torture.run import torture

SEED = 2026


def test_no_acknowledged_vote_is_lost_on_sqlite(tmp_path: Path) -> None:
    url = sa.URL.create("sqlite", database=str(tmp_path / "polls.sqlite3"))

    outcome = asyncio.run(torture(url, tmp_path / "log", SEED, kills=3))

    assert (outcome.missing, outcome.double, outcome.wrong) == (0, 0, 0)
    assert outcome.retries


def test_no_acknowledged_vote_is_lost_on_postgresql(tmp_path: Path) -> None:
    with new_server() as server:
        url = create_database(server.url)
        outcome = asyncio.run(torture(url, tmp_path / "log", SEED, kills=3, restarts=2, server=server))

    assert (outcome.missing, outcome.double, outcome.wrong) == (0, 0, 0)
    assert outcome.retries
