"""Numbers that JavaScript would round: they are read and written exactly, or refused at their field."""

import json
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlalchemy import JSON, BigInteger, Computed, ForeignKey, Integer, MetaData, Numeric
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column

from react_admin import Resource, read_schema
from react_admin.model_columns import column_fields
from react_admin.tests.host import GARDENERS, Database, serving

# Integers beyond those that JavaScript represents exactly (up to 2**53 - 1), up to the limits of 64 bits.
BIG = 750923888754880517
UNSAFE_INTEGERS = (BIG, 2**53 + 1, 2**63 - 1, -(2**53) - 1, -(2**63), 2**53)


class Base(DeclarativeBase):
    metadata = MetaData()


class Serial(sa.TypeDecorator[int]):
    impl = BigInteger
    cache_ok = True


class Code(IntEnum):
    small = 1
    big = BIG
    bigger = BIG + 1


class Flag(Enum):
    low = -BIG
    none = 0


class Account(Base):
    __tablename__ = "test_account"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(default="")
    serial: Mapped[int | None] = mapped_column(BigInteger)
    stamp: Mapped[int | None] = mapped_column(Serial)
    varied: Mapped[int | None] = mapped_column(Integer().with_variant(BigInteger, "postgresql", "sqlite"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("test_account.id"))
    near: Mapped[int | None] = mapped_column(BigInteger, Computed("serial / 2", persisted=True))
    code: Mapped[Code | None] = mapped_column(sa.Enum(Code))
    flag: Mapped[Flag | None] = mapped_column(sa.Enum(Flag))
    notes: Mapped[Any] = mapped_column(JSON, nullable=True)
    worth: Mapped[Decimal | None] = mapped_column(Numeric(20, 4))
    share: Mapped[Decimal | None]
    whole: Mapped[Decimal | None] = mapped_column(Numeric(5))
    rough: Mapped[float | None]

    quarter: Mapped[int] = column_property(sa.type_coerce(serial // 4, Integer))


class Entry(Base):
    __tablename__ = "test_entry"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))


ACCOUNT = read_schema(Account, *(name for name in column_fields(Account) if name != "id"))


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    accounts = Resource("accounts", Account, ACCOUNT, roles=GARDENERS)
    entries = Resource("entries", Entry, read_schema(Entry, "account_id"), roles=GARDENERS)
    with serving(database, Base.metadata, accounts, entries) as client:
        yield client


def find_ids(client: TestClient, filter_: dict[str, Any], path: str = "/accounts") -> list[Any]:
    response = client.get(path, params={"filter": json.dumps(filter_)})
    assert response.status_code == 200, response.text
    return [record["id"] for record in response.json()]


@pytest.mark.parametrize("number", UNSAFE_INTEGERS)
def test_a_large_integer_is_unchanged_when_another_field_is_saved(client: TestClient, number: int) -> None:
    created = client.post("/accounts", json={"id": "1", "serial": str(number), "varied": str(number)}).json()
    assert (created["serial"], created["varied"]) == (str(number), str(number))
    changed = client.put("/accounts/1", json=created | {"name": "x"})
    assert (changed.status_code, changed.json()) == (200, created | {"name": "x"})
    assert client.get("/accounts").json() == [changed.json()]
    for filter_ in (
        {"serial": str(number)},
        {"serial": number},
        {"serial": [str(number), None]},
        {"serial_gte": str(number), "serial_lte": number},
        {"serial_neq": str(number - 1 if number > 0 else number + 1)},
    ):
        if number > -(2**63):
            assert find_ids(client, filter_) == ["1"]


def test_a_large_id_is_a_string_everywhere(client: TestClient) -> None:
    ids = [str(BIG), str(BIG + 1)]
    for id_ in ids:
        created = client.post("/accounts", json={"id": id_, "parent_id": ids[0]})
        assert (created.status_code, created.json()["id"], created.json()["parent_id"]) == (201, id_, ids[0])
        entry = client.post("/entries", json={"account_id": id_}).json()
        assert entry["account_id"] == id_
    assert client.get(f"/accounts/{ids[1]}").json()["id"] == ids[1]
    assert find_ids(client, {"id": ids}) == find_ids(client, {"id": [BIG, BIG + 1]}) == ids
    assert find_ids(client, {"parent_id": ids[0]}) == ids
    assert find_ids(client, {"account_id": ids[1]}, "/entries") == ["2"]
    listed = client.get("/accounts", params={"sort": '["id","DESC"]', "range": "[0,0]"})
    assert (listed.json()[0]["id"], listed.headers["content-range"]) == (ids[1], "accounts 0-0/2")
    params = {"filter": json.dumps({"id": ids})}
    assert client.put("/accounts", params=params, json={"name": "x"}).json() == ids
    assert client.delete("/accounts", params={"filter": json.dumps({"id": ids[1:]})}).json() == ids[1:]
    assert client.delete(f"/accounts/{ids[0]}").json()["id"] == ids[0]


@pytest.mark.parametrize(
    ("sent", "stored"), [(7, "7"), (2**53 - 1, str(2**53 - 1)), (BIG, str(BIG)), (-BIG, str(-BIG))]
)
def test_integers_that_a_browser_can_not_have_rounded_are_accepted(
    client: TestClient, sent: int, stored: str
) -> None:
    created = client.post("/accounts", json={"id": 1, "serial": sent, "varied": sent})
    assert (created.status_code, created.json()["serial"], created.json()["varied"]) == (201, stored, stored)


def test_a_large_integer_of_a_custom_type_is_exact(client: TestClient) -> None:
    created = client.post("/accounts", json={"id": 1, "stamp": str(BIG)}).json()
    assert created["stamp"] == str(BIG)
    assert client.put("/accounts/1", json=created | {"name": "x"}).json() == created | {"name": "x"}
    assert client.put("/accounts/1", json={"stamp": 7}).json()["stamp"] == 7


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("serial", "750923888754880500"),  # as JavaScript writes 750923888754880517
        ("serial", "9007199254740992"),
        ("serial", "1e18"),
        ("stamp", "750923888754880500"),
        ("varied", "-9007199254740992"),
        ("parent_id", "750923888754880500"),
        ("worth", "12345678901234.568"),  # as JavaScript writes 12345678901234.5678
        ("worth", "9007199254740992"),
        ("share", "0.1234567890123456"),
        ("notes", '{"a": [750923888754880517]}'),
        ("notes", "9007199254740992"),
        ("notes", "[-1e16]"),
    ],
)
def test_a_number_that_may_have_been_rounded_is_refused(client: TestClient, field: str, text: str) -> None:
    client.post("/accounts", json={"id": 1})
    before = client.get("/accounts").json()
    headers = {"Content-Type": "application/json"}
    response = client.put("/accounts/1", content=f'{{"{field}": {text}}}', headers=headers)
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])
    assert client.get("/accounts").json() == before


