"""`make bench-live`: results on their way to all who watch, while others vote. See README.md.

`WATCHERS` in the environment is how many watch at most, for a trial.
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

# Milliseconds, by the number of those who watch: results, and votes, are to take less.
LIMITS = {1_000: (250.0, 300.0), 5_000: (1_500.0, 1_000.0)}

MOST = int(os.environ.get("WATCHERS", max(LIMITS)))


def main() -> None:
    crowds = [watchers for watchers in LIMITS if watchers <= MOST]
    allow_connections(max(crowds) + 2 * CONNECTIONS)
    print(f"{RATE} votes a second for {SECONDS} s, one worker, while others watch: about 4 minutes")
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
    """Of this process and of those that it starts."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if number > most:
        sys.exit(f"{number:,} open files are needed, and this account may open {most:,} (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
