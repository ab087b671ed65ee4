"""Each kind of error has a code of its own, which docs/errors.md lists."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from app.config import CHECKOUT
from react_admin import ApiError

ROW = re.compile(r"^\| `(\w+)` \| (\d+) \|", re.MULTILINE)


def kinds(base: type[ApiError] = ApiError) -> Iterator[type[ApiError]]:
    for kind in base.__subclasses__():
        if kind.__module__.startswith(("app.", "react_admin.")):
            yield kind
        yield from kinds(kind)


def documented() -> list[tuple[str, int]]:
    text = (CHECKOUT / "docs" / "errors.md").read_text()
    return [(code, int(status)) for code, status in ROW.findall(text)]


def test_no_two_kinds_of_error_share_a_code() -> None:
    assert [code for code, uses in Counter(kind.code for kind in kinds()).items() if uses > 1] == []


def test_the_docs_list_each_code_with_its_status() -> None:
    assert documented() == sorted((kind.code, kind.status) for kind in kinds())


def test_the_web_servers_own_errors_have_codes_of_the_list() -> None:
    template = (CHECKOUT / "nginx" / "default.conf.template").read_text()
    bodies = re.findall(r"""return (\d+) '\{"code": "(\w+)", "message": """, template)

    assert len(bodies) == template.count('"message"') == 2
    assert {(code, int(status)) for status, code in bodies} <= {*documented()}


def test_a_kind_of_error_without_a_code_fails_where_it_is_made() -> None:
    with pytest.raises(TypeError, match="Melted needs a `code` of its own"):
        type("Melted", (ApiError,), {"status": 418})
    for kind in kinds():
        with pytest.raises(TypeError, match="needs a `code`"):
            type("Inherited", (kind,), {})


def test_the_api_document_gives_each_error_a_code(app: FastAPI) -> None:
    document = app.openapi()
    schemas: dict[str, Any] = document["components"]["schemas"]
    errors = [
        (path, method, status, response)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status, response in operation["responses"].items()
        if int(status) >= 400
    ]

    assert len(errors) > 100
    for path, method, status, response in errors:
        schema = response["content"]["application/json"]["schema"]
        for one in schema.get("anyOf", [schema]):
            name = one["$ref"].rpartition("/")[2]
            assert {"code", "message", "errors"} <= {*schemas[name]["required"]}, (path, method, status)
    assert {int(status) for _, _, status, _ in errors} | {404, 405, 500} >= {kind.status for kind in kinds()}


def test_an_error_of_an_endpoint_of_ones_own_has_a_code(app: FastAPI, client: TestClient) -> None:
    @app.get("/api/kettle")
    def kettle(status: int) -> None:
        raise HTTPException(status, "Short and stout")

    codes = {
        status: client.get("/api/kettle", params={"status": status}).json() for status in (400, 404, 418)
    }

    assert {status: body["code"] for status, body in codes.items()} == {
        400: "bad_request",
        404: "not_found",
        418: "http_418",
    }
    assert codes[418]["message"] == "Short and stout."
