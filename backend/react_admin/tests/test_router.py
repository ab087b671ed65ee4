"""The routes of a resource: requests for a single record, permissions, and the OpenAPI document."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial, wraps
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from react_admin import Action, Resource, resource_router
from react_admin.tests.conftest import Plant, PlantRead
from react_admin.tests.host import READERS, add_resources, get_session, role_check

GARDENER = {"X-Role": "gardener"}
ROSE = {"name": "Rose", "latin": "Rosa", "height": 3, "size": "large", "planted_at": "2026-03-01T00:00:00Z"}


def wrap(check: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(check)
    def call(*args: Any, **kwargs: Any) -> Any:
        return check(*args, **kwargs)

    return call


@pytest.fixture
def rose(client: TestClient) -> dict[str, Any]:
    return dict(client.post("/plants", json=ROSE).json())


def test_a_record_is_created_read_updated_and_deleted(client: TestClient) -> None:
    created = client.post("/plants", json=ROSE)
    assert created.status_code == 201
    record = created.json()
    assert record == ROSE | {"id": record["id"], "bed_id": None, "alive": True}
    path = f"/plants/{record['id']}"
    assert client.get(path).json() == record

    updated = client.put(path, json={"height": None})
    assert (updated.status_code, updated.json()) == (200, record | {"height": None})

    deleted = client.delete(path)
    assert (deleted.status_code, deleted.json()) == (200, updated.json())
    assert client.get(path).json() == {
        "code": "not_found",
        "message": "Not found.",
        "errors": {"root": {"serverError": "Not found."}},
    }
    assert [request(path).status_code for request in (client.get, client.delete)] == [404, 404]
    assert client.put(path, json={}).status_code == 404


def test_fields_that_are_not_sent_do_not_change(client: TestClient, rose: dict[str, Any]) -> None:
    path = f"/plants/{rose['id']}"
    assert client.put(path, json={}).json() == rose
    assert client.put(path, json={"latin": None}).json() == client.get(path).json() == rose | {"latin": None}


def test_read_only_fields_in_an_update_are_ignored(client: TestClient, rose: dict[str, Any]) -> None:
    """`id` and `alive` are read-only, and `planted_at` is after its creation."""
    sent = rose | {"name": "Tea rose", "id": 99, "alive": False, "planted_at": "never"}
    assert client.put(f"/plants/{rose['id']}", json=sent).json() == rose | {"name": "Tea rose"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"colour": 1}, "colour"),
        ({"secret": "x"}, "secret"),
        ({"name": None}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 51}, "name"),
        ({"size": None}, "size"),
    ],
)
def test_invalid_values_are_refused(
    client: TestClient, rose: dict[str, Any], values: dict[str, Any], field: str
) -> None:
    path = f"/plants/{rose['id']}"
    for response in (client.put(path, json=values), client.post("/plants", json=ROSE | values)):
        assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert client.get("/plants").json() == [rose]


def test_an_invalid_id_is_refused(client: TestClient) -> None:
    for id_ in ("0", "-1", "+1", "1_0", "1.0", "x", "%00", "é", str(2**63), "9" * 5000, "1.5"):
        path = f"/plants/{id_}"
        for response in (client.get(path), client.put(path, json={}), client.delete(path)):
            assert (id_, response.status_code, list(response.json()["errors"])) == (id_, 422, ["id"])


def test_the_largest_id_is_unknown(client: TestClient) -> None:
    assert client.get(f"/plants/{2**63 - 1}").status_code == 404


@pytest.mark.parametrize(
    ("role", "reading", "writing"), [("gardener", 200, 200), ("reader", 200, 403), ("stranger", 401, 401)]
)
def test_reading_and_writing_need_a_role(
    app: FastAPI, rose: dict[str, Any], role: str, reading: int, writing: int
) -> None:
    client, path = TestClient(app, headers={"X-Role": role}), f"/plants/{rose['id']}"
    assert [client.get(path).status_code, client.get("/plants").status_code] == [reading] * 2
    invalid_query = client.get("/plants", params={"sort": "upwards"})
    assert invalid_query.status_code == (400 if reading == 200 else reading)
    assert client.put(path, json={}).status_code == writing
    assert client.delete(path).status_code == writing


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b'{"unknown": 1}', b""])
@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("stranger", 401)])
def test_permission_comes_before_any_error_of_the_body(
    app: FastAPI, rose: dict[str, Any], body: bytes, role: str, status: int
) -> None:
    headers = {"X-Role": role, "Content-Type": "application/json"}
    refused, allowed = TestClient(app, headers=headers), TestClient(app, headers=headers | GARDENER)
    for method, path in (("POST", "/plants"), ("PUT", f"/plants/{rose['id']}"), ("PUT", "/plants")):
        assert refused.request(method, path, content=body).status_code == status
        assert allowed.request(method, path, content=body).status_code in (400, 422)


@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")
def test_a_check_that_is_not_a_plain_function_refuses_every_request(app: FastAPI) -> None:
    async def coroutine(_: Request, __: Session) -> None:
        pass

    def generator(_: Request, __: Session) -> Iterator[None]:
        yield

    checks = (coroutine, generator, partial(coroutine), wrap(coroutine), wrap(generator))
    for number, check in enumerate(checks):
        roles: dict[Action, Any] = {"list": check, "show": check}
        add_resources(app, Resource(f"weeds{number}", Plant, PlantRead, roles=roles))
        for path in (f"/weeds{number}", f"/weeds{number}/1"):
            with pytest.raises(TypeError, match="not a plain function"):
                TestClient(app).get(path)


def test_a_resource_without_write_roles_is_read_only(client: TestClient, rose: dict[str, Any]) -> None:
    path = f"/labels/{rose['id']}"
    assert client.get(path).json() == {"id": rose["id"], "name": "Rose"}
    refused = [client.put(path, json={}), client.delete(path), client.post("/labels", json={})]
    assert [response.status_code for response in refused] == [405] * 3


def test_types_with_the_same_name_are_each_in_the_openapi_document() -> None:
    class Size(StrEnum):
        tall = "tall"

    class TreeRead(PlantRead):
        size: Size  # type: ignore[assignment] # another type than in the base class

    app = FastAPI()
    for name, read in (("plants", PlantRead), ("trees", TreeRead)):
        app.include_router(
            resource_router(Resource(name, Plant, read, roles=READERS), role_check, get_session)
        )
    document = app.openapi()
    references = {*re.findall(r"'#/components/schemas/([^']+)'", str(document))}
    assert references <= document["components"]["schemas"].keys()


def test_a_search_of_a_field_that_is_not_text_is_refused() -> None:
    with pytest.raises(TypeError, match="plants can't be searched by height"):
        resource_router(
            Resource("plants", Plant, PlantRead, roles=READERS, search=("height",)), role_check, get_session
        )
