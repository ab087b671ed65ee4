"""Every error response has the same form of body."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

from app.database import Database, SessionDep
from app.middleware import MAX_BODY_SIZE
from tests.factories import make_user

QUESTIONS = "/api/admin/questions"
JSON = {"Content-Type": "application/json"}


def error_body(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "errors": {"root": {"serverError": message}}}


def test_each_message_is_at_the_path_of_its_field(editor: TestClient) -> None:
    response = editor.post(
        QUESTIONS,
        json={
            "question_text": "x" * 201,
            "choices": [
                {"choice_text": "Tea"},
                {"choice_text": " "},
                {},
                {"proof": 40},
                "Beer",
            ],
            "colour": "red",
        },
    )

    assert response.status_code == 422
    assert response.json() == {
        "code": "invalid",
        "message": "Please correct the marked fields.",
        "errors": {
            "question_text": "This is too long: at most 200 characters.",
            "choices": {
                "1": {"choice_text": "Required."},
                "2": {"choice_text": "Required."},
                "3": {"choice_text": "Required.", "proof": "Unknown field."},
                "4": "Send a JSON object.",
            },
            "colour": "Unknown field.",
        },
    }


NOT_AN_OBJECT = error_body("invalid", "The body must be a JSON object, sent as application/json.")
UNREADABLE = error_body("bad_request", "There was an error parsing the body.")


@pytest.mark.parametrize(
    ("body", "headers", "status", "expected"),
    [
        (b"{", JSON, 422, error_body("invalid", "The body is not valid JSON.")),
        (b"", JSON, 422, NOT_AN_OBJECT),
        (b"null", JSON, 422, NOT_AN_OBJECT),
        (b"[]", JSON, 422, NOT_AN_OBJECT),
        (b'"text"', JSON, 422, NOT_AN_OBJECT),
        (b"{}", {}, 422, NOT_AN_OBJECT),
        (b"{}", {"Content-Type": "text/plain"}, 422, NOT_AN_OBJECT),
        (b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 422, NOT_AN_OBJECT),
        (b'{"question_text": "\xff"}', JSON, 400, UNREADABLE),
        (b"[" * 100_000, JSON, 400, UNREADABLE),
        (b"9" * 5_000, JSON, 400, UNREADABLE),
    ],
)
def test_a_body_that_is_not_a_json_object_is_refused(
    editor: TestClient, body: bytes, headers: dict[str, str], status: int, expected: object
) -> None:
    response = editor.post(QUESTIONS, content=body, headers=headers)

    assert (response.status_code, response.json()) == (status, expected)


def test_a_body_above_the_limit_is_refused(editor: TestClient) -> None:
    start = b'{"question_text": "Why?"'
    largest = start + b" " * (MAX_BODY_SIZE - len(start) - 1) + b"}"

    def in_chunks(body: bytes) -> Any:
        yield from (body[offset : offset + 65_536] for offset in range(0, len(body), 65_536))

    assert editor.post(QUESTIONS, content=largest, headers=JSON).status_code == 201
    for body in (largest + b" ", in_chunks(largest + b" "), largest * 10):
        response = editor.post(QUESTIONS, content=body, headers=JSON)
        expected = error_body("too_large", "The request is too large.")
        assert (response.status_code, response.json()) == (413, expected)


@pytest.mark.parametrize("name", ["root", "", "a.b", "__proto__", "0", "\u202e", "x" * 10_000, "\0"])
def test_an_unknown_field_of_any_name_is_named(editor: TestClient, name: str) -> None:
    response = editor.post(QUESTIONS, json={"question_text": "Why?", name: 1})

    assert (response.status_code, response.json()["errors"]) == (422, {name: "Unknown field."})


@pytest.mark.parametrize(
    "body",
    [
        rb'{"question_text": "\ud800"}',
        rb'{"\udfff": 1}',
        rb'{"question_text": "Why?", "choices": [{"\udfff": 1}]}',
        rb'{"question_text": "Why?", "choices": [{"choice_text": "\udfff"}]}',
        rb'{"question_text": NaN}',
        rb'{"question_text": "Why?", "max_choices": Infinity}',
        rb'{"question_text": "Why?", "max_choices": 1e400}',
        rb'{"question_text": "Why?", "pub_date": 1e300}',
        rb'{"question_text": "Why?", "pub_date": "9999-12-31T23:59:59-01:00"}',
        rb'{"question_text": "Why?", "choices": [{"id": 99999999999999999999, "choice_text": "x"}]}',
    ],
)
def test_values_that_no_database_can_store_are_refused(editor: TestClient, body: bytes) -> None:
    response = editor.post(QUESTIONS, content=body, headers=JSON)

    assert response.status_code == 422
    assert set(response.json()) == {"code", "message", "errors"}
    assert editor.get(QUESTIONS).json() == []


def test_an_unknown_path_or_method_is_refused(client: TestClient) -> None:
    missing, method = client.get("/api/nothing"), client.patch("/api/polls")

    assert (missing.status_code, missing.json()) == (404, error_body("not_found", "Not found."))
    assert (method.status_code, method.json()) == (
        405,
        error_body("method_not_allowed", "This method is not allowed here."),
    )
    assert method.headers["Allow"] == "GET"


def test_an_unexpected_exception_is_a_500_without_details(app: FastAPI, database: Database) -> None:
    @app.post("/api/bug")
    def bug(session: SessionDep) -> None:
        session.execute(sa.text("DELETE FROM account_user"))
        raise RuntimeError("s3cret")

    make_user(database, "ann")
    response = TestClient(app, raise_server_exceptions=False).post("/api/bug")

    assert (response.status_code, response.json()) == (
        500,
        error_body("internal_error", "Something went wrong on our side. Try again in a moment."),
    )
    assert response.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    with database.begin() as session:
        assert session.scalars(sa.text("SELECT username FROM account_user")).all() == ["ann"]


def test_a_database_failure_is_a_503_with_retry_after(
    app: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/api/failing")
    def failing() -> None:
        raise sa.exc.OperationalError("SELECT s3cret", {}, Exception("s3cret"))

    response = client.get("/api/failing")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    message = "The database is not available right now. Try again in a moment."
    assert response.json() == error_body("unavailable", message)
    assert [record.message for record in caplog.records] == ["the database failed"]


@pytest.mark.parametrize(
    ("kind", "status", "code", "message"),
    [
        (sa.exc.IntegrityError, 409, "conflict", "This conflicts with other records."),
        (sa.exc.DataError, 422, "invalid", "A value is too long or too large to be saved."),
    ],
)
def test_a_value_that_the_database_refuses_is_a_client_error(
    app: FastAPI, client: TestClient, kind: type[sa.exc.DBAPIError], status: int, code: str, message: str
) -> None:
    @app.get("/api/refused")
    def refused() -> None:
        raise kind("INSERT s3cret", {}, Exception("s3cret"))

    response = client.get("/api/refused")
    assert (response.status_code, response.json()) == (status, error_body(code, message))


def test_the_response_to_an_unknown_method_lists_the_allowed_methods(editor: TestClient) -> None:
    for path, methods in (
        ("/api/admin/questions", "GET, POST, PUT, DELETE"),
        ("/api/admin/questions/1", "GET, PUT, DELETE"),
        ("/api/admin/choices", "GET"),
    ):
        response = editor.patch(path)
        assert (response.status_code, response.headers["allow"]) == (405, methods)


def test_errors_of_the_parts_of_a_field_take_precedence_over_its_own(
    app: FastAPI, client: TestClient
) -> None:
    @app.get("/api/both")
    def both() -> None:
        whole = {"type": "too_long", "msg": "", "loc": ("body", "choices"), "ctx": {"max_length": 9}}
        part = {"type": "missing", "msg": "", "loc": ("body", "choices", 1, "choice_text")}
        raise RequestValidationError([whole, part])

    assert client.get("/api/both").json()["errors"] == {"choices": {"1": {"choice_text": "Required."}}}


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError, InternalError])
def test_every_kind_of_connection_error_is_a_503_with_retry_after(
    app: FastAPI, kind: type[DBAPIError]
) -> None:
    @app.get("/api/away")
    async def away() -> None:
        raise kind("SELECT 1", {}, Exception("gone"))

    response = TestClient(app).get("/api/away")

    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
