"""`make bench-ballots`: the memory of a worker that sends the list of a million votes. See README.md.

`VOTES` in the environment makes it smaller, for a trial.
"""

import os
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import sqlalchemy as sa

from app import migrations
from app.database import Database
from app.polls.models import Question
from benchmarks.client import Client
from benchmarks.printing import judge, step
from benchmarks.servers import polls_server
from tests.factories import make_poll
from tests.factories.polls import AN_HOUR_AGO, add_many_ballots
from tests.postgres import create_database, postgres

VOTES = int(os.environ.get("VOTES", 1_000_000))

# MB by which a worker may grow: some pages, and the buffers of their connections.
STEADY = 20

# Seconds between two looks at the worker's memory.
LOOK_EVERY = 0.05


class Peak(Thread):
    """The largest memory of a worker, in MB, while it runs."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.size = client.own_memory()
        self._client = client
        self._ended = Event()

    def run(self) -> None:
        while not self._ended.wait(LOOK_EVERY):
            self.size = max(self.size, self._client.own_memory())

    def end(self) -> float:
        self._ended.set()
        self.join()
        return self.size


def load(client: Client, poll: Question, as_format: str) -> int:
    """Load a list; returns its bytes."""
    connection = HTTPConnection("127.0.0.1", client.port)
    connection.request("GET", f"/api/polls/{poll.slug}/ballots?format={as_format}")
    answer, size = connection.getresponse(), 0
    while part := answer.read(2**16):
        size += len(part)
    connection.close()
    return size


def run(url: sa.URL) -> None:
    name = url.get_backend_name()
    migrations.upgrade(url)
    database = Database(url)
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    with step(f"Filling {name} with {VOTES:,} votes"):
        add_many_ballots(database, poll, VOTES)
    database.engine.dispose()
    with polls_server(url) as client:
        for as_format in ("json", "csv"):
            before, peak = client.own_memory(), Peak(client)
            peak.start()
            with step(f"Loading them as {as_format}"):
                size = load(client, poll, as_format)
            most, after = peak.end(), client.own_memory()
            judge(
                most - before <= STEADY,
                f"{name}, {size / 1e6:.0f} MB of {as_format}: {before:.1f} MB before, "
                f"at most {most:.1f}, {after:.1f} after",
            )


if __name__ == "__main__":
    with TemporaryDirectory(prefix="polls-") as folder:
        run(sa.URL.create("sqlite", database=str(Path(folder) / "polls.sqlite3")))
    with postgres() as server:
        run(create_database(server))
