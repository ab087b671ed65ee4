"""Files, the dashboard and the pages without data, from a small `dist` folder, in each encoding."""

import base64
import gzip
import hashlib
import os
import re
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.config import CHECKOUT, Settings
from app.main import create_app
from app.pages.compressed_files import preferred
from app.pages.headers import POLICY, STYLED
from tests.factories.pages import ADMIN, STYLE, build_pages

VOTER = "<title>Polls</title>"
BROTLI = b"b"  # Not real Brotli: no test decodes it.


def compress(dist: Path) -> Path:
    """Add the compressed files that the real build writes."""
    for file in [*dist.rglob("*.*")]:
        compressed = gzip.compress(file.read_bytes(), mtime=0)
        for suffix, content in {"gz": compressed, "br": BROTLI * len(compressed)}.items():
            compressed_file = file.with_name(f"{file.name}.{suffix}")
            compressed_file.write_bytes(content)
            os.utime(compressed_file, (2**30, 2**30))
        os.utime(file, (2**30, 2**30))
    return dist


def client_for(dist: Path) -> TestClient:
    return TestClient(
        create_app(Settings(database_url="sqlite:////never-opened.sqlite3", frontend_dist=dist))
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_for(build_pages(tmp_path_factory.mktemp("pages")))


@pytest.fixture(scope="module")
def encoded_pages(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_for(compress(build_pages(tmp_path_factory.mktemp("encoded"))))


def directives(response: httpx2.Response) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in policy)


@pytest.mark.parametrize(
    ("path", "status", "page", "caching"),
    [
        ("/vote", 200, VOTER, "no-store"),  # so that Back does not bring back the person before
        ("/vote?utm=x", 200, VOTER, "no-store"),
        ("/preview/12?theme=dark", 200, VOTER, "no-cache"),
        ("/polls", 404, VOTER, "no-cache"),
        ("/polls/", 404, VOTER, "no-cache"),
        ("/polls/a/b", 404, VOTER, "no-cache"),
        ("/polls/%22", 404, VOTER, "no-cache"),
        ("/vote/a", 404, VOTER, "no-cache"),
        ("/votes", 404, VOTER, "no-cache"),
        ("/preview", 404, VOTER, "no-cache"),
        ("/preview/x", 404, VOTER, "no-cache"),
        ("/preview/1/2", 404, VOTER, "no-cache"),
        ("/Preview/1", 404, VOTER, "no-cache"),
        ("/nothing", 404, VOTER, "no-cache"),
        ("/apiary", 404, VOTER, "no-cache"),
        ("/index.html", 404, VOTER, "no-cache"),
        ("/administration", 404, VOTER, "no-cache"),
        ("/admin", 200, ADMIN, "no-cache"),
        ("/admin/", 200, ADMIN, "no-cache"),
        ("/admin/questions/1", 200, ADMIN, "no-cache"),
        ("/admin/index.html", 200, ADMIN, "no-cache"),
    ],
)
def test_each_address_returns_its_page_with_its_headers(
    pages: TestClient, path: str, status: int, page: str, caching: str
) -> None:
    response = pages.get(path, follow_redirects=False)

    assert (response.status_code, page in response.text) == (status, True)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == caching
    policy = directives(response)
    assert (policy["default-src"], policy["object-src"]) == ("'self'", "'none'")
    # The dashboard shows the preview in a frame.
    assert policy["frame-ancestors"] == ("'self'" if path.startswith("/preview/12") else "'none'")
    if page == ADMIN:
        assert policy["style-src"] == "'self' 'unsafe-inline'"
    else:
        digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
        assert f"<style>{STYLE}</style>" in response.text
        assert policy["style-src"] == f"'self' 'sha256-{digest}'"
        assert '<meta name="robots" content="noindex" />' in response.text


def test_files_are_served_and_those_with_a_hash_in_the_name_are_cached(pages: TestClient) -> None:
    icon, script = pages.get("/favicon.svg"), pages.get("/assets/voter-abc.js")

    assert (icon.status_code, icon.text) == (200, "<svg/>")
    assert (script.status_code, script.text) == (200, "let x;")
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    sizing = pages.get("/embed.js")
    assert (sizing.text, sizing.headers["Cache-Control"]) == ("let y;", "public, max-age=3600")


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip ; q = 0.5", "gzip"),
        ("identity, gzip;q=0.9", None),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("identity;q=0", None),
        ("*", "br"),
        ("*;q=0.5, br;q=0.1", "gzip"),
        ("*;q=0", None),
        ("*;q=0, gzip", "gzip"),
        ("deflate, zstd", None),
        ("gzip;q=2", None),
        ("gzip;q=high, br", "br"),
        ("gzip;level=9", None),
        ("gzip;q=", None),
        (",;, gzip", "gzip"),
        ("gzipped", None),
    ],
)
def test_the_response_has_the_encoding_that_the_client_prefers(
    encoded_pages: TestClient, accept: str, encoding: str | None
) -> None:
    assert preferred(accept, ("br", "gzip")) == encoding
    assert preferred(accept, ()) is None

    response = encoded_pages.head("/assets/voter-abc.js", headers={"Accept-Encoding": accept})
    assert response.headers.get("Content-Encoding") == encoding


