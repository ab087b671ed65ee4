"""Someone who asks a server, and remembers its cookies."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path

# Seconds, after which an answer counts as none.
TIMEOUT = 120


class Client:
    """Asks on a new connection each time, as gunicorn's worker has it; keeps the cookies that were set."""

    def __init__(self, port: int, process_id: int) -> None:
        self.port = port
        self._status = Path(f"/proc/{process_id}/status")
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> bytes:
        return self._ask("GET", path)

    def post(self, path: str, body: str, content_type: str) -> bytes:
        return self._ask("POST", path, body, {"Content-Type": content_type})

    def put(self, path: str, body: object) -> bytes:
        return self._ask("PUT", path, json.dumps(body), {"Content-Type": "application/json"})

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
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
        return self._status_in_mb("VmRSS")

    def own_memory(self) -> float:
        """The same without mapped files, such as SQLite's, whose pages the system can take back."""
        return self._status_in_mb("RssAnon")

    def _status_in_mb(self, name: str) -> float:
        (line,) = (line for line in self._status.read_text().splitlines() if line.startswith(name))
        return int(line.split()[1]) / 1024
