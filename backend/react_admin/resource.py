"""The declaration of a resource: a model, the fields that are read and written, and who may do what.

A model that the dialect can't serve is refused here, with advice.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType, NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args

from fastapi import Request
from sqlalchemy import ARRAY, JSON, ColumnElement, Index, LargeBinary, Table, UniqueConstraint, inspect
from sqlalchemy.orm import Mapper, Session

from react_admin.bulk_action import BulkAction, refuse_action_names
from react_admin.facet_values import is_countable, names_of
from react_admin.field_types import VALUES
from react_admin.filters import SEARCH, Filters, compared_field, filters_of
from react_admin.json_numbers import AS_TEXT
from react_admin.model_columns import VERSION, column_fields, is_version, tables
from react_admin.schemas import Read, Write

# Types that the two databases sort or compare differently, if at all.
INCOMPARABLE = (ARRAY, JSON, LargeBinary)

# react-admin's names for what someone may do with a resource.
Action = Literal["list", "show", "create", "edit", "delete"]

# The conditions that the rows which someone may see must meet.
Scope = tuple[ColumnElement[bool], ...]


def _undeclared(*_: object) -> None:
    raise TypeError("The resource has a role for an action that its writers do not declare.")


@dataclass(frozen=True)
class Writers:
    """The schemas of a resource's request bodies, and the functions of the domain that take them.

    `create` returns the new object, `update` changes the object it is given, and `delete` deletes it. None of
    them commits. A resource without the actions `edit` and `delete` needs only the first two.
    """

    create_schema: type[Write]
    create: Callable[[Session, Any], Any]
    update_schema: type[Write] = Write
    update: Callable[[Session, Any, Any], None] = _undeclared
    delete: Callable[[Session, Any], None] = _undeclared


class Match(NamedTuple):
    """The id of the record that a line of a file updates, or None for a new one, and notices by field."""

    id: Any = None
    notices: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Import:
    """Files may be imported by `role`. The records are written by `Writers.create`.

    With `matcher`, a file may also update records, by `Writers.update`. `matcher()` is called for each pass
    over a file, and returns a function that gets the session, the number of a line and its data, and returns
    a `Match` or raises an ApiError for a line that can't be imported.
    """

    role: Any
    matcher: Callable[[], Callable[[Session, int, Any], Match]] | None = None


@dataclass(frozen=True)
class History:
    """The options of a resource's history.

    For `restorable_days` after its deletion, a record can be created again. `unread` maps a field that is
    written but never read, such as a password, to the attribute that stores it: the history names the field
    when the attribute changes, without a value.
    """

    restorable_days: int | None = None
    unread: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Resource:
    """`model` as the resource `name`, with the fields of `read`.

    Lists can be filtered and sorted by each column among the fields, except JSON, arrays and bytes. Each
    relationship among them can be embedded. `search` names the fields that `q` searches. `roles` maps each
    action to the role that may do it; an action that is missing has no route. Without `writers`, stored
    columns are written as they are sent. A column `version` guards against stale saves. In a CSV export, each
    record of the relationship `spread` is a row. `facets` names the enums, booleans, dates and datetimes
    whose values are counted beside the list. `scope` returns the condition for the rows that the sender of a
    request may see and change, or None for all. `actions` are done to many records at once. `imports` allows
    to import files. With `history`, each change of a record is recorded.
    """

    name: str
    model: Any
    read: type[Read]
    roles: Mapping[Action, Any] = field(hash=False)
    search: tuple[str, ...] = ()
    writers: Writers | None = None
    spread: str | None = None
    facets: tuple[str, ...] = ()
    scope: Callable[[Request, Session], ColumnElement[bool] | None] | None = None
    actions: tuple[BulkAction, ...] = ()
    imports: Import | None = field(default=None, hash=False)
    history: History | bool = False

    def __post_init__(self) -> None:
        """Raise TypeError if the dialect can't serve this resource."""
        for name in ("search", "facets", "actions"):
            object.__setattr__(self, name, tuple(getattr(self, name)))  # a list has no hash
        refuse_action_names(self.name, self.actions)
        refuse_key(self.model)
        refuse_names(self.model, self.read.model_fields)
        if "id" not in self.columns:
            raise TypeError(f"{self.name} needs the field `id` in {self.read.__name__}, of a type that sorts")
        if self.spread is not None and self.spread not in self.embeds:
            raise TypeError(
                f"{self.name} can't spread {self.spread}: no relationship in {self.read.__name__}"
            )
        for name in self.facets:
            if name not in self.columns or not is_countable(self.columns[name]):
                raise TypeError(
                    f"{self.name} can't have the facet {name}: {self.read.__name__} has no enum, boolean, "
                    "date or datetime of this name that is a column"
                )

    @cached_property
    def columns(self) -> dict[str, Any]:
        """The columns that lists can be filtered and sorted by, by field."""
        known = column_fields(self.model)
        return {
            name: getattr(self.model, name)
            for name in self.read.model_fields
            if name in known and not isinstance(known[name].type, INCOMPARABLE)
        }

    @cached_property
    def embeds(self) -> tuple[str, ...]:
        """The relationships that can be embedded."""
        return tuple(name for name in self.read.model_fields if name in inspect(self.model).relationships)

    @cached_property
    def filters(self) -> Filters:
        return filters_of(self.name, self.read, self.columns, self.search)

    @property
    def id_type(self) -> Any:
        """The type of the id in a URL: the values that the field `id` can have."""
        id_ = self.read.model_fields["id"]
        if AS_TEXT in id_.metadata:
            return Annotated[VALUES[int], AS_TEXT]
        return id_.rebuild_annotation() if id_.metadata else VALUES.get(id_.annotation, id_.annotation)

    @cached_property
    def facet_values(self) -> dict[str, list[Any]]:
        """The values that are counted, by facet."""
        return {name: names_of(self.columns[name], optional=self.is_optional(name)) for name in self.facets}

    def is_optional(self, field: str) -> bool:
        """True if the value of a field may be null."""
        return NoneType in get_args(self.read.model_fields[field].annotation)

    def scope_of(self, request: Request, session: Session) -> Scope:
        condition = self.scope(request, session) if self.scope else None
        return () if condition is None else (condition,)

    @property
    def restorable_days(self) -> int | None:
        """Days for which a deleted record can be created again, or None if it can't."""
        return self.history.restorable_days if isinstance(self.history, History) else None

    @cached_property
    def is_versioned(self) -> bool:
        return VERSION in self.columns and is_version(VERSION, column_fields(self.model)[VERSION])


