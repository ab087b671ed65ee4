"""`make torture`: the long stress test, on both databases."""

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from tests.postgres import create_database, new_server
from tests.torture.run import Outcome, torture

SEED = 2026
KILLS = 20
RESTARTS = 10


def report(message: str) -> None:
    print(f"   {message}", flush=True)


def on_sqlite(folder: Path) -> Outcome:
    print("\n== SQLite", flush=True)
    url = sa.URL.create("sqlite", database=str(folder / "polls.sqlite3"))
    return asyncio.run(torture(url, folder / "log", SEED, KILLS, report=report))


def on_postgresql(folder: Path) -> Outcome:
    print("\n== PostgreSQL", flush=True)
    with new_server(durable=True) as server:
        url = create_database(server.url)
        return asyncio.run(torture(url, folder / "log", SEED, KILLS, RESTARTS, server, report))


def print_table(outcomes: dict[str, Outcome]) -> None:
    print(f"\n{'':12}" + "".join(f"{name:>12}" for name in outcomes))
    rows = zip(*(asdict(outcome).items() for outcome in outcomes.values()), strict=True)
    for row in rows:
        print(f"{row[0][0]:12}" + "".join(f"{count:12,}" for _, count in row))


if __name__ == "__main__":
    with TemporaryDirectory(prefix="polls-") as folder:
        outcomes = {"SQLite": on_sqlite(Path(folder)), "PostgreSQL": on_postgresql(Path(folder))}
    print_table(outcomes)
    sys.exit(any(outcome.missing or outcome.double or outcome.wrong for outcome in outcomes.values()))
