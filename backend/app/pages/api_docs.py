"""Swagger UI at `/api/docs`, with local copies of the files that FastAPI would load from a CDN."""

import re
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from app.pages.headers import STYLED, source_of

FILES = "/api/docs/files"


def add_api_docs(app: FastAPI) -> None:
    page = get_swagger_ui_html(
        openapi_url="/api/openapi.json",
        title="Polls · API",
        swagger_js_url=f"{FILES}/swagger-ui-bundle.js",
        swagger_css_url=f"{FILES}/swagger-ui.css",
        swagger_favicon_url=f"{FILES}/favicon.png",
    )
    (script,) = re.findall(r"<script>(.*?)</script>", bytes(page.body).decode(), re.DOTALL)
    page.headers["Content-Security-Policy"] = f"{STYLED}; script-src 'self' {source_of(script)}"

    static = Path(fastapi_offline.__file__).parent / "static"
    app.mount(FILES, StaticFiles(directory=static))

    @app.get("/api/docs", include_in_schema=False)
    async def docs() -> Response:
        return page

    @app.get("/docs", include_in_schema=False)
    async def to_docs() -> RedirectResponse:
        return RedirectResponse("/api/docs")
