"""The shape of a list: the part of its query that its SQL depends on.

Lists of one shape share their statements.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa

from react_admin.filters import Condition, Parameters
from react_admin.model_columns import own_rows
from react_admin.resource import Resource, Scope
from react_admin.sort_order import Order

T = TypeVar("T")

# Statements of lists that are cached, by the shape of the list, at about 0.1 MB each. Building one takes
# longer than running it. Clients can combine any number of conditions, and a statement grows with them, so
# statements with more than FEW_CONDITIONS are not cached, here or by SQLAlchemy.
KINDS = 50
FEW_CONDITIONS = 4
UNCACHED = {"compiled_cache": None}


@dataclass(frozen=True)
class Shape:
    """The resource, the order and the conditions of a list. Values are bind parameters of its statements.

    `scope` limits it to the rows that the sender of the request may see.
    """

    resource: Resource
    sort: str
    descending: bool
    filters: tuple[Condition, ...]
    scope: Scope = ()

    @cached_property
    def order(self) -> tuple[Order, ...]:
        """The keys of the order, without ties: `id` is the last."""
        keys = (Order(self.resource.columns[self.sort], self.descending), Order(self.resource.model.id))
        return keys[:1] if self.sort == "id" else keys

    @cached_property
    def conditions(self) -> tuple[sa.ColumnElement[bool], ...]:
        return (*self.scope, *map(self.resource.filters.condition, self.filters))


@dataclass(frozen=True)
class ListQuery:
    """A parsed query.

    `by_ids`: it asks for records by their ids, without a range, as react-admin's getMany does.

    `is_narrow`: its filter matches few rows as a rule.
    """

    shape: Shape
    first: int
    rows: int
    parameters: Parameters
    embedded: Collection[str]
    by_ids: bool
    is_narrow: bool


def built_once(build: Callable[..., T]) -> Callable[..., T]:
    """Cache the statements that `build(shape, **options)` returns for the last KINDS shapes and options."""
    cached = lru_cache(maxsize=KINDS)(build)

    def built(shape: Shape, **options: Any) -> T:
        # A scope is another expression in every request, so no later request would find the statement.
        return (cached if _is_cached(shape) and not shape.scope else build)(shape, **options)

    return built


def execution_options(shape: Shape) -> dict[str, Any]:
    """The options with which statements of `shape` are executed."""
    return {} if _is_cached(shape) else dict(UNCACHED)


def _is_cached(shape: Shape) -> bool:
    return len(shape.filters) <= FEW_CONDITIONS


def order_keys(shape: Shape, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The keys that order the rows of a list, `id` last, in no order.

    All keys are selected: without one of them PostgreSQL takes a sixth longer.
    """
    *keys, id_ = shape.order
    columns = [key.comparable.label(f"key_{number}") for number, key in enumerate(keys)]
    select = sa.select(*columns, id_.column.label("id"))
    return select.where(*conditions, *own_rows(shape.resource.model), *shape.conditions)


def ordered_keys(
    shape: Shape, *conditions: sa.ColumnElement[bool], backwards: bool = False
) -> sa.Select[Any]:
    return order_keys(shape, *conditions).order_by(*(key.by(backwards=backwards) for key in shape.order))
