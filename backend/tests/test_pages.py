"""The pages that the application serves by itself, over a small dist folder."""

import base64
import hashlib
import re
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.config import CHECKOUT, Settings
from app.main import create_app
from app.pages import POLICY, STYLED

VOTER, ADMIN = "<title>Polls</title>", "<title>Dashboard</title>"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    files = {
        "dist/index.html": VOTER,
        "dist/favicon.svg": "<svg/>",
        "dist/admin/index.html": ADMIN,
        "dist/assets/index-abc.js": "let x;",
        "secret.txt": "secret",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "dist"


def client_of(dist: Path) -> TestClient:
    return TestClient(
        create_app(Settings(database_url="sqlite:////never-opened.sqlite3", frontend_dist=dist))
    )


@pytest.fixture
def pages(dist: Path) -> TestClient:
    return client_of(dist)


def directives(answer: httpx2.Response) -> dict[str, str]:
    policy = answer.headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in policy)


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/", 200, VOTER),
        ("/?utm=x", 200, VOTER),
        ("/polls/abcdefghjk", 200, VOTER),
        ("/polls/" + "x" * 1000, 200, VOTER),
        ("/polls", 404, VOTER),
        ("/polls/", 404, VOTER),
        ("/polls/a/b", 404, VOTER),
        ("/nothing", 404, VOTER),
        ("/apiary", 404, VOTER),
        ("/index.html", 404, VOTER),
        ("/administration", 404, VOTER),
        ("/admin", 200, ADMIN),
        ("/admin/", 200, ADMIN),
        ("/admin/questions/1", 200, ADMIN),
        ("/admin/index.html", 200, ADMIN),
    ],
)
def test_each_address_has_its_page(pages: TestClient, path: str, status: int, text: str) -> None:
    answer = pages.get(path)

    assert (answer.status_code, answer.text) == (status, text)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = directives(answer)
    assert (policy["default-src"], policy["object-src"], policy["frame-ancestors"]) == (
        "'self'",
        "'none'",
        "'none'",
    )
    assert policy.get("style-src") == ("'self' 'unsafe-inline'" if text == ADMIN else None)


def test_files_are_served_and_those_named_by_their_content_are_kept(pages: TestClient) -> None:
    icon, script = pages.get("/favicon.svg"), pages.get("/assets/index-abc.js")

    assert (icon.status_code, icon.text) == (200, "<svg/>")
    assert (script.status_code, script.text) == (200, "let x;")
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"


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
def test_nothing_outside_the_folder_is_served(pages: TestClient, path: str) -> None:
    answer = pages.get(path)

    assert answer.status_code == 404 or answer.text == ADMIN
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/admin/nothing", "/api/../api/x"])
def test_below_api_nothing_is_a_page(pages: TestClient, path: str) -> None:
    answer = pages.get(path, headers={"Accept": "text/html"})

    assert (answer.status_code, answer.json()["message"]) == (404, "There is nothing here.")


@pytest.mark.parametrize("path", ["/", "/polls/abcdefghjk", "/nothing", "/assets/index-abc.js", "/api/site"])
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_page_is_only_read(pages: TestClient, path: str, method: str) -> None:
    answer = pages.request(method, path)

    assert (answer.status_code, answer.json()["message"]) == (405, "This can't be done here.")


def test_without_built_pages_the_api_stands_alone(dist: Path) -> None:
    (dist / "index.html").unlink()

    for client in (client_of(dist), client_of(dist / "none")):
        assert client.get("/").json()["message"] == "There is nothing here."
        assert client.get("/api/health").status_code == 200


def test_the_documentation_needs_no_other_host_and_runs_under_its_policy(pages: TestClient) -> None:
    page = pages.get("/api/docs")
    loaded = re.findall(r"""(?:src|href)="([^"]+)""", page.text)
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert page.status_code == 200
    assert re.findall(r"https?://", page.text) == []
    assert len(loaded) == 3
    assert {pages.get(path).status_code for path in loaded} == {200}
    assert directives(page)["script-src"] == f"'self' 'sha256-{digest}'"
    assert "/api/openapi.json" in script
    assert pages.get("/api/openapi.json").json()["info"]["title"] == "Polls"


def test_docs_leads_to_the_documentation(pages: TestClient) -> None:
    answer = pages.get("/docs", follow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (307, "/api/docs")


def test_nginx_sends_the_same_policies() -> None:
    template = (CHECKOUT / "nginx" / "default.conf.template").read_text()

    assert f'default "{POLICY}";' in template
    assert f'~^/admin/ "{STYLED}";' in template