@pytest.mark.parametrize("value", [{"a": 2**53 - 1}, [1e21, -6.02e23], [0.1, 1e-7], {"a": str(BIG)}, True])
def test_a_json_column_takes_numbers_that_javascript_represents_exactly(
    client: TestClient, value: Any
) -> None:
    created = client.post("/accounts", json={"id": 1, "notes": value})
    assert (created.status_code, created.json()["notes"]) == (201, value)


def test_large_integers_of_enums_and_computed_columns_are_exact(client: TestClient) -> None:
    sent = {"id": "1", "code": str(BIG), "flag": str(-BIG), "serial": str(BIG)}
    created = client.post("/accounts", json=sent).json()
    assert {name: created[name] for name in sent} == sent
    assert (created["near"], created["quarter"]) == (str(BIG // 2), str(BIG // 4))
    assert client.put("/accounts/1", json=created | {"name": "x"}).json() == created | {"name": "x"}
    assert (
        find_ids(client, {"code": str(BIG), "flag": str(-BIG)})
        == find_ids(client, {"near": str(BIG // 2)})
        == ["1"]
    )
    for name, value in (("code", BIG - 17), ("code", "2"), ("flag", float(-BIG)), ("flag", "x")):
        response = client.put("/accounts/1", json={name: value})
        assert (response.status_code, list(response.json()["errors"])) == (422, [name])
    assert client.put("/accounts/1", json={"serial": "9"}).json()["quarter"] == 2


@pytest.mark.parametrize(
    ("field", "value", "on_sqlite"),
    [
        ("worth", "12345678901234.5678", False),
        ("worth", "9999999999999999.9999", False),
        ("worth", "0.0001", True),
        ("worth", "12345678901.2345", True),
        ("worth", "-99999999999.9999", True),
        ("share", "1234567.12345678901", False),
        ("share", "0.12345678901", False),
        ("share", "0.3333333333", True),
        ("share", "123456789012345678901234567890", False),
        ("whole", "99999", True),
    ],
)
def test_a_decimal_is_stored_exactly_or_refused(
    client: TestClient, database: Database, field: str, value: str, on_sqlite: bool
) -> None:
    client.post("/accounts", json={"id": 1})
    is_exact = on_sqlite or database.engine.dialect.name == "postgresql"
    for response in (
        client.put("/accounts/1", json={field: value}),
        client.post("/accounts", json={"id": 2, field: value}),
    ):
        if is_exact:
            assert response.is_success
            assert Decimal(response.json()[field]) == Decimal(value)
        else:
            sentence = "This has more digits than are stored exactly: 15 in all."
            assert (response.status_code, response.json()["errors"]) == (422, {field: sentence})
    assert find_ids(client, {field: value}) == (["1", "2"] if is_exact else [])
    assert [record["id"] for record in client.get("/accounts", params={"sort": f'["{field}","ASC"]'}).json()]


@pytest.mark.parametrize(("field", "value"), [("whole", "1.5"), ("whole", "100000"), ("worth", "0.00001")])
def test_a_decimal_that_its_column_would_round_is_refused(client: TestClient, field: str, value: str) -> None:
    response = client.post("/accounts", json={"id": 1, field: value})
    assert (response.status_code, list(response.json()["errors"])) == (422, [field])


@pytest.mark.parametrize("value", [0.1, 1e300, -1.7976931348623157e308, 5e-324, 1e22, 123456789.12345679])
def test_a_float_is_unchanged(client: TestClient, value: float) -> None:
    created = client.post("/accounts", json={"id": 1, "rough": value}).json()
    assert created["rough"] == value
    assert client.put("/accounts/1", json=created).json() == created


def test_numbers_that_the_api_would_refuse_are_read(client: TestClient, database: Database) -> None:
    """Other programs may have stored them. They are listed, and unchanged when another field is saved."""
    client.post("/accounts", json={"id": "1"})
    with database.begin() as session:
        session.execute(sa.update(Account).values(id=-5, serial=-(2**63)))
        if database.engine.dialect.name == "postgresql":
            session.execute(sa.text("UPDATE test_account SET rough = 'NaN', share = 'NaN'"))
    [listed] = client.get("/accounts").json()
    assert client.get("/accounts/-5").json() == listed
    nan = "NaN" if database.engine.dialect.name == "postgresql" else None
    assert [listed[name] for name in ("id", "serial", "rough", "share")] == ["-5", str(-(2**63)), nan, nan]
    assert client.put("/accounts/-5", json={"name": "x"}).json() == listed | {"name": "x"}
