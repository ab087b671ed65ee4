"""The pages in the browser, for installations with and without nginx."""

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi_pagination import Params
from starlette.convertors import Convertor, register_url_convertor

from app.config import Settings
from app.database import DATABASE_AWAY, DatabaseDep
from app.health import public_url
from app.pages.addresses import plain_path
from app.pages.api_docs import add_api_docs
from app.pages.compressed_files import SUFFIXES, EncodedFiles
from app.pages.headers import STYLED, page_headers
from app.pages.voter_page import Answer, Site, VoterPage
from app.polls.errors import PollNotFound
from app.polls.links import link_of
from app.results.dependencies import SnapshotsDep
from app.results.poll_list import MAX_SEARCH, PAGE_SIZE, listed_page
from app.results.snapshots import Snapshots
from react_admin.error_handlers import error_response

# The voter's page of a poll that staff preview in a frame of the dashboard.
PREVIEW = re.compile(r"preview/[0-9]+")

# The spaces that JavaScript's trim() and parseInt() drop. Those of Python's strip() differ.
SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff"
SPACES += "".join(map(chr, range(0x2000, 0x200B)))

# Characters that encodeURIComponent leaves as they are, and `quote` does not.
UNCHANGED = "!'()*"

# Sizes the frames of polls on the pages of other sites, which load it.
SIZING_SCRIPT = "embed.js"

# Characters of a description, which lists choices or questions. Search engines show about as many.
DESCRIPTION = 200


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


def add_pages(app: FastAPI, settings: Settings) -> None:
    """Serve the API's documentation and, if they are built, the pages."""
    add_api_docs(app)
    dist = settings.frontend_dist
    if (dist / "index.html").is_file():
        register_url_convertor("page", PagePath())
        app.mount("/assets", Assets(directory=dist / "assets"))
        site = Site.of(settings)
        page = VoterPage(dist, site)
        _add_voter_pages(app, page)
        files = _files(dist)
        if site.logo and settings.site_logo:
            files[site.logo[1:]] = settings.site_logo
        _add_other_pages(app, page, dist, files)


def _add_voter_pages(app: FastAPI, page: VoterPage) -> None:
    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def home(request: Request, database: DatabaseDep) -> Response:
        """The list of polls. `page` is read as the page's script reads it: a number below 1 is 1."""
        number = _page_number(_parameter(request, "page"))
        search = _search_term(_parameter(request, "search"))
        params = Params(page=number, size=PAGE_SIZE)
        try:
            polls = await database.read(partial(listed_page, params=params, search=search))
        except DATABASE_AWAY:
            return page.respond(request, status=503)
        query = _query(search=search, page=number if number > 1 else None)
        path = f"/api/polls{_query(page=number, search=search)}"
        return page.respond(
            request,
            "list.html",
            polls=polls.items,
            has_search=bool(search) or (polls.pages or 0) > 1,
            description=_listed(poll.question_text for poll in polls.items),
            answer=Answer(path, 200, polls.model_dump_json().encode()),
            canonical=f"{public_url(request)}/{query}",
            is_listed=not search,
        )

    @app.api_route("/polls/{slug}", methods=["GET", "HEAD"], include_in_schema=False)
    async def poll(request: Request, slug: str, snapshots: SnapshotsDep) -> Response:
        return await poll_page(request, snapshots, slug)

    @app.api_route("/polls/{slug}/present", methods=["GET", "HEAD"], include_in_schema=False)
    async def presented_poll(request: Request, slug: str, snapshots: SnapshotsDep) -> Response:
        """A view of the poll's page for a projector, which search engines leave out."""
        return await poll_page(request, snapshots, slug, view="/present")

    @app.api_route("/polls/{slug}/embed", methods=["GET", "HEAD"], include_in_schema=False)
    async def framed_poll(request: Request, slug: str, snapshots: SnapshotsDep) -> Response:
        """A view of the poll's page that other sites may show in a frame."""
        return await poll_page(request, snapshots, slug, view="/embed")

    async def poll_page(request: Request, snapshots: Snapshots, slug: str, view: str = "") -> Response:
        """The page of a poll, or a `view` of it, with the answer of the API to the page's first request."""
        frame_ancestors = "*" if view == "/embed" else "'none'"
        respond = partial(page.respond, request, frame_ancestors=frame_ancestors, view=view[1:])
        path = plain_path(f"polls/{slug}{view}")
        if path is None:
            return respond(status=404)
        if path != request.scope["path"]:
            return _redirect(request, path)
        api = f"/api/polls/{slug}"
        try:
            snapshot = await snapshots.get(slug)
        except PollNotFound as error:
            body = bytes(error_response(error).body)
            return respond(status=404, answer=Answer(api, 404, body))
        except DATABASE_AWAY:
            return respond(status=503)
        question = snapshot.question
        return respond(
            "poll.html",
            poll=question,
            title=question.question_text,
            description=_listed(choice.choice_text for choice in question.choices),
            canonical=link_of(request, slug),
            picture=f"{public_url(request)}{api}/picture.png",
            is_listed=not view and question.listed and not question.archived,
            answer=Answer(api, 200, snapshot.poll_json),
        )


