"""Middleware: the limit on request bodies, and the refusal of other sites' requests and frames."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.database import SAFE_METHODS
from react_admin import ApiError
from react_admin.error_handlers import error_response

# Bytes of a request body, several times those of a question with 100 choices of 200 characters. The limit of
# nginx is slightly larger, so that this one responds.
MAX_BODY_SIZE = 1_000_000

# Imports read their body themselves, and have a limit of their own.
IMPORT = re.compile(r"/api/admin/[^/]+:import")

ORIGIN = re.compile(r"(https?)://([^/?#@\s]+)", re.ASCII | re.IGNORECASE)
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class ForeignOrigin(ApiError):
    status = 403
    code = "foreign_origin"

    def __init__(self, origin: str, own: str) -> None:
        super().__init__(
            f"Refused: this page is at {origin or 'no address'}, but the server knows itself as {own}. "
            "Open it at its usual address. If you run this server, set PUBLIC_URL to the address that "
            "visitors open, or let the proxy pass on Host."
        )


class SameOrigin:
    """Refuses unsafe requests from the pages of other sites (cross-site request forgery).

    The Origin must be that of `public_url`, or name the request's Host. The scheme of the request is not
    compared, because a proxy that terminates TLS hides it. Programs send no Origin.
    """

    def __init__(self, app: ASGIApp, public_url: str | None = None) -> None:
        self.app = app
        self.public = _parsed(ORIGIN.match(public_url or ""))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            headers = Headers(scope=scope)
            origin, host = headers.get("origin"), headers.get("host", "")
            if origin is not None and not self._is_own(origin, host):
                app = error_response(ForeignOrigin(origin, self._name(host)))
        await app(scope, receive, send)

    def _is_own(self, origin: str, host: str) -> bool:
        parsed = _parsed(ORIGIN.fullmatch(origin))
        return parsed is not None and parsed in (
            self.public,
            (parsed[0], _without_default_port(parsed[0], host)),
        )

    def _name(self, host: str) -> str:
        return "://".join(self.public) if self.public else host


def _parsed(match: re.Match[str] | None) -> tuple[str, str] | None:
    """The scheme and the host of an origin, with the port unless it is the default of the scheme."""
    if match is None:
        return None
    scheme, host = match[1].lower(), match[2]
    return scheme, _without_default_port(scheme, host)


def _without_default_port(scheme: str, host: str) -> str:
    return host.lower().removesuffix(DEFAULT_PORTS[scheme])


class NoFrames:
    """Keeps a response out of the frames of other pages (clickjacking), unless it has a policy of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_unframed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", "frame-ancestors 'none'")
            await send(message)

        await self.app(scope, receive, send_unframed)


class BodyLimit:
    """Refuses bodies that are too large, with an error in JSON.

    FastAPI's own limit responds in plain text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and IMPORT.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        size = 0

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MAX_BODY_SIZE:
                raise HTTPException(413)
            return message

        await self.app(scope, limited, send)
