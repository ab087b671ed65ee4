"""`make bench-page`: Lighthouse's mobile audit of the voter's page, and a first vote over a slow line.

The pages come from `polls serve`, as `make run` starts it, and from nginx in front of it, with the
configuration of its image.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from benchmarks.client import Client
from benchmarks.printing import judge, print_rows, step
from benchmarks.servers import serving
from tests.serving import POLLS, environment, free_port

CHECKOUT = Path(__file__).parents[2]
SCRIPTS = CHECKOUT / "frontend" / "benchmarks"
DIST = CHECKOUT / "frontend" / "dist"

# The lowest scores of Lighthouse.
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}

# Seconds on a line of 400 kbit/s with 400 ms of latency.
QUESTION_PAINTED = 2
BALLOT_VOTABLE = 4

# Debian keeps nginx where only root's shell looks.
PROGRAMS = f"{os.environ['PATH']}:/usr/sbin"


@contextmanager
def polls_serve(folder: Path) -> Iterator[Client]:
    """Run `polls serve` with the built pages on an SQLite database with the example polls."""
    url = sa.URL.create("sqlite", database=str(folder / "polls.sqlite3"))
    port = free_port()
    settings = environment(url, FRONTEND_DIST=str(DIST))
    subprocess.run([POLLS, "migrate", "--seed-new"], env=settings, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    with serving(port, [str(POLLS), "serve", f"--port={port}"], settings) as client:
        yield client


@contextmanager
def nginx(folder: Path, backend: Client) -> Iterator[Client]:
    """Run nginx with the configuration of its image, on another port."""
    program = shutil.which("nginx", path=PROGRAMS)
    if program is None:
        sys.exit("This benchmark needs nginx. On Debian and Ubuntu: sudo apt-get install nginx-light")
    # Started by root, nginx reads files as another user.
    folder.chmod(0o755)
    port = free_port()
    values = {
        "${BACKEND}": f"http://127.0.0.1:{backend.port}",
        "${RESOLVER}": "127.0.0.1",
        "${TRUSTED_PROXY}": "127.0.0.1",
        "listen 8080": f"listen 127.0.0.1:{port}",
        "/usr/share/nginx/html": str(DIST),
        "access_log /dev/stdout polls": "access_log off",
    }
    site = _replaced(CHECKOUT / "nginx" / "default.conf.template", values)
    (folder / "site.conf").write_text(site)
    process = {"/tmp/": f"{folder}/", "/etc/nginx/conf.d/*.conf": str(folder / "site.conf")}  # noqa: S108 - nginx.conf's own
    (folder / "nginx.conf").write_text(_replaced(CHECKOUT / "nginx" / "nginx.conf", process))
    command = [program, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with serving(port, command, {}) as client:
        yield client


def _replaced(file: Path, values: Mapping[str, str]) -> str:
    text = file.read_text()
    for old, new in values.items():
        if old not in text:
            raise ValueError(f"{file} does not contain {old}.")
        text = text.replace(old, new)
    return text


def run_script(name: str, *arguments: str) -> Any:
    output = subprocess.run(["node", name, *arguments], cwd=SCRIPTS, check=True, stdout=subprocess.PIPE)  # noqa: S603, S607 - our own
    return json.loads(output.stdout)


def pages(client: Client) -> dict[str, str]:
    """The paths of the list, of an open poll and of a closed one with its result."""
    polls = json.loads(client.get("/api/polls"))["items"]
    [poll, *_] = (f"/polls/{poll['slug']}" for poll in polls if poll["is_open"])
    [result, *_] = (f"/polls/{poll['slug']}" for poll in polls if not poll["is_open"])
    return {"list": "/", "poll": poll, "result": result}


def audit(origins: Mapping[str, str], paths: Mapping[str, str]) -> None:
    urls = {
        (server, page): origin + path for server, origin in origins.items() for page, path in paths.items()
    }
    with step("Lighthouse, mobile: medians"):
        audits = run_script("lighthouse.mjs", *urls.values())
    first = audits[next(iter(urls.values()))]
    heading = ["server", "page", *first["scores"], *(f"{name}, s" for name in first["milliseconds"])]
    rows = [
        [
            server,
            page,
            *(str(score) for score in audits[url]["scores"].values()),
            *(f"{time / 1000:.2f}" for time in audits[url]["milliseconds"].values()),
        ]
        for (server, page), url in urls.items()
    ]
    print_rows([heading, *rows])
    for (server, page), url in urls.items():
        missed = [name for name, least in SCORES.items() if audits[url]["scores"][name] < least]
        reason = f" ({', '.join(audits[url]['imperfect'])})" if missed else ""
        targets = ", ".join(f"{name} {least}" for name, least in SCORES.items())
        judge(not missed, f"{server}, {page}: at least {targets}{reason}")


def time_slow_line(server: str, url: str) -> None:
    with step(f"A first vote over 400 kbit/s and 400 ms, from {server}"):
        times = run_script("slow-line.mjs", url)
    for name, text, limit in (
        ("painted", "the question is painted", QUESTION_PAINTED),
        ("votable", "the ballot accepts input", BALLOT_VOTABLE),
    ):
        took = times[name] / 1000
        judge(took <= limit, f"{server}: {text} after {took:.2f} s (at most {limit} s)")


def main() -> None:
    with TemporaryDirectory(prefix="polls-") as name:
        folder = Path(name)
        with polls_serve(folder) as backend, nginx(folder, backend) as proxy:
            origins = {
                "make run": f"http://localhost:{backend.port}",
                "nginx": f"http://localhost:{proxy.port}",
            }
            paths = pages(backend)
            audit(origins, paths)
            for server, origin in origins.items():
                time_slow_line(server, origin + paths["poll"])


if __name__ == "__main__":
    main()
