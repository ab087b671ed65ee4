"""`make bench-transfer`: memory and time of a worker for exports of 200,000 polls and imports of 50,000.

Set `EXPORTED` and `IMPORTED` in the environment to smaller numbers for a trial.
"""

import json
import os
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import sqlalchemy as sa

from benchmarks.ballots import Peak
from benchmarks.client import Client
from benchmarks.lists.fill import fill
from benchmarks.lists.questions import Questions
from benchmarks.printing import judge, step
from benchmarks.servers import polls_server
from react_admin import csv_export, xlsx_export
from tests.postgres import create_database, postgres

EXPORTED = int(os.environ.get("EXPORTED", 200_000))
IMPORTED = int(os.environ.get("IMPORTED", 50_000))

# MB by which a worker may grow: some pages of records, or a file and a batch of records.
MAX_GROWTH = 60

# Seconds until the server has to go on with a response.
TIMEOUT = 600


def request(client: Client, method: str, path: str, accept: str, body: bytes = b"") -> Iterator[bytes]:
    """The parts of a response."""
    connection = HTTPConnection("127.0.0.1", client.port, timeout=TIMEOUT)
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    connection.request(method, f"/api/admin/{path}", body, {"Accept": accept, "Cookie": cookies})
    response = connection.getresponse()
    if response.status not in (200, 202):
        raise RuntimeError(f"{path}: {response.status} {response.read(500).decode()}")
    while part := response.read(2**16):
        yield part
    connection.close()


def export(client: Client, media_type: str) -> str:
    size = sum(map(len, request(client, "GET", "questions", media_type)))
    return f"{EXPORTED:,} polls, {size / 1e6:.0f} MB"


def file_to_import() -> bytes:
    """Polls of three choices, which together stay below the limit of a file."""
    lines = (f'"Lunch {number}?","Pasta\nSoup\nFish"\n' for number in range(IMPORTED))
    return f"question_text,choices\n{''.join(lines)}".encode()


def import_file(client: Client) -> str:
    file = file_to_import()
    *_, last = b"".join(request(client, "POST", "questions:import", "*/*", file)).splitlines()
    if json.loads(last) != {"created": IMPORTED}:
        raise RuntimeError(last.decode())
    return f"{IMPORTED:,} polls, {len(file) / 1e6:.1f} MB"


def preview_file(client: Client) -> str:
    found = b"".join(request(client, "POST", "questions:import?preview=true", "*/*", file_to_import()))
    return f"{json.loads(found)['records']:,} polls"


def measure(client: Client, title: str, transfer: Callable[[Client], str]) -> None:
    before, peak = client.own_memory(), Peak(client)
    peak.start()
    started = perf_counter()
    with step(title):
        size = transfer(client)
    took = perf_counter() - started
    highest, after = peak.end(), client.own_memory()
    judge(
        highest - before <= MAX_GROWTH,
        f"{title}: {size}, {took:.0f} s; {before:.0f} MB before, at most {highest:.0f}, {after:.0f} after",
    )


def run(url: sa.URL) -> None:
    name = url.get_backend_name()
    with step(f"Filling {name} with {EXPORTED:,} polls"):
        fill(url, Questions(EXPORTED))
    with polls_server(url) as client:
        measure(client, f"{name}, export as CSV", lambda client: export(client, csv_export.MEDIA_TYPE))
        measure(client, f"{name}, export as XLSX", lambda client: export(client, xlsx_export.MEDIA_TYPE))
        measure(client, f"{name}, preview of an import", preview_file)
        measure(client, f"{name}, import", import_file)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="polls-") as folder:
        run(sa.URL.create("sqlite", database=str(Path(folder) / "polls.sqlite3")))
    with postgres() as server:
        run(create_database(server))
