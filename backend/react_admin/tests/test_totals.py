"""The total of a list: the cases in which it is exact, and the limits of an estimate."""

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
def client_with_plants(database: Database, client: TestClient) -> TestClient:
    """A client, with plants 1 to 3,000. The first `FEW` are small. The table is not analyzed."""
    sizes = [Size.small] * FEW + [Size.large] * (ROWS - FEW)
    rows = [{"id": id_, "name": f"Plant {id_}", "size": size} for id_, size in enumerate(sizes, 1)]
    with database.begin() as session:
        session.execute(sa.insert(Plant), rows)
    return client


def get_list(client: TestClient, first: int, last: int, **query: Any) -> tuple[list[int], int, str]:
    """The ids, the total, and `exact` or `estimated`."""
    params = {name: json.dumps(value) for name, value in query.items()}
    response = client.get("/plants", params={"range": json.dumps([first, last]), **params})
    total = int(response.headers["content-range"].partition("/")[2])
    return [record["id"] for record in response.json()], total, response.headers["content-range-total"]


def test_without_a_filter_the_total_is_exact(client_with_plants: TestClient) -> None:
    assert get_list(client_with_plants, 0, 0) == ([1], ROWS, "exact")
    assert get_list(client_with_plants, ROWS - 1, ROWS + 9) == ([ROWS], ROWS, "exact")
    assert get_list(client_with_plants, ROWS, ROWS + 9) == ([], ROWS, "exact")


@pytest.mark.parametrize("first", [0, 500, FEW - 1, FEW, 2 * FEW])
def test_a_filtered_total_up_to_a_thousand_is_exact(client_with_plants: TestClient, first: int) -> None:
    ids, total, kind = get_list(client_with_plants, first, first + 9, filter={"size": "small"})
    assert (ids, total, kind) == ([*range(first + 1, min(first + 10, FEW) + 1)], FEW, "exact")


@pytest.mark.parametrize(
    ("filter_", "small"), [({"size": "large"}, FEW), ({"q": "plant"}, 0), ({"q": "p"}, 0)]
)
def test_an_estimate_is_larger_than_the_last_row_of_the_page(
    client_with_plants: TestClient, database: Database, filter_: dict[str, str], small: int
) -> None:
    is_sqlite = database.engine.dialect.name == "sqlite"
    for first in (0, FEW - 5, FEW - 4, FEW, 1990):
        ids, total, kind = get_list(client_with_plants, first, first + 4, filter=filter_)
        assert ids == [small + first + number for number in range(1, 6)]
        assert total > first + 5
        assert (kind, is_sqlite and total) in (("exact", ROWS - small), ("estimated", False))


@pytest.mark.parametrize("first", [0, 100, 110, FEW])
def test_the_estimate_of_the_planner_is_not_used_if_all_matches_are_found(
    client_with_plants: TestClient, first: int
) -> None:
    numbers = [number for number in range(1, ROWS + 1) if str(number).startswith("12")]
    ids, total, kind = get_list(client_with_plants, first, first + 9, filter={"q": "plant 12"})
    assert (ids, total, kind) == (numbers[first : first + 10], len(numbers), "exact")


@on_sqlite
def test_sqlite_estimates_the_total_of_a_large_table_from_a_sample(
    client_with_plants: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "SAMPLE", ROWS // 10)
    for first in (0, FEW):
        _, total, kind = get_list(client_with_plants, first, first + 4, filter={"size": "large"})
        assert kind == "estimated"
        assert total == pytest.approx(ROWS - FEW, rel=0.05)
    assert get_list(client_with_plants, 1995, 2004, filter={"size": "large"})[1:] == (ROWS - FEW, "exact")
    assert get_list(client_with_plants, 0, 4, filter={"size": "small"})[1:] == (FEW, "exact")
    assert get_list(client_with_plants, 2500, 2509, filter={"size": "large"})[::2] == ([], "estimated")


@on_sqlite
@pytest.mark.parametrize("step", [2, 3, 8, 10, 11, 16, 22])
def test_the_sample_does_not_depend_on_gaps_between_ids(
    client_with_plants: TestClient, database: Database, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as session:
        session.execute(sa.update(Plant).values(id=10**9 + step * Plant.id))
    monkeypatch.setattr(totals, "SAMPLE", ROWS // 10)
    _, total, kind = get_list(client_with_plants, 0, 4, filter={"size": "large"})
    assert kind == "estimated"
    assert total == pytest.approx(ROWS - FEW, rel=0.1)
    assert get_list(client_with_plants, 0, 4, filter={"id_gt": 1})[1] <= ROWS


@pytest.mark.parametrize("sample", [totals.SAMPLE, 7])
@pytest.mark.parametrize("query", [{"filter": {"size": "large"}}, {"filter": {"q": "plant"}}, {}])
def test_paging_to_the_end_shows_each_row_once(
    client_with_plants: TestClient, query: dict[str, Any], sample: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "SAMPLE", sample)
    seen: list[int] = []
    rows = 300
    while True:
        ids, total, kind = get_list(
            client_with_plants, len(seen), len(seen) + rows - 1, sort=["size", "DESC"], **query
        )
        seen += ids
        if total <= len(seen):
            break
        assert len(ids) == rows
    all_ids = sorted(range(1, ROWS + 1), key=lambda id_: (id_ > FEW, id_))
    expected = all_ids[FEW:] if query.get("filter") == {"size": "large"} else all_ids
    assert (seen, total, kind) == (expected, len(expected), "exact")


def test_the_estimate_on_a_page_past_the_end_is_at_most_the_start_of_the_page(
    client_with_plants: TestClient,
) -> None:
    ids, total, _ = get_list(client_with_plants, 2500, 2509, filter={"size": "large"})
    assert (ids, FEW < total <= 2500) == ([], True)


def test_a_page_in_the_second_half_is_read_from_the_end(
    client_with_plants: TestClient, database: Database
) -> None:
    """The database reads the rows that it skips, so no page skips more than half of them."""
    offsets: list[int] = []

    def record_offset(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if " OFFSET " in statement:
            named = parameters if isinstance(parameters, dict) else dict(enumerate(parameters))
            offsets.extend(value for value in named.values() if isinstance(value, int))

    sa.event.listen(database.engine, "before_cursor_execute", record_offset)
    for first in (0, 1400, 1600, 2700, 2990):
        offsets.clear()
        assert get_list(client_with_plants, first, first + 9)[0] == [*range(first + 1, first + 11)]
        assert max(offsets) <= ROWS / 2
    sa.event.remove(database.engine, "before_cursor_execute", record_offset)
