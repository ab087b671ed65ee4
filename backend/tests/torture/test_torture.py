"""The short stress test. `make torture` runs the long one."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.database import Database
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


def test_a_connection_to_a_crashed_server_fails_at_its_next_query() -> None:
    with new_server() as server:
        engine = Database(server.url).engine
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
            server.restart("immediate")
            with pytest.raises(sa.exc.OperationalError, match="closed the connection"):
                connection.exec_driver_sql("SELECT 1")
        engine.dispose()
