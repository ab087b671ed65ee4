"""A server of one worker, and one who asks it."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path

from tests.serving import await_answer, stop

# Seconds, after which an answer counts as none.
TIMEOUT = 120


class Client:
    """Asks on a new connection each time, as gunicorn's worker has it; keeps the cookies that were set."""

    def __init__(self, port: int, process_id: int) -> None:
        self._port = port
        self._status = Path(f"/proc/{process_id}/status")
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> bytes:
        return self._ask("GET", path)

    def post(self, path: str, body: str, content_type: str) -> bytes:
        return self._ask("POST", path, body, {"Content-Type": content_type})

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        connection.request(method, path, body, {**(headers or {}), "Cookie": cookies})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status not in (200, 302):
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:500].decode()}")
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return content

    def memory(self) -> float:
        """The server's resident memory, in MB."""
        (line,) = (line for line in self._status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def serving(
    port: int, command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None
) -> Iterator[Client]:
    """The client of a new server, which `command` has listen on `port`."""
    process = subprocess.Popen(  # noqa: S603 - ours and the peers'
        command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        await_answer(process, port)
        yield Client(port, process.pid)
    finally:
        stop(process)
