"""A list as CSV: every row that the filter matches, in the list's order, read in pages.

`table_rows` makes the rows and knows nothing of CSV. Spreadsheets run a cell that begins with certain
characters as a formula, so such a text is prefixed with an apostrophe:
https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from json import dumps
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from react_admin import keyset_pages
from react_admin.list_shape import ListQuery
from react_admin.read_records import related
from react_admin.resource import Resource

MEDIA_TYPE = "text/csv"

# Records per page. Where no index has the list's order, each page sorts the rest of the list.
PAGE_ROWS = 1000

BOM = "\ufeff"
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class Place(NamedTuple):
    """Where a page begins: after the row with these keys, or at the start of the list."""

    after: keyset_pages.Place | None = None


@dataclass(frozen=True)
class Export:
    query: ListQuery

    @property
    def resource(self) -> Resource:
        return self.query.shape.resource

    def read(self, session: Session, *, place: Place) -> tuple[bytes, Place | None]:
        """The page at `place`, and the place of the next page."""
        spread = self.resource.spread
        found, following = keyset_pages.read_after(
            session, self.query, place.after, PAGE_ROWS, [spread] if spread else []
        )
        page = self._records.dump_python(
            self._records.validate_python(found), mode="json", by_alias=True, exclude_unset=True
        )
        text = StringIO(newline="")
        lines = csv.writer(text)
        if place.after is None:
            text.write(BOM)
            lines.writerow(self._header)
        for record in page:
            rows = table_rows(record, self._fields, spread, self._spread_fields)
            lines.writerows([map(_cell, row) for row in rows])
        return text.getvalue().encode(), None if following is None else Place(following)

    @cached_property
    def _records(self) -> TypeAdapter[Any]:
        return TypeAdapter(list[self.resource.read])  # type: ignore[name-defined] # a value, not a type

    @cached_property
    def _fields(self) -> list[str]:
        """The fields that are read with each record, without the relationship that is spread."""
        fields = self.resource.read.model_fields
        optional = [name for name in self.resource.embeds if not fields[name].is_required()]
        return [name for name in fields if name != self.resource.spread and name not in optional]

    @cached_property
    def _spread_fields(self) -> list[str]:
        name = self.resource.spread
        if name is None:
            return []
        relations = related(self.resource.model, self.resource.read, frozenset({name}))
        [schema] = [relation.schema for relation in relations if relation.name == name]
        return list(schema.model_fields)

    @property
    def _header(self) -> list[str]:
        return [*self._fields, *(f"{self.resource.spread}.{name}" for name in self._spread_fields)]


def table_rows(
    record: Mapping[str, Any], fields: Sequence[str], spread: str | None, spread_fields: Sequence[str]
) -> Iterator[list[Any]]:
    """A record as one row per related record in `spread`, or as one row if there are none."""
    own = [record.get(name) for name in fields]
    for related_record in (record[spread] if spread else None) or [{}]:
        yield own + [related_record.get(name) for name in spread_fields]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str(text):
            return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text
        case bool() | dict() | list():
            return dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def prefers_csv(accept: str | None) -> bool:
    """True if an Accept header gives CSV more weight than JSON."""
    weights = {}
    for item in (accept or "").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        weights[name] = float(weight) if re.fullmatch(r"0(\.\d{0,3})?|1(\.0{0,3})?", weight) else 0

    def weight_of(media_type: str) -> float:
        kind = media_type.partition("/")[0]
        return next((weights[name] for name in (media_type, f"{kind}/*", "*/*") if name in weights), 0)

    return weight_of(MEDIA_TYPE) > weight_of("application/json")
