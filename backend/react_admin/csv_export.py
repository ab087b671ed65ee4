"""An export as CSV, page by page."""

import csv
from dataclasses import dataclass
from io import StringIO
from json import dumps
from typing import Any

from sqlalchemy.orm import Session

from react_admin.export_table import ExportTable, Place
from react_admin.formulas import with_apostrophe

MEDIA_TYPE = "text/csv"

BOM = "\ufeff"


@dataclass(frozen=True)
class CsvExport:
    table: ExportTable

    def read(self, session: Session, *, place: Place) -> tuple[bytes, Place | None]:
        """The page at `place`, and the place of the next page."""
        rows, following = self.table.read(session, place)
        text = StringIO(newline="")
        lines = csv.writer(text)
        if place.after is None:
            text.write(BOM)
            lines.writerow(self.table.columns)
        lines.writerows([map(_cell, row) for row in rows])
        return text.getvalue().encode(), following


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str(text):
            return with_apostrophe(text)
        case bool() | dict() | list():
            return dumps(value, ensure_ascii=False)
        case _:
            return str(value)
