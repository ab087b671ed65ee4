"""The voter's page with the data of its address: its texts, its tags, and the links that lead to it."""

import gzip
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.config import Settings
from app.database import Database
from app.main import create_app
from app.pages.addresses import plain_path
from tests.factories import make_poll
from tests.factories.pages import build_pages
from tests.factories.polls import AN_HOUR_AGO, TOMORROW, add_many_ballots, edit_poll
from tests.factories.rolls import make_people, make_poll_of


class Page(HTMLParser):
    """The parts of a page: `tags` are its meta tags, `links` its links by `rel`."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.tags: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}
        self.attributes: dict[str, dict[str, str]] = {}
        self._open = ""
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._open = tag
        self.attributes[tag] = values
        if tag == "meta" and "content" in values:
            self.tags[values.get("name") or values["property"]] = values["content"]
        if tag == "link":
            self.links[values["rel"]] = values["href"]

    def handle_endtag(self, _: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.setdefault(self._open, []).append(data.strip())

    @property
    def answer(self) -> Any:
        return json.loads(self.texts["script"][0])


LONG = "Which of the many proposals, " * 7
SCRIPT = "</script><script>alert(1)</script> & <!--main-->"
# The pages of a poll.
VIEWS = ["", "/present", "/embed"]
ARABIC = "ماذا نأكل اليوم؟"


def frame_ancestors(response: Response) -> str:
    """The pages that may frame the response."""
    (sources,) = re.findall(r"frame-ancestors ([^;]+)", response.headers["Content-Security-Policy"])
    return str(sources)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    ("values", "ballots"),
    [
        ({}, 0),
        ({"closes_at": TOMORROW}, 3),
        ({"closes_at": AN_HOUR_AGO}, 3),
        ({"closes_at": AN_HOUR_AGO, "results_visibility": "staff"}, 3),
        ({"results_visibility": "after_vote"}, 3),
        ({"listed": False}, 0),
        ({"question_text": ARABIC}, 0),
        ({"question_text": LONG[:200]}, 0),
        ({"question_text": SCRIPT}, 0),
    ],
)
def test_the_page_of_a_poll_has_its_texts_its_tags_and_the_answer_of_the_api(
    database: Database, client: TestClient, values: dict[str, Any], ballots: int, view: str
) -> None:
    poll = make_poll(database, "Tea", SCRIPT, **values)
    if ballots:
        add_many_ballots(database, poll, ballots)

    response = client.get(f"/polls/{poll.slug}{view}")

    page, path = Page(response), f"/polls/{poll.slug}"
    assert response.status_code == 200
    assert frame_ancestors(response) == ("*" if view == "/embed" else "'none'")
    assert page.texts["h1"] == [poll.question_text]
    assert page.texts["span"] == ["Tea", SCRIPT]
    assert page.texts["title"] == [f"{poll.question_text} · Polls"]
    address = "http://testserver"
    about = {"title": poll.question_text, "description": f"Tea · {SCRIPT}"}
    assert page.tags == {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "application-name": "Polls",
        "description": about["description"],
        **({} if poll.listed and not view else {"robots": "noindex"}),
        **{f"og:{name}": text for name, text in about.items()},
        "og:url": address + path,
        "og:type": "website",
        "og:site_name": "Polls",
        "og:image": f"{address}/api{path}/picture.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": poll.question_text,
        "twitter:card": "summary_large_image",
    }
    assert page.links["canonical"] == address + path
    assert page.attributes["script"] == {
        "type": "application/json",
        "id": "answer",
        "data-path": f"/api{path}",
        "data-status": "200",
    }
    assert page.answer == client.get(f"/api{path}").json()
    assert len(page.texts["script"]) == 1


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("visibility", ["after_vote", "after_close", "staff"])
def test_a_hidden_result_is_not_in_the_page(
    database: Database, client: TestClient, admin: TestClient, visibility: str, view: str
) -> None:
    poll = make_poll(database, results_visibility=visibility)
    path = f"/polls/{poll.slug}{view}"
    before = client.get(path)

    add_many_ballots(database, poll, 7)
    database.edits += 1  # the ballots were added past the ballot box

    after, of_staff = client.get(path), admin.get(path)
    assert Page(after).answer["results"] is None
    assert before.text == after.text == of_staff.text


def test_the_page_depends_on_no_cookie_and_sets_none(
    database: Database, client: TestClient, editor: TestClient
) -> None:
    poll = make_poll(database)
    client.get(f"/api/polls/{poll.slug}/me")

    for path in ("/", *(f"/polls/{poll.slug}{view}" for view in VIEWS)):
        responses = [client.get(path), editor.get(path), client.get(path, headers={"Cookie": "voter=x"})]
        assert len({response.text for response in responses}) == 1
        assert not any("Set-Cookie" in response.headers for response in responses)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", ["unknown", "draft", "not yet published", "deleted"])
def test_a_poll_that_is_not_published_has_a_page_of_its_own(
    database: Database, client: TestClient, editor: TestClient, kind: str, view: str
) -> None:
    values: dict[str, Any] = {"draft": {"draft": True}, "not yet published": {"pub_date": TOMORROW}}
    poll = make_poll(database, **values.get(kind, {}))
    if kind == "deleted":
        editor.delete(f"/api/admin/questions/{poll.id}")
    path = f"/polls/{poll.slug if kind != 'unknown' else '2222222222'}"

    response = client.get(path + view)

    page, answer = Page(response), client.get(f"/api{path}")
    assert (response.status_code, answer.status_code) == (404, 404)
    assert frame_ancestors(response) == ("*" if view == "/embed" else "'none'")
    assert page.answer == answer.json()
    assert page.attributes["script"]["data-status"] == "404"
    assert page.tags["robots"] == "noindex"
    assert "canonical" not in page.links
    assert poll.question_text not in response.text


def test_the_list_has_links_to_the_listed_polls_and_the_answer_of_the_api(
    database: Database, client: TestClient
) -> None:
    for number in range(22):
        make_poll(database, question_text=f"Poll {number}")
    make_poll(database, question_text="Unlisted", listed=False)
    make_poll(database, question_text="Draft", draft=True)

    first, second = Page(client.get("/")), Page(client.get("/?utm=x&page=2"))

    assert first.texts["a"] == [f"Poll {number}" for number in range(20)]
    assert second.texts["a"] == ["Poll 20", "Poll 21"]
    assert second.tags["description"] == second.tags["og:description"] == "Poll 20 · Poll 21"
    assert first.texts["title"] == ["Polls"]
    assert (first.links["canonical"], second.links["canonical"]) == (
        "http://testserver/",
        "http://testserver/?page=2",
    )
    for page, path in ((first, "/api/polls?page=1"), (second, "/api/polls?page=2")):
        assert page.attributes["script"]["data-path"] == path
        assert page.answer == client.get(path).json()
        assert "robots" not in page.tags


@pytest.mark.parametrize(
    ("search", "sent", "number"),
    [
        ("Tea & cake", "Tea%20%26%20cake", 1),
        ("  ÉCLAIRS (“two”)/100% 🐈  ", "%C3%89CLAIRS%20(%E2%80%9Ctwo%E2%80%9D)%2F100%25%20%F0%9F%90%88", 2),
        ("</script>'\"", "%3C%2Fscript%3E'%22", 1),
        ("x" * 300, "x" * 200, 1),
        ("a\0b", "ab", 1),
    ],
)
def test_a_search_has_the_answer_of_the_api_and_is_kept_from_search_engines(
    database: Database, client: TestClient, search: str, sent: str, number: int
) -> None:
    for text in ("Tea & cake?", "Coffee?"):
        make_poll(database, question_text=text)

    page = Page(client.get("/", params={"search": search, "page": number}))

    path = f"/api/polls?page={number}&search={sent}"
    assert page.attributes["script"]["data-path"] == path
    assert page.answer == client.get(path).json()
    assert page.texts.get("a", []) == (["Tea & cake?"] if search.startswith("Tea") else [])
    assert page.tags["robots"] == "noindex"
    query = f"search={sent}" + ("&page=2" if number == 2 else "")
    assert page.links["canonical"] == page.tags["og:url"] == f"http://testserver/?{query}"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("page=", 1),
        ("page=0", 1),
        ("page=-3", 1),
        ("page=two", 1),
        ("page=2x", 2),
        ("page=%202", 2),
        ("page=%C2%A02", 2),
        ("page=%EF%BB%BF%2B02", 2),
        ("page=%1C2", 1),
        ("page=1.5", 1),
        ("page=" + "9" * 30, 1),
        ("page=%D9%A2", 1),
        ("page=2&page=3", 2),
    ],
)
def test_any_page_number_is_answered(client: TestClient, query: str, number: int) -> None:
    response = client.get(f"/?{query}")

    assert response.status_code == 200
    assert Page(response).attributes["script"]["data-path"] == f"/api/polls?page={number}"


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("search=tea&search=cake", "tea"),
        ("search=&search=cake", ""),
        ("search=%EF%BB%BFtea%C2%A0", "tea"),
        ("search=%1Ctea", "%1Ctea"),
    ],
)
def test_a_search_is_read_as_the_script_of_the_page_reads_it(
    client: TestClient, query: str, sent: str
) -> None:
    path = Page(client.get(f"/?{query}")).attributes["script"]["data-path"]

    assert path == "/api/polls?page=1" + (sent and f"&search={sent}")


@pytest.mark.parametrize(
    "link",
    [
        "/polls/{}/",
        "/polls/{}//",
        "/POLLS/{}/",
        "/polls/{}.",
        "/polls/{}).",
        "/polls/{}]",
        "/polls/{},",
        "/polls/{}%3F",
        "/polls/{}%22",
        "/polls/%22{}%E2%80%9D,",
        "/polls/{}%C2%BB.",
        "/polls/%3C{}%3E",
        "/polls/{}%E3%80%82",
        "/polls/{}%20and",
        "/polls/{}%0A",
        "/polls/{}%C2%AD",
        "/polls/%E2%80%8B{}%EF%BB%BF",
        "/polls/{}&fbclid=x",
        "/polls/{}%",
        "/polls/{}%E2%80",
    ],
)
def test_a_link_with_additions_leads_to_the_poll(database: Database, client: TestClient, link: str) -> None:
    poll = make_poll(database)
    for method in ("GET", "HEAD"):
        response = client.request(method, link.format(poll.slug), params={"utm": "x y"})

        (redirect,) = response.history
        assert (redirect.status_code, response.status_code) == (301, 200)
        assert redirect.headers["Location"] == f"/polls/{poll.slug}?utm=x+y"


def test_capitals_in_a_link_lead_to_the_poll(database: Database, client: TestClient) -> None:
    poll = make_poll(database)

    response = client.get(f"/Polls/{poll.slug.upper()}")

    assert response.url.path == f"/polls/{poll.slug}"
    assert client.get(f"/polls/{poll.slug}?fbclid=x").history == []
    assert client.get(f"/polls/{poll.slug.upper()}/Present).").url.path == f"/polls/{poll.slug}/present"
    assert client.get(f"/polls/{poll.slug.upper()}/EMBED/").url.path == f"/polls/{poll.slug}/embed"


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("polls/k7m2p\u00ad9xq4r", "/polls/k7m2p9xq4r"),
        ("polls/\uff4b7m2p9xq4r", "/polls/k7m2p9xq4r"),
        ("polls/K7M2P9XQ4R/Present).", "/polls/k7m2p9xq4r/present"),
        ("polls/k7m2p9xq4r/embed", "/polls/k7m2p9xq4r/embed"),
        ("VOTE/", "/vote"),
        ("vote.", "/vote"),
        ("polls/a/b", None),
        ("polls/", None),
        ('polls/"', None),
        ("x/polls/a", None),
        ("voted", None),
        ("", None),
    ],
)
def test_the_plain_path_of_a_link(path: str, plain: str | None) -> None:
    assert plain_path(path) == plain


def test_a_page_is_compressed_for_clients_that_accept_it(database: Database, client: TestClient) -> None:
    path = f"/polls/{make_poll(database).slug}"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})

    with client.stream("GET", path, headers={"Accept-Encoding": "br, gzip"}) as response:
        body = b"".join(response.iter_raw())

    assert response.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(body) == plain.content
    assert plain.headers["Vary"] == response.headers["Vary"] == "Accept-Encoding"
    head = client.head(path, headers={"Accept-Encoding": "gzip"})
    assert (head.content, head.headers) == (b"", response.headers)


@pytest.fixture(scope="module")
def pages_of(dist: Path) -> Callable[..., TestClient]:
    def pages(**settings: Any) -> TestClient:
        values: dict[str, Any] = {"database_url": "sqlite:////never-opened.sqlite3", "frontend_dist": dist}
        return TestClient(create_app(Settings(**values | settings)))

    return pages


def test_an_installation_presents_itself(pages_of: Callable[..., TestClient], tmp_path: Path) -> None:
    logo = tmp_path / "our logo.SVG"
    logo.write_text("<svg>ours</svg>")
    client = pages_of(site_name="Works <council>", site_logo=logo, default_language="ar")

    page = Page(client.get("/vote"))

    assert page.texts["title"] == ["Works <council>"]
    assert page.tags["application-name"] == "Works <council>"
    # The page's script changes both for voters of another language.
    assert page.attributes["html"] == {"lang": "ar", "dir": "rtl"}
    assert page.attributes["img"] == {"class": "logo", "src": "/logo.svg", "alt": ""}
    assert page.links["icon"] == "/logo.svg"
    assert page.texts[""] == ["Works <council>"]
    response = client.get("/logo.svg")
    assert (response.text, response.headers["Content-Type"]) == ("<svg>ours</svg>", "image/svg+xml")


def test_addresses_in_the_page_begin_with_public_url(
    database: Database, app: Any, client: TestClient
) -> None:
    poll = make_poll(database)
    settings = app.state.settings
    app.state.settings = settings.model_copy(update={"public_url": "https://polls.example.org"})
    try:
        page = Page(client.get(f"/polls/{poll.slug}", headers={"Host": "evil.example"}))
    finally:
        app.state.settings = settings

    assert page.links["canonical"] == f"https://polls.example.org/polls/{poll.slug}"
    assert page.tags["og:image"].startswith("https://polls.example.org/api/polls/")


def test_a_frame_has_no_ballot_for_people_with_codes(database: Database, client: TestClient) -> None:
    poll = make_poll_of(database, make_people(database).roll, "Tea", "Coffee")
    path = f"/polls/{poll.slug}"

    framed = Page(client.get(f"{path}/embed"))

    assert framed.texts["h1"] == [poll.question_text]
    assert "span" not in framed.texts
    assert Page(client.get(path)).texts["span"][0] == "Tea"


UNFRAMED = """
/ /?page=2 /none /polls/%22 /polls/{0}/x /vote /admin /docs /favicon.svg /embed.js /assets/voter-abc.js
/api/docs /api/docs/files/swagger-ui.css /api/openapi.json /api/none /api/site /api/admin/questions
/api/polls /api/polls/{0} /api/polls/{0}/me /api/polls/{0}/qr.svg /api/polls/{0}/picture.png
/api/polls/{0}/results/stream
"""


def test_nothing_else_may_be_framed(database: Database, client: TestClient) -> None:
    poll = make_poll(database, closes_at=AN_HOUR_AGO)
    for path in UNFRAMED.format(poll.slug).split():
        for method in ("GET", "POST"):
            response = client.request(method, path, follow_redirects=False)
            assert frame_ancestors(response) == "'none'", path


def test_an_edit_is_on_the_next_page(database: Database, client: TestClient) -> None:
    poll = make_poll(database)
    client.get(f"/polls/{poll.slug}")

    edit_poll(database, poll, question_text="Juice?")

    assert Page(client.get(f"/polls/{poll.slug}")).texts["h1"] == ["Juice?"]


def test_pages_of_another_build_are_refused_at_start(
    pages_of: Callable[..., TestClient], tmp_path: Path
) -> None:
    dist = build_pages(tmp_path)
    (dist / "index.html").write_text("<title>Polls</title>")

    with pytest.raises(ValueError, match="is not the page of this version"):
        pages_of(frontend_dist=dist)
