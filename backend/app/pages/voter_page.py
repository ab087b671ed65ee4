"""The voter's page, with the data of its address in the HTML.

The page that the frontend's build wrote is the base template: its parts between `<!--name-->` and
`<!--/name-->` are the blocks that the templates replace. The stylesheet stands in the page, so that its first
response can be painted.
"""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import ChoiceLoader, DictLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.config import Language, Settings
from app.pages.compressed_files import preferred
from app.pages.headers import POLICY, page_headers, source_of

BLOCK = re.compile(r"<!--([a-z]+)-->(.*?)<!--/\1-->", re.DOTALL)
BLOCKS = {"head", "mark", "name", "main", "answer"}
LANGUAGE = '<html lang="en">'
STYLESHEET = re.compile(r'\s*<link rel="stylesheet"[^>]*? href="/([^"]+)"[^>]*>')

# zlib's own default. Level 9 takes twice the time for a page that is 1 % smaller.
GZIP_LEVEL = 6

# The variables of page.html on a page without data.
NOTHING: dict[str, Any] = {
    "title": None,
    "description": None,
    "canonical": None,
    "picture": None,
    "answer": None,
    "is_listed": False,
    "view": "",
}


@dataclass(frozen=True)
class Site:
    """How an installation presents itself. `logo` is the path of its picture, or None for the mark."""

    name: str
    language: Language
    logo: str | None

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        logo = f"/logo{settings.site_logo.suffix.lower()}" if settings.site_logo else None
        return cls(settings.site_name, settings.default_language, logo)


@dataclass(frozen=True)
class Answer:
    """The API's response to the page's first request, which the page therefore need not send."""

    path: str
    status: int
    body: bytes

    @property
    def json(self) -> Markup:
        # "<" could end the script element. It stands only within texts of the JSON.
        return Markup(self.body.decode().replace("<", "\\u003c"))  # noqa: S704 - escaped for its place


class VoterPage:
    """Renders the voter's page from the files in `dist`."""

    def __init__(self, dist: Path, site: Site) -> None:
        style, built = _style_and_template(dist)
        loaders = (DictLoader({"built.html": built}), PackageLoader("app.pages"))
        self._templates = Environment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._templates.globals.update(site=site, style=Markup(style))  # noqa: S704 - from our own build
        self._style_source = source_of(style)

    def respond(
        self,
        request: Request,
        template: str = "page.html",
        status: int = 200,
        frame_ancestors: str = "'none'",
        **data: Any,
    ) -> Response:
        """The page as a response. `frame_ancestors` are the sites that may frame it.

        `view`, in the data, becomes `<html data-view>`, for styles that apply before any script has arrived.
        """
        html = self._templates.get_template(template).render(NOTHING | data).encode()
        policy = f"{POLICY}; frame-ancestors {frame_ancestors}; style-src 'self' {self._style_source}"
        headers = {**page_headers(policy), "Vary": "Accept-Encoding"}
        if preferred(request.headers.get("accept-encoding", ""), ["gzip"]):
            html = gzip.compress(html, GZIP_LEVEL, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return Response(html, status, headers, "text/html")


def _style_and_template(dist: Path) -> tuple[str, str]:
    """The stylesheets of the built page, and the page as a template with `style` in their place."""
    html = (dist / "index.html").read_text()
    linked = STYLESHEET.findall(html)
    if not linked or {name for name, _ in BLOCK.findall(html)} != BLOCKS or LANGUAGE not in html:
        raise ValueError(f"{dist}/index.html is not the page of this version. Build it again.")
    html = STYLESHEET.sub("", html).replace("</head>", "<style>{{ style }}</style></head>")
    language = 'lang="{{ site.language }}" dir="{{ site.language.direction }}"'
    html = html.replace(LANGUAGE, f'<html {language}{{% if view %}} data-view="{{{{ view }}}}"{{% endif %}}>')
    style = "".join((dist / name).read_text() for name in linked)
    return style, BLOCK.sub(r"{% block \1 %}\2{% endblock %}", html)