@pytest.mark.parametrize(
    ("path", "status", "text", "content_type"),
    [
        ("/admin/questions", 200, ADMIN, "text/html; charset=utf-8"),
        ("/favicon.svg", 200, "<svg/>", "image/svg+xml"),
        ("/assets/voter-abc.js", 200, "let x;", "text/javascript; charset=utf-8"),
    ],
)
def test_each_encoding_has_its_own_content_length_and_etag(
    encoded_pages: TestClient, path: str, status: int, text: str, content_type: str
) -> None:
    etags, other_headers = set(), set()
    compressed = gzip.compress(text.encode(), mtime=0)
    contents = {"identity": text.encode(), "gzip": compressed, "br": BROTLI * len(compressed)}
    for accept, content in contents.items():
        with encoded_pages.stream("GET", path, headers={"Accept-Encoding": accept}) as response:
            body = b"".join(response.iter_raw())
        assert (response.status_code, response.headers["Content-Type"]) == (status, content_type)
        assert body == content
        assert response.headers["Content-Length"] == str(len(body))
        assert response.headers["Vary"] == "Accept-Encoding"
        head = encoded_pages.head(path, headers={"Accept-Encoding": accept})
        assert (head.status_code, head.content, head.headers) == (status, b"", response.headers)
        etags.add(response.headers["ETag"])
        other_headers.add(
            (response.headers.get("Cache-Control"), response.headers.get("Content-Security-Policy"))
        )
    assert len(etags) == 3
    assert len(other_headers) == 1


@pytest.mark.parametrize("path", ["/admin", "/favicon.svg", "/assets/voter-abc.js"])
@pytest.mark.parametrize("accept", ["identity", "gzip", "br"])
def test_a_file_is_sent_again_only_if_its_etag_differs(
    encoded_pages: TestClient, path: str, accept: str
) -> None:
    new = encoded_pages.head(path, headers={"Accept-Encoding": accept})
    etag = new.headers["ETag"]

    for if_none_match in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        headers = {"Accept-Encoding": accept, "If-None-Match": if_none_match}
        unchanged = encoded_pages.get(path, headers=headers)
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        for name in ("ETag", "Vary", "Cache-Control"):
            assert unchanged.headers.get(name) == new.headers.get(name)
    for other in ("identity", "gzip", "br"):
        status = encoded_pages.get(
            path, headers={"Accept-Encoding": other, "If-None-Match": etag}
        ).status_code
        assert status == (304 if other == accept else 200)


@pytest.mark.parametrize("change", ["newer file", "no such file", "folder"])
def test_a_compressed_file_that_is_outdated_or_missing_is_not_sent(tmp_path: Path, change: str) -> None:
    dist = compress(build_pages(tmp_path))
    compressed = dist / "assets" / "voter-abc.js.gz"
    if change == "newer file":
        os.utime(dist / "assets" / "voter-abc.js", (2**31, 2**31))
    else:
        compressed.unlink()
        if change == "folder":
            compressed.mkdir()

    response = client_for(dist).get("/assets/voter-abc.js", headers={"Accept-Encoding": "gzip"})

    assert (response.text, response.headers["Vary"]) == ("let x;", "Accept-Encoding")
    assert "Content-Encoding" not in response.headers