def _add_other_pages(app: FastAPI, page: VoterPage, dist: Path, files: dict[str, Path]) -> None:
    folder = EncodedFiles(directory=dist)

    def send(request: Request, file: Path) -> Response:
        return folder.file_response(file, file.stat(), request.scope)

    @app.api_route("/{path:page}", methods=["GET", "HEAD"], include_in_schema=False)
    def other(request: Request, path: str) -> Response:
        if path in files:
            response = send(request, files[path])
            if path == SIZING_SCRIPT:
                response.headers["Cache-Control"] = "public, max-age=3600"
            return response
        if path == "admin" or path.startswith("admin/"):
            response = send(request, dist / "admin" / "index.html")
            response.headers.update(page_headers(STYLED))
            return response
        if PREVIEW.fullmatch(path):
            return page.respond(request, frame_ancestors="'self'")
        plain = plain_path(path)
        if plain == f"/{path}":
            # The page for a code. It is not stored, so Back does not bring back the person before.
            response = page.respond(request)
            response.headers["Cache-Control"] = "no-store"
            return response
        return _redirect(request, plain) if plain else page.respond(request, status=404)


def _files(dist: Path) -> dict[str, Path]:
    """The files beside the built page, by their names."""
    compressed = tuple(SUFFIXES.values())
    return {
        file.name: file
        for file in dist.iterdir()
        if file.is_file() and file.name != "index.html" and not file.name.endswith(compressed)
    }


def _redirect(request: Request, path: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(path + query, 301)


def _parameter(request: Request, name: str) -> str:
    """The first value of a query parameter, as URLSearchParams reads it, or an empty text."""
    return next(iter(request.query_params.getlist(name)), "")


def _page_number(text: str) -> int:
    digits = re.match(r"\+?0*([0-9]{1,6})(?![0-9])", text.lstrip(SPACES))
    return max(1, int(digits[1])) if digits else 1


def _search_term(text: str) -> str:
    """`search` as the page's script sends it: a long term is cut, so that any address is answered."""
    return text.replace("\0", "").strip(SPACES)[:MAX_SEARCH].strip(SPACES)


def _query(**values: object) -> str:
    """The query of an address, without empty values, encoded as by JavaScript's encodeURIComponent."""
    query = "&".join(f"{name}={quote(str(value), safe=UNCHANGED)}" for name, value in values.items() if value)
    return query and f"?{query}"


def _listed(texts: Iterable[str]) -> str:
    text = " · ".join(texts)
    return text if len(text) <= DESCRIPTION else f"{text[: DESCRIPTION - 1].rstrip(' ·')}…"
