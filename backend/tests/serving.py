"""Run `polls` in processes of their own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import sqlalchemy as sa

POLLS = Path(sys.executable).with_name("polls")


def environment(url: sa.URL, **settings: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url.render_as_string(hide_password=False),
        "FRONTEND_DIST": "no-such-folder",
        **settings,
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def start(
    url: sa.URL, port: int, output: IO[str] | int = subprocess.PIPE, /, **settings: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own
        [POLLS, "serve"],
        env=environment(url, PORT=str(port), **settings),
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


def await_answer(process: subprocess.Popen[str], port: int) -> None:
    """Return once the server listens. Fail with its output if it ends before that."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(process.communicate()[0]) from None
        return


def stop(process: subprocess.Popen[str]) -> str:
    """Shut the server down cleanly. Return its output."""
    process.terminate()
    return process.communicate(timeout=20)[0]


@contextmanager
def serving(url: sa.URL, **settings: str) -> Iterator[str]:
    """Run a server, and give its address."""
    port = free_port()
    process = start(url, port, **settings)
    try:
        await_answer(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)
