"""The built pages, for installations without nginx, and the API's documentation."""

import base64
import hashlib
import re
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.convertors import Convertor, register_url_convertor

from app.pages.compressed_files import SUFFIXES, EncodedFiles

# Content-Security-Policy: only the pages' own files run, and no page may frame them.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
# Emotion (in the dashboard) and Swagger UI insert styles into the page.
STYLED = f"{POLICY}; style-src 'self' 'unsafe-inline'"

# Messages and QR codes add capitals and a slash to links. The page then corrects the address that it shows.
VOTER_PAGE = re.compile(r"|polls/[^/]+/?|vote/?", re.IGNORECASE)

# The page for a code. It is not stored, so Back does not bring back the polls of the person before.
CODE_PAGE = re.compile(r"vote/?", re.IGNORECASE)

# The voter's page of a poll that staff preview in a frame of the dashboard.
PREVIEW = re.compile(r"preview/[0-9]+")
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


class PagePath(Convertor[str]):
    """Any path except those of the API, where an unknown path is an error in JSON."""

    regex = "(?!api(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class Assets(EncodedFiles):
    """Files with a hash of their content in the name."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type] # passed on as they are
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def add_pages(app: FastAPI, dist: Path) -> None:
    """Serve the documentation and, if they are built, the pages in `dist`."""
    _add_docs(app)
    if (dist / "index.html").is_file():
        _add_frontend(app, dist)


def _add_frontend(app: FastAPI, dist: Path) -> None:
    register_url_convertor("page", PagePath())
    app.mount("/assets", Assets(directory=dist / "assets"))
    folder = EncodedFiles(directory=dist)
    files = {
        file.name: file for file in dist.iterdir() if file.is_file() and file.suffix not in SUFFIXES.values()
    }
    voter_page = files.pop("index.html")

    def send(request: Request, file: Path, status: int = 200) -> Response:
        return folder.file_response(file, file.stat(), request.scope, status)

    @app.api_route("/{path:page}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(request: Request, path: str) -> Response:
        if path in files:
            return send(request, files[path])
        if path == "admin" or path.startswith("admin/"):
            return _as_page(send(request, dist / "admin" / "index.html"), STYLED)
        if PREVIEW.fullmatch(path):
            return _as_page(send(request, voter_page), FRAMED)
        status = 200 if VOTER_PAGE.fullmatch(path) else 404
        response = _as_page(send(request, voter_page, status), POLICY)
        if CODE_PAGE.fullmatch(path):
            response.headers["Cache-Control"] = "no-store"
        return response


def _as_page(response: Response, policy: str) -> Response:
    # A page names the files of one build, so browsers must revalidate it each time.
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _add_docs(app: FastAPI) -> None:
    """Swagger UI at `/api/docs`, with local copies of the files that FastAPI would load from a CDN."""
    files = "/api/docs/files"
    page = get_swagger_ui_html(
        openapi_url="/api/openapi.json",
        title="Polls · API",
        swagger_js_url=f"{files}/swagger-ui-bundle.js",
        swagger_css_url=f"{files}/swagger-ui.css",
        swagger_favicon_url=f"{files}/favicon.png",
    )
    (script,) = re.findall(r"<script>(.*?)</script>", bytes(page.body).decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page.headers["Content-Security-Policy"] = f"{STYLED}; script-src 'self' 'sha256-{digest}'"

    static = Path(fastapi_offline.__file__).parent / "static"
    app.mount(files, StaticFiles(directory=static))

    @app.get("/api/docs", include_in_schema=False)
    async def docs() -> Response:
        return page

    @app.get("/docs", include_in_schema=False)
    async def to_docs() -> RedirectResponse:
        return RedirectResponse("/api/docs")
