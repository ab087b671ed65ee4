"""`make bench-live`: the latency of live results for thousands of watchers while others vote. See README.md.

Set `WATCHERS` in the environment to limit the number of watchers for a trial.
"""

import os
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from benchmarks.live.measure import CONNECTIONS, RATE, SECONDS, Room, watch_and_vote
from benchmarks.live.report import print_table, print_targets
from benchmarks.printing import step
from tests.postgres import Server, create_database, new_server

# Limits in milliseconds for (results, votes), by number of watchers.
LIMITS = {1_000: (250.0, 300.0), 5_000: (1_500.0, 1_000.0)}

MAX_WATCHERS = int(os.environ.get("WATCHERS", max(LIMITS)))


def main() -> None:
    crowds = [watchers for watchers in LIMITS if watchers <= MAX_WATCHERS]
    allow_connections(max(crowds) + 2 * CONNECTIONS)
    print(f"{RATE} votes per second for {SECONDS} s while others watch, one worker: about 4 minutes")
    rooms: list[Room] = []
    with new_server(durable=True) as server, TemporaryDirectory(prefix="polls-") as folder:
        keep_commit_times(server)
        for watchers in crowds:
            file = sa.URL.create("sqlite", database=str(Path(folder) / f"{watchers}.sqlite3"))
            for database, url in (("PostgreSQL", create_database(server.url)), ("SQLite", file)):
                with step(f"{watchers:,} watch a poll on {database}"):
                    rooms.append(watch_and_vote(database, url, watchers))
    print_table(rooms)
    print_targets(rooms, LIMITS)


def keep_commit_times(server: Server) -> None:
    engine = sa.create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET track_commit_timestamp = on")
    engine.dispose()
    server.restart("fast")


def allow_connections(number: int) -> None:
    """Raise the limit of open files for this process and its children."""
    _, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    if number > hard_limit:
        sys.exit(
            f"The benchmark needs {number:,} open files, and this account may open {hard_limit:,}. "
            "Raise the limit (ulimit -Hn)."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard_limit, hard_limit))


if __name__ == "__main__":
    main()
