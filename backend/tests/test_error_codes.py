"""Each error class has its own code, and docs/errors.md lists all codes."""

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


def error_classes(base: type[ApiError] = ApiError) -> Iterator[type[ApiError]]:
    for error_class in base.__subclasses__():
        if error_class.__module__.startswith(("app.", "react_admin.")):
            yield error_class
        yield from error_classes(error_class)


def documented_codes() -> list[tuple[str, int]]:
    text = (CHECKOUT / "docs" / "errors.md").read_text()
    return [(code, int(status)) for code, status in ROW.findall(text)]


def test_no_two_error_classes_share_a_code() -> None:
    assert [
        code
        for code, uses in Counter(error_class.code for error_class in error_classes()).items()
        if uses > 1
    ] == []


def test_the_docs_list_each_code_with_its_status() -> None:
    assert documented_codes() == sorted(
        (error_class.code, error_class.status) for error_class in error_classes()
    )


def test_errors_of_nginx_have_documented_codes() -> None:
    template = (CHECKOUT / "nginx" / "default.conf.template").read_text()
    bodies = re.findall(r"""return (\d+) '\{"code": "(\w+)", "message": """, template)

    assert len(bodies) == template.count('"message"') == 2
    assert {(code, int(status)) for status, code in bodies} <= {*documented_codes()}


def test_an_error_class_without_its_own_code_can_not_be_defined() -> None:
    with pytest.raises(TypeError, match="Melted needs a `code` of its own"):
        type("Melted", (ApiError,), {"status": 418})
    for error_class in error_classes():
        with pytest.raises(TypeError, match="needs a `code`"):
            type("Inherited", (error_class,), {})


def test_the_openapi_document_gives_each_error_a_code(app: FastAPI) -> None:
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
        for alternative in schema.get("anyOf", [schema]):
            name = alternative["$ref"].rpartition("/")[2]
            assert {"code", "message", "errors"} <= {*schemas[name]["required"]}, (path, method, status)
    assert {int(status) for _, _, status, _ in errors} | {404, 405, 500} >= {
        error_class.status for error_class in error_classes()
    }


def test_an_http_exception_has_a_code(app: FastAPI, client: TestClient) -> None:
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
