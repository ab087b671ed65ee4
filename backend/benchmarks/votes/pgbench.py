"""pgbench, PostgreSQL's own benchmark, with a bare UPDATE of one row, the least that a vote can be."""

import re
import shutil
import subprocess
from pathlib import Path

import sqlalchemy as sa

from benchmarks.load import CONNECTIONS
from benchmarks.servers import libpq

TPS = re.compile(r"tps = ([\d.]+)")
TRANSACTIONS = re.compile(r"number of transactions actually processed: (\d+)")


def find_pgbench() -> str | None:
    """The path of pgbench. Debian does not put it on the PATH, and the wheel's PostgreSQL lacks it."""
    installed = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/pgbench")]
    return shutil.which("pgbench") or max(installed, default=None)


def update_one_row(program: str, url: sa.URL, choice: int, seconds: int) -> tuple[float, int]:
    """Run pgbench. Return the updates per second and their number."""
    options = f"--no-vacuum --client={CONNECTIONS} --protocol=prepared --time={seconds}"
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own
        [program, *options.split(), f"--define=choice={choice}", "--file=-"],
        env=libpq(url),
        input="UPDATE poll_choice SET votes = votes + 1 WHERE id = :choice;",
        capture_output=True,
        text=True,
        check=True,
    )
    tps, transactions = TPS.search(done.stdout), TRANSACTIONS.search(done.stdout)
    if not transactions:
        raise RuntimeError(f"The output of pgbench can't be parsed:\n{done.stdout}{done.stderr}")
    # pgbench prints no rate if no connection completed an update.
    return float(tps[1]) if tps else 0.0, int(transactions[1])
