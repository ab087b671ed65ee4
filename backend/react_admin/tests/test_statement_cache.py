"""What stays in memory does not grow with the kinds of lists that clients ask for."""

import gc
import json
from functools import _lru_cache_wrapper
from itertools import combinations
from typing import Any

import pytest
from fastapi.testclient import TestClient

from react_admin.shape import FEW_CONDITIONS, KINDS
from react_admin.tests.host import STATEMENT_CACHE_SIZE, Database

NAMES = ("id", "bed_id", "name", "latin", "height", "size", "planted_at", "alive")


def kept(prefix: str = "react_admin") -> dict[str, int]:
    """How much each cache of the dialect holds."""
    caches = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    ours = [one for one in caches if str(getattr(one, "__module__", "")).startswith(prefix)]
    return {f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize for one in ours}


def ask(client: TestClient, conditions: int, times: int) -> None:
    names = [f"{name}{suffix}" for suffix in ("", "_neq") for name in NAMES]
    for number, some in enumerate(combinations(names, conditions)):
        if number == times:
            return
        query = {"filter": json.dumps(dict.fromkeys(some)), "sort": json.dumps([NAMES[number % 8], "DESC"])}
        assert client.get("/plants", params=query).status_code == 200


@pytest.mark.parametrize("conditions", [2, FEW_CONDITIONS])
def test_the_statements_of_the_last_kinds_of_lists_are_kept(
    client: TestClient, database: Database, conditions: int
) -> None:
    before = kept()
    cache: Any = database.engine._compiled_cache

    ask(client, conditions, 120)

    for name, size in kept().items():
        assert size <= max(before[name] + 40, KINDS), name
    assert len(cache) <= STATEMENT_CACHE_SIZE * 1.5


@pytest.mark.parametrize("conditions", [FEW_CONDITIONS + 1, 8])
def test_nothing_is_kept_of_lists_with_many_conditions(
    client: TestClient, database: Database, conditions: int
) -> None:
    ask(client, conditions, 2)
    cache: Any = database.engine._compiled_cache
    before, compiled = kept("react_admin.listing"), len(cache)

    ask(client, conditions, 60)

    assert kept("react_admin.listing") == before
    assert len(cache) == compiled
