"""A list as a table for exports: every row that the filter matches, in the list's order, in pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from react_admin import keyset_pages
from react_admin.errors import BadQuery
from react_admin.list_shape import ListQuery
from react_admin.query import from_json
from react_admin.read_records import related
from react_admin.resource import Resource

# Records per page. Where no index has the list's order, each page sorts the rest of the list.
PAGE_ROWS = 1000


class Place(NamedTuple):
    """The start of a page: after the row with these keys, or at the start of the list."""

    after: keyset_pages.Place | None = None


@dataclass(frozen=True)
class ExportTable:
    """The columns `columns` of a list."""

    query: ListQuery
    columns: Sequence[str]

    @property
    def resource(self) -> Resource:
        return self.query.shape.resource

    def read(self, session: Session, place: Place) -> tuple[list[list[Any]], Place | None]:
        """The rows of the page at `place`, as JSON values, and the place of the next page."""
        spread = self._spread
        found, following = keyset_pages.read_after(
            session, self.query, place.after, PAGE_ROWS, [spread] if spread else []
        )
        records = self._records.dump_python(
            self._records.validate_python(found), mode="json", exclude_unset=True
        )
        rows = [row for record in records for row in table_rows(record, self.columns, spread)]
        return rows, None if following is None else Place(following)

    @property
    def _spread(self) -> str | None:
        """The relationship whose records are rows, if one of their columns was chosen."""
        name = self.resource.spread
        return name if any(column.startswith(f"{name}.") for column in self.columns) else None

    @cached_property
    def _records(self) -> TypeAdapter[Any]:
        return TypeAdapter(list[self.resource.read])  # type: ignore[name-defined] # a value, not a type


@cache
def exported_columns(resource: Resource) -> tuple[str, ...]:
    """The fields that are read with each record, and those of the relationship that is spread."""
    fields = resource.read.model_fields
    optional = [name for name in resource.embeds if not fields[name].is_required()]
    own = [name for name in fields if name != resource.spread and name not in optional]
    return (*own, *(f"{resource.spread}.{name}" for name in _spread_fields(resource)))


def parse_columns(resource: Resource, columns: str | None) -> Sequence[str]:
    """The columns of an export, by default all of them. Raises BadQuery for any other name."""
    known = exported_columns(resource)
    if columns is None:
        return known
    chosen = from_json("columns", columns)
    if not isinstance(chosen, list) or not chosen:
        raise BadQuery("columns", "is a list of names")
    for name in chosen:
        if name not in known:
            raise BadQuery("columns", f"names “{name}”, which is not one of {', '.join(known)}")
    if len(set(chosen)) < len(chosen):
        raise BadQuery("columns", "names a column twice")
    return chosen


def table_rows(
    record: Mapping[str, Any], columns: Sequence[str], spread: str | None = None
) -> Iterator[list[Any]]:
    """A record as one row per related record in `spread`, or as one row if there are none."""
    prefix = f"{spread}."
    for related_record in (record[spread] if spread else None) or [{}]:
        yield [
            related_record.get(name.removeprefix(prefix)) if name.startswith(prefix) else record.get(name)
            for name in columns
        ]


def _spread_fields(resource: Resource) -> list[str]:
    if resource.spread is None:
        return []
    relations = related(resource.model, resource.read, frozenset({resource.spread}))
    [schema] = [relation.schema for relation in relations if relation.name == resource.spread]
    return list(schema.model_fields)
