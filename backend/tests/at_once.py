"""Send concurrent requests to an application in one event loop, as under a server."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
from fastapi import FastAPI

Call = Callable[[httpx2.AsyncClient, int], Awaitable[httpx2.Response]]

# Seconds until a test that hangs fails.
TIMEOUT = 25


def at_once(app: FastAPI, times: int, call: Call, cookies: httpx2.Cookies | None = None) -> list[int]:
    """Make `times` calls concurrently, numbered from 0. Return the statuses of the responses."""

    async def run() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with (
            asyncio.timeout(TIMEOUT),
            httpx2.AsyncClient(transport=transport, base_url="http://testserver", cookies=cookies) as client,
        ):
            return await asyncio.gather(*(call(client, number) for number in range(times)))

    return [response.status_code for response in asyncio.run(run())]
