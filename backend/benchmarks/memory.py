"""`make bench-memory`: the memory of the application over many requests for lists of all kinds.

The application runs in this process, without a server. Set `CALLS` in the environment to a smaller number for
a trial.
"""

import asyncio
import gc
import json
import os
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from app import migrations
from app.accounts.models import Role, User
from app.accounts.security import SESSION_COOKIE
from app.accounts.sessions import open_session
from app.api import RESOURCES
from app.config import Settings
from app.main import COLLECT_AFTER, create_app
from benchmarks.printing import judge, step
from react_admin import Resource
from tests.factories import make_poll
from tests.postgres import create_database, postgres

CALLS = int(os.environ.get("CALLS", 100_000))
STEPS = 20

# Calls until caches and the allocator's pools are full.
WARM_UP = 20_000

# Largest memory at the end, as a multiple of that after the warm-up.
MAX_RATIO = 1.15

SUFFIXES = ("", "_neq", "_gt", "_gte", "_lt", "_lte")
VALUES: tuple[Any, ...] = (
    *(1, 7, 500, -1, 2**53, 1.5, 1e300),
    *(True, None, "", "tea", "%_", "é", "single", "none", "always", "open", "admin"),
    *("2026-01-01T00:00:00Z", "2026-13-01", {}, [], [1, 2], [None], ["open", "closed"], [*range(200)]),
)


def list_path(draw: random.Random, resource: Resource) -> str:
    """The path of a list with random parameters. Few paths are alike, and many are invalid."""
    names = [*resource.columns]
    conditions: dict[str, Any] = {}
    for _ in range(draw.choice((0, 1, 1, 2, 3, 5, 10, 40))):
        conditions[draw.choice(names) + draw.choice(SUFFIXES)] = draw.choice(VALUES)
    if draw.random() < 0.3:
        conditions["q"] = f"{draw.randrange(10**6):x}"[draw.randrange(5) :]
    query = {
        "filter": json.dumps(conditions)[: draw.choice((None, None, None, None, -1))],
        "sort": json.dumps([draw.choice([*names, "none"]), draw.choice(("ASC", "DESC"))]),
        "embed": json.dumps([*resource.embeds] if draw.random() < 0.5 else []),
    }
    if (first := draw.choice((None, 0, 0, 25, 5000))) is not None:
        query["range"] = json.dumps([first, first + draw.choice((0, 24, 999))])
    return f"/api/admin/{resource.name}?{urlencode(query)}"


def valid_path(draw: random.Random, resource: Resource, conditions: int) -> str:
    """The path of a list with this number of valid conditions."""
    names = draw.sample([name + suffix for name in resource.columns for suffix in ("", "_neq")], conditions)
    query = {
        "filter": json.dumps(dict.fromkeys(names)),
        "sort": json.dumps([draw.choice([*resource.columns]), draw.choice(("ASC", "DESC"))]),
    }
    return f"/api/admin/{resource.name}?{urlencode(query)}"


async def measure(app: FastAPI, cookie: str) -> list[float]:
    """The memory of this process in MB, at the beginning and after each step."""
    draw, sizes = random.Random(1), [resident()]  # noqa: S311 - test data, not secrets
    print(f"   {0:7,} calls: {sizes[0]:.1f} MB", flush=True)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(
        transport=transport, base_url="http://polls", cookies={SESSION_COOKIE: cookie}
    ) as client:
        for call in range(1, CALLS + 1):
            resource = draw.choice(RESOURCES)
            is_valid = draw.random() < 0.5
            path = valid_path(draw, resource, draw.randrange(6)) if is_valid else list_path(draw, resource)
            response = await client.get(path)
            if response.status_code not in (200, 400):
                raise RuntimeError(f"{path}: {response.status_code}")
            if call % (CALLS // STEPS) == 0:
                sizes.append(resident())
                print(f"   {call:7,} calls: {sizes[-1]:.1f} MB", flush=True)
    return sizes


def resident() -> float:
    (line,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


def run(url: sa.URL) -> None:
    migrations.upgrade(url)
    app = create_app(Settings(database_url=url.render_as_string(hide_password=False)))
    database = app.state.database
    for number in range(100):
        make_poll(database, question_text=f"Tea or coffee, {number}?")
    with database.begin() as session:
        user = User(username="admin", password_hash="", role=Role.admin)
        session.add(user)
        session.flush()
        cookie = open_session(session, user, "")
    gc.set_threshold(*COLLECT_AFTER)  # as the lifespan does
    gc.collect()
    gc.freeze()
    with step(f"Requesting {CALLS:,} lists of all kinds on {url.get_backend_name()}"):
        sizes = asyncio.run(measure(app, cookie))
    warm = max(sizes[: 1 + STEPS * WARM_UP // max(CALLS, WARM_UP)])
    judge(
        sizes[-1] <= warm * MAX_RATIO,
        f"memory: {warm:.1f} MB after the warm-up, {sizes[-1]:.1f} MB at the end",
    )
    database.engine.dispose()


if __name__ == "__main__":
    with TemporaryDirectory(prefix="polls-") as folder:
        run(sa.URL.create("sqlite", database=str(Path(folder) / "polls.sqlite3")))
    with postgres() as server:
        run(create_database(server))
