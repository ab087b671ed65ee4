"""An HTTP client that stores cookies, and reads the memory of the server's process."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path

# Seconds until a request fails.
TIMEOUT = 120


class Client:
    """Opens a connection for each request, because gunicorn's sync worker keeps none open."""

    def __init__(self, port: int, process_id: int) -> None:
        self.port = port
        self._status = Path(f"/proc/{process_id}/status")
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, path: str) -> bytes:
        return self._send("GET", path)

    def post(self, path: str, body: str, content_type: str) -> bytes:
        return self._send("POST", path, body, {"Content-Type": content_type})

    def put(self, path: str, body: object) -> bytes:
        return self._send("PUT", path, json.dumps(body), {"Content-Type": "application/json"})

    def _send(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        connection.request(method, path, body, {**(headers or {}), "Cookie": cookies})
        response = connection.getresponse()
        content = response.read()
        connection.close()
        if response.status not in (200, 201, 302):
            raise RuntimeError(f"{method} {path}: {response.status} {content[:500].decode()}")
        for value in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return content

    def memory(self) -> float:
        """The server's resident memory, in MB."""
        return self._status_in_mb("VmRSS")

    def own_memory(self) -> float:
        """Resident memory in MB, without mapped files such as SQLite's, which the system can reclaim."""
        return self._status_in_mb("RssAnon")

    def _status_in_mb(self, name: str) -> float:
        (line,) = (line for line in self._status.read_text().splitlines() if line.startswith(name))
        return int(line.split()[1]) / 1024
