"""The statement caches stay small, whatever combinations of filters and sorts clients request."""

import gc
import json
from functools import _lru_cache_wrapper
from itertools import combinations
from typing import Any

import pytest
from fastapi.testclient import TestClient

from react_admin.list_shape import FEW_CONDITIONS, KINDS
from react_admin.tests.host import STATEMENT_CACHE_SIZE, Database

NAMES = ("id", "bed_id", "name", "latin", "height", "size", "planted_at", "alive")


def cache_sizes(prefix: str = "react_admin") -> dict[str, int]:
    """The number of entries of each `lru_cache` in the modules that start with `prefix`."""
    caches = [cache for cache in gc.get_objects() if isinstance(cache, _lru_cache_wrapper)]
    ours = [cache for cache in caches if str(getattr(cache, "__module__", "")).startswith(prefix)]
    return {f"{cache.__module__}.{cache.__qualname__}": cache.cache_info().currsize for cache in ours}


def request_lists(client: TestClient, conditions: int, times: int) -> None:
    """Request `times` lists, each with another combination of `conditions` filters."""
    names = [f"{name}{suffix}" for suffix in ("", "_neq") for name in NAMES]
    for number, combination in enumerate(combinations(names, conditions)):
        if number == times:
            return
        query = {
            "filter": json.dumps(dict.fromkeys(combination)),
            "sort": json.dumps([NAMES[number % 8], "DESC"]),
        }
        assert client.get("/plants", params=query).status_code == 200


@pytest.mark.parametrize("conditions", [2, FEW_CONDITIONS])
def test_statements_of_the_last_requested_lists_are_cached(
    client: TestClient, database: Database, conditions: int
) -> None:
    before = cache_sizes()
    cache: Any = database.engine._compiled_cache

    request_lists(client, conditions, 120)

    for name, size in cache_sizes().items():
        assert size <= max(before[name] + 40, KINDS), name
    assert len(cache) <= STATEMENT_CACHE_SIZE * 1.5


@pytest.mark.parametrize("conditions", [FEW_CONDITIONS + 1, 8])
def test_statements_of_lists_with_many_conditions_are_not_cached(
    client: TestClient, database: Database, conditions: int
) -> None:
    request_lists(client, conditions, 2)
    cache: Any = database.engine._compiled_cache
    before, compiled = cache_sizes("react_admin.listing"), len(cache)

    request_lists(client, conditions, 60)

    assert cache_sizes("react_admin.listing") == before
    assert len(cache) == compiled
