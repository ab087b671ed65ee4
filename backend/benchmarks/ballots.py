"""`make bench-ballots`: the memory of a worker while it sends the ballots of a poll with a million votes.

Set `VOTES` in the environment to a smaller number for a trial.
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

# MB by which a worker may grow, for some pages of ballots and the buffers of their connections.
MAX_GROWTH = 20

# Seconds between two measurements of the worker's memory.
INTERVAL = 0.05


class Peak(Thread):
    """A thread that records the peak memory of a worker, in MB."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.size = client.own_memory()
        self._client = client
        self._ended = Event()

    def run(self) -> None:
        while not self._ended.wait(INTERVAL):
            self.size = max(self.size, self._client.own_memory())

    def end(self) -> float:
        self._ended.set()
        self.join()
        return self.size


def load(client: Client, poll: Question, as_format: str) -> int:
    """Load the list of ballots. Return its size in bytes."""
    connection = HTTPConnection("127.0.0.1", client.port)
    connection.request("GET", f"/api/polls/{poll.slug}/ballots?format={as_format}")
    response, size = connection.getresponse(), 0
    while part := response.read(2**16):
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
            highest, after = peak.end(), client.own_memory()
            judge(
                highest - before <= MAX_GROWTH,
                f"{name}, {size / 1e6:.0f} MB of {as_format}: {before:.1f} MB before, "
                f"at most {highest:.1f}, {after:.1f} after",
            )


if __name__ == "__main__":
    with TemporaryDirectory(prefix="polls-") as folder:
        run(sa.URL.create("sqlite", database=str(Path(folder) / "polls.sqlite3")))
    with postgres() as server:
        run(create_database(server))
