"""PostgreSQL's own benchmark: a bare UPDATE of one row, which is a vote with nothing around it."""

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
    """The program, which Debian keeps off the PATH; the wheel's PostgreSQL has none."""
    installed = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/pgbench")]
    return shutil.which("pgbench") or max(installed, default=None)


def update_one_row(program: str, url: sa.URL, choice: int, seconds: int) -> tuple[float, int]:
    """Updates per second, and how many they were."""
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
        raise RuntimeError(f"pgbench says something else:\n{done.stdout}{done.stderr}")
    # Where no connection got as far as an update, pgbench gives no rate.
    return float(tps[1]) if tps else 0.0, int(transactions[1])
