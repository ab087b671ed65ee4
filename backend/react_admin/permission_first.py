"""Permission is checked before the body is judged."""

from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.utils import solve_dependencies
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException


class PermissionFirst(APIRoute):
    """A route that refuses a caller first, whatever the body is.

    FastAPI reads the body before it calls the dependencies, so anyone would get the 413 of a body that is too
    large and the 422 of one that is no JSON. Here the dependencies are called in between.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def handle_permission_first(request: Request) -> Response:
            try:
                await request.body()
                if "json" in request.headers.get("content-type", ""):
                    await request.json()  # the request keeps it, so nothing is read twice
            except (HTTPException, ValueError, RecursionError) as error:
                await self._check_permission(request)
                if isinstance(error, HTTPException):
                    raise
            return await handle(request)

        return handle_permission_first

    async def _check_permission(self, request: Request) -> None:
        """Call the dependencies, and close what they opened: the request opens it again."""
        async with AsyncExitStack() as stack:
            scope = {**request.scope, "fastapi_inner_astack": stack, "fastapi_function_astack": stack}
            await solve_dependencies(
                request=Request(scope, request.receive),
                dependant=self.dependant,
                async_exit_stack=stack,
                embed_body_fields=False,
            )
