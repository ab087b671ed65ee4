"""Permission is checked before the body is judged."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.utils import solve_dependencies
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException


class PermissionFirst(APIRoute):
    """A route that refuses a caller first, whatever the body is.

    FastAPI reads the body before it calls the dependencies, so a body that is too large or no JSON would get
    its 413 or 422 from anyone. Here the dependencies are called then too, and their refusal counts.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_permission_first(request: Request) -> Response:
            try:
                return await handle(request)
            except (HTTPException, RequestValidationError):
                await solve_dependencies(
                    request=request,
                    dependant=self.dependant,
                    async_exit_stack=request.scope["fastapi_inner_astack"],
                    embed_body_fields=False,
                )
                raise

        return handle_permission_first