def refuse_names(model: Any, names: Collection[str]) -> None:
    """Raise TypeError for a field whose name already means something else."""
    for name in names:
        if name == SEARCH:
            problem = f'would replace the search: `filter={{"{SEARCH}": ...}}`'
        elif name.startswith("_") or hasattr(Write, name) or hasattr(Read, name):
            problem = "is a name that Pydantic's models keep for themselves"
        elif field := compared_field(name, names):
            problem = f"is also the filter that compares `{field}`"
        else:
            continue
        other = f'`{name.strip("_")}_ = mapped_column("{name}", ...)`'
        raise TypeError(
            f"{model.__name__}.{name} {problem}. Map its column by another name, such as {other}."
        )


def refuse_key(model: Any) -> None:
    """Raise TypeError unless the attribute `id` alone identifies a row in each of the model's tables."""
    mapper: Mapper[Any] = inspect(model)
    # A synonym or a property is no attribute of a column.
    attribute = mapper.column_attrs.get("id")
    ids = list(attribute.columns) if attribute else []
    if [*mapper.primary_key] != [column for column in ids if column in mapper.primary_key]:
        key = ", ".join(column.name for column in mapper.primary_key)
        raise TypeError(f"The primary key of {model.__name__} is ({key}). {_ADVICE}")
    for table in tables(mapper):
        if not any(_identifies_row(table, column) for column in ids if column.table is table):
            key = ", ".join(column.name for column in table.primary_key)
            raise TypeError(
                f"{model.__name__}.id does not name one row of {table.name}, whose key is ({key}). {_ADVICE}"
            )


_ADVICE = (
    "A resource needs a key of one column that is mapped as the attribute `id`: rename the attribute, as in "
    '`id = mapped_column("code", primary_key=True)`; or add a column `id` as the primary key, with a '
    "UniqueConstraint over the columns of the present one."
)


def _identifies_row(table: Table, column: Any) -> bool:
    unique = (
        constraint
        for constraint in (*table.constraints, *table.indexes)
        if isinstance(constraint, UniqueConstraint)
        or (isinstance(constraint, Index) and constraint.unique and not constraint.dialect_kwargs)
    )
    is_key = any([*constraint.columns] == [column] for constraint in (table.primary_key, *unique))
    return is_key and not column.nullable
