"""Many requests at the same moment, in one event loop, as a server has them."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
from fastapi import FastAPI

Call = Callable[[httpx2.AsyncClient, int], Awaitable[httpx2.Response]]

# Seconds. What hangs is to fail, and not to hang the tests.
TIMEOUT = 25


def at_once(app: FastAPI, times: int, call: Call, cookies: httpx2.Cookies | None = None) -> list[int]:
    """The statuses of `times` calls, each of which is told its number."""

    async def run() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with (
            asyncio.timeout(TIMEOUT),
            httpx2.AsyncClient(transport=transport, base_url="http://testserver", cookies=cookies) as client,
        ):
            return await asyncio.gather(*(call(client, number) for number in range(times)))

    return [response.status_code for response in asyncio.run(run())]
