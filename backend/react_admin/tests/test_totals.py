"""Totals: when they are exact, and what an estimate may not do."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from react_admin import totals
from react_admin.tests.conftest import Plant, Size
from react_admin.tests.host import Database
from react_admin.totals import FEW

ROWS = 3 * FEW

on_sqlite = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True, scope="session")


@pytest.fixture
def many(database: Database, client: TestClient) -> TestClient:
    """Plants 1 to 3,000: the first `FEW` are small, and the table's statistics know nothing of it."""
    sizes = [Size.small] * FEW + [Size.large] * (ROWS - FEW)
    rows = [{"id": id_, "name": f"Plant {id_}", "size": size} for id_, size in enumerate(sizes, 1)]
    with database.begin() as session:
        session.execute(sa.insert(Plant), rows)
    return client


def ask(client: TestClient, first: int, last: int, **query: Any) -> tuple[list[int], int, str]:
    """The ids, the total, and whether it is exact."""
    params = {name: json.dumps(value) for name, value in query.items()}
    response = client.get("/plants", params={"range": json.dumps([first, last]), **params})
    total = int(response.headers["content-range"].partition("/")[2])
    return [record["id"] for record in response.json()], total, response.headers["content-range-total"]


def test_without_a_filter_the_total_is_exact(many: TestClient) -> None:
    assert ask(many, 0, 0) == ([1], ROWS, "exact")
    assert ask(many, ROWS - 1, ROWS + 9) == ([ROWS], ROWS, "exact")
    assert ask(many, ROWS, ROWS + 9) == ([], ROWS, "exact")


@pytest.mark.parametrize("first", [0, 500, FEW - 1, FEW, 2 * FEW])
def test_up_to_a_thousand_the_total_is_exact_with_a_filter(many: TestClient, first: int) -> None:
    ids, total, kind = ask(many, first, first + 9, filter={"size": "small"})
    assert (ids, total, kind) == ([*range(first + 1, min(first + 10, FEW) + 1)], FEW, "exact")


@pytest.mark.parametrize(
    ("filter_", "small"), [({"size": "large"}, FEW), ({"q": "plant"}, 0), ({"q": "p"}, 0)]
)
def test_an_estimate_is_never_less_than_what_was_seen(
    many: TestClient, database: Database, filter_: dict[str, str], small: int
) -> None:
    is_sqlite = database.engine.dialect.name == "sqlite"
    for first in (0, FEW - 5, FEW - 4, FEW, 1990):
        ids, total, kind = ask(many, first, first + 4, filter=filter_)
        assert ids == [small + first + number for number in range(1, 6)]
        assert total > first + 5
        assert (kind, is_sqlite and total) in (("exact", ROWS - small), ("estimated", False))


@pytest.mark.parametrize("first", [0, 100, 110, FEW])
def test_what_the_planner_expects_does_not_count_where_all_are_found(many: TestClient, first: int) -> None:
    numbers = [number for number in range(1, ROWS + 1) if str(number).startswith("12")]
    ids, total, kind = ask(many, first, first + 9, filter={"q": "plant 12"})
    assert (ids, total, kind) == (numbers[first : first + 10], len(numbers), "exact")


@on_sqlite
def test_a_large_table_is_looked_at_in_part_on_sqlite(
    many: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "SAMPLE", ROWS // 10)
    for first in (0, FEW):
        _, total, kind = ask(many, first, first + 4, filter={"size": "large"})
        assert kind == "estimated"
        assert total == pytest.approx(ROWS - FEW, rel=0.05)
    assert ask(many, 1995, 2004, filter={"size": "large"})[1:] == (ROWS - FEW, "exact")
    assert ask(many, 0, 4, filter={"size": "small"})[1:] == (FEW, "exact")
    assert ask(many, 2500, 2509, filter={"size": "large"})[::2] == ([], "estimated")


@on_sqlite
@pytest.mark.parametrize("step", [2, 3, 8, 10, 11, 16, 22])
def test_which_rows_are_looked_at_does_not_hang_on_the_steps_of_ids(
    many: TestClient, database: Database, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as session:
        session.execute(sa.update(Plant).values(id=10**9 + step * Plant.id))
    monkeypatch.setattr(totals, "SAMPLE", ROWS // 10)
    _, total, kind = ask(many, 0, 4, filter={"size": "large"})
    assert kind == "estimated"
    assert total == pytest.approx(ROWS - FEW, rel=0.1)
    assert ask(many, 0, 4, filter={"id_gt": 1})[1] <= ROWS


@pytest.mark.parametrize("sample", [totals.SAMPLE, 7])
@pytest.mark.parametrize("query", [{"filter": {"size": "large"}}, {"filter": {"q": "plant"}}, {}])
def test_who_pages_on_sees_each_row_once(
    many: TestClient, query: dict[str, Any], sample: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "SAMPLE", sample)
    seen: list[int] = []
    rows = 300
    while True:
        ids, total, kind = ask(many, len(seen), len(seen) + rows - 1, sort=["size", "DESC"], **query)
        seen += ids
        if total <= len(seen):
            break
        assert len(ids) == rows
    everything = sorted(range(1, ROWS + 1), key=lambda id_: (id_ > FEW, id_))
    expected = everything[FEW:] if query.get("filter") == {"size": "large"} else everything
    assert (seen, total, kind) == (expected, len(expected), "exact")


def test_past_the_end_an_estimate_leads_back(many: TestClient) -> None:
    ids, total, _ = ask(many, 2500, 2509, filter={"size": "large"})
    assert (ids, FEW < total <= 2500) == ([], True)


def test_the_far_half_is_read_from_its_end(many: TestClient, database: Database) -> None:
    """What is skipped is walked over, so no page skips more than half."""
    skipped: list[int] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if " OFFSET " in statement:
            named = parameters if isinstance(parameters, dict) else dict(enumerate(parameters))
            skipped.extend(value for value in named.values() if isinstance(value, int))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    for first in (0, 1400, 1600, 2700, 2990):
        skipped.clear()
        assert ask(many, first, first + 9)[0] == [*range(first + 1, first + 11)]
        assert max(skipped) <= ROWS / 2
    sa.event.remove(database.engine, "before_cursor_execute", note)