def test_a_range_of_bytes_is_taken_from_the_uncompressed_file(encoded_pages: TestClient) -> None:
    accept = {"Accept-Encoding": "gzip, br"}
    compressed = encoded_pages.head("/assets/voter-abc.js", headers=accept).headers["ETag"]

    part = encoded_pages.get("/assets/voter-abc.js", headers={**accept, "Range": "bytes=4-"})
    whole = encoded_pages.get(
        "/assets/voter-abc.js", headers={**accept, "Range": "bytes=4-", "If-Range": compressed}
    )
    beyond = encoded_pages.get("/assets/voter-abc.js", headers={**accept, "Range": "bytes=99-"})

    assert (part.status_code, part.text, part.headers["Content-Range"]) == (206, "x;", "bytes 4-5/6")
    assert (whole.status_code, whole.text) == (200, "let x;")
    assert beyond.status_code == 416
    for response in (part, whole):
        assert "Content-Encoding" not in response.headers
        assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("suffix", ["gz", "br"])
def test_a_compressed_file_has_no_address_of_its_own(encoded_pages: TestClient, suffix: str) -> None:
    assert encoded_pages.get(f"/assets/voter-abc.js.{suffix}").status_code == 404
    page = encoded_pages.get(f"/favicon.svg.{suffix}", headers={"Accept-Encoding": "identity"})
    assert (page.status_code, VOTER in page.text) == (404, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets//secret.txt",
        "/assets/%00",
        "/assets/",
        "/assets/none.js",
        "/admin/..%2f..%2fsecret.txt",
    ],
)
def test_files_outside_the_folder_are_not_served(pages: TestClient, path: str) -> None:
    response = pages.get(path)

    assert response.status_code == 404 or response.text == ADMIN
    assert "secret" not in response.text


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/admin/nothing", "/api/../api/x"])
def test_an_unknown_path_below_api_is_a_json_error(pages: TestClient, path: str) -> None:
    response = pages.get(path, headers={"Accept": "text/html"})

    assert (response.status_code, response.json()["message"]) == (404, "Not found.")


@pytest.mark.parametrize("path", ["/", "/polls/abcdefghjk", "/nothing", "/assets/voter-abc.js", "/api/site"])
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_pages_and_files_are_read_only(pages: TestClient, path: str, method: str) -> None:
    response = pages.request(method, path)

    assert (response.status_code, response.json()["message"]) == (405, "This method is not allowed here.")


def test_without_built_pages_only_the_api_is_served(tmp_path: Path) -> None:
    dist = build_pages(tmp_path)
    (dist / "index.html").unlink()

    for client in (client_for(dist), client_for(dist / "none")):
        assert client.get("/").json()["message"] == "Not found."
        assert client.get("/api/health").status_code == 200


def test_the_api_documentation_loads_nothing_from_other_hosts_and_conforms_to_its_policy(
    pages: TestClient,
) -> None:
    page = pages.get("/api/docs")
    addresses = re.findall(r"""(?:src|href)="([^"]+)""", page.text)
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert page.status_code == 200
    assert re.findall(r"https?://", page.text) == []
    assert len(addresses) == 3
    assert {pages.get(path).status_code for path in addresses} == {200}
    assert directives(page)["script-src"] == f"'self' 'sha256-{digest}'"
    assert "/api/openapi.json" in script
    assert pages.get("/api/openapi.json").json()["info"]["title"] == "Polls"


def test_docs_redirects_to_the_api_documentation(pages: TestClient) -> None:
    response = pages.get("/docs", follow_redirects=False)

    assert (response.status_code, response.headers["Location"]) == (307, "/api/docs")


def test_nginx_sends_the_same_policies() -> None:
    template = (CHECKOUT / "nginx" / "default.conf.template").read_text()

    assert f'"~^ /admin/" "{STYLED}";' in template
    assert f"""robots[.]txt) " "{POLICY}; frame-ancestors 'none'";""" in template
    # In place of the page for frames, so that a frame can say that Polls is not responding, and try again.
    assert f"""embed([?]|$)" "{POLICY}; frame-ancestors *";""" in template
    # For redirects, errors and other files of its own. The variable is empty if the backend sent no policy.
    assert """map "$upstream_http_content_security_policy $uri $request_uri" $content""" in template
    assert """"~^ " "frame-ancestors 'none'";""" in template


def test_nginx_lets_no_error_be_kept_in_place_of_a_file() -> None:
    template = (CHECKOUT / "nginx" / "default.conf.template").read_text()

    assert "add_header Cache-Control $cache_control;" in template
