"""Keyset pagination reads the rows of the list, in the order of the list."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from react_admin.keyset_pages import Place, read_after
from react_admin.listing import find_page
from react_admin.tests.conftest import RESOURCES, Grade, Step, Tool
from react_admin.tests.host import Database, list_query

[tools] = [resource for resource in RESOURCES if resource.name == "tools"]
SORTS = [name for name in tools.columns if name != "id"]


def tool_values(number: int) -> dict[str, Any]:
    """Values of a tool. Every third tool has none; the others share each value with another."""
    if number % 3 == 0:
        return {"label": f"{number % 4}"}
    step = number // 4
    return {
        "label": "Ää-="[step % 4],
        "weight": step / 3,
        "price": Decimal(step) / 4,
        "worth": Decimal(step),
        "bought_on": date(2026, 1, 1 + step),
        "used_at": datetime(2026, 1, 1, 0, 0, step, 123456),  # noqa: DTZ001 - the column has no offset
        "lent_at": time(step),
        "lent_for": timedelta(hours=step),
        "grade": [*Grade][step % 3],
        "step": Step.begun,
        "stage": ["new", "old"][step % 2],
        "changes": step - 3,
    }


def read_all_ids(database: Database, sort: str, rows: int) -> list[int]:
    """The ids of all tools, read `rows` at a time."""
    query = list_query(tools, sort)
    ids: list[int] = []
    place: Place | None = None
    while True:
        with database.begin() as session:
            records, place = read_after(session, query, place, rows)
        ids += [record["id"] for record in records]
        if place is None:
            return ids


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("rows", [1, 4, 24, 100])
@pytest.mark.usefixtures("client")
def test_the_parts_add_up_to_the_list(database: Database, direction: str, rows: int) -> None:
    with database.begin() as session:
        session.add_all(Tool(**tool_values(number)) for number in range(24))
    for name in ["id", *SORTS]:
        sort = f'["{name}","{direction}"]'
        with database.begin() as session:
            expected = [row[0] for row in find_page(session, list_query(tools, sort, rows=100)).rows]
        assert len(expected) == 24
        assert read_all_ids(database, sort, rows) == expected, sort


@pytest.mark.usefixtures("client")
def test_rows_are_read_once_while_others_are_added_and_deleted(database: Database) -> None:
    with database.begin() as session:
        session.add_all(Tool(id=number, label=f"{number % 3}") for number in range(1, 13))
    query, place = list_query(tools, '["label","DESC"]'), None
    seen: list[int] = []
    for number in range(3):
        with database.begin() as session:
            records, place = read_after(session, query, place, 5)
            seen += [record["id"] for record in records]
            session.delete(session.get_one(Tool, seen[-1]))  # the row that the place refers to
            session.add(Tool(id=100 + number, label="9"))  # sorts before that row
    assert place is None
    assert seen == [2, 5, 8, 11, 1, 4, 7, 10, 3, 6, 9, 12]
