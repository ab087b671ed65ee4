"""What every request passes before it comes to its route."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.database import SAFE_METHODS
from app.errors import answer

# A question with 100 choices of 200 characters fits several times.
MAX_BODY_SIZE = 1_000_000

FOREIGN = "This was sent from another site. Open the page here and try again."


class SameOrigin:
    """Refuses what another site's page sends in a visitor's name. Programs send no Origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_foreign = scope["type"] == "http" and scope["method"] not in SAFE_METHODS and _is_foreign(scope)
        await (answer(403, FOREIGN) if is_foreign else self.app)(scope, receive, send)


def _is_foreign(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


class BodyLimit:
    """Refuses a body that is too large with a body of our own: FastAPI's limit answers in plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = 0

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MAX_BODY_SIZE:
                raise HTTPException(413)
            return message

        await self.app(scope, limited, send)
