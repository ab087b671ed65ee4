"""An export as a workbook of Excel, which is written to a temporary file and then sent.

A workbook is complete before its first byte can be sent. So every error sets the status, and memory holds a
page of rows at most.
"""

from collections.abc import Sequence
from io import BufferedIOBase
from json import dumps
from typing import Any

import xlsxwriter

from react_admin.errors import ApiError

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Excel's limits: rows of a sheet with the heading, characters of a cell, digits of a number.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
MAX_DIGITS = 15


class TooManyRows(ApiError):
    status = 422
    code = "too_many_rows"
    message = f"A sheet of Excel holds {MAX_ROWS - 1:,} rows. Filter the list, or export it as CSV."


class CellTooLong(ApiError):
    status = 422
    code = "cell_too_long"

    def __init__(self, row: int, column: str) -> None:
        super().__init__(
            f"A cell of Excel holds {MAX_TEXT:,} characters, and row {row:,} has more in “{column}”. "
            "Leave this column out, or export the list as CSV."
        )


class Workbook:
    """A workbook of one sheet. Texts are never formulas or links, and times stay ISO texts."""

    def __init__(self, file: BufferedIOBase, columns: Sequence[str], folder: str) -> None:
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, "use_zip64": True, "tmpdir": folder})
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._columns = columns
        heading = self._book.add_format({"bold": True})
        for column, name in enumerate(columns):
            self._sheet.write_string(0, column, name, heading)
        self._rows = 1

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows below the others. Raises TooManyRows or CellTooLong."""
        for row in rows:
            if self._rows == MAX_ROWS:
                raise TooManyRows
            for column, value in enumerate(row):
                self._write(column, value)
            self._rows += 1

    def save(self) -> None:
        self._book.close()

    def discard(self) -> None:
        """Close the temporary files of a workbook that is not saved, which xlsxwriter leaves open."""
        self._sheet._opt_close()

    def _write(self, column: int, value: Any) -> None:
        match value:
            case None | "":
                return
            case bool():
                self._sheet.write_boolean(self._rows, column, value)
            case int() | float() if abs(value) < 10**MAX_DIGITS:
                self._sheet.write_number(self._rows, column, value)
            case _:
                is_nested = isinstance(value, dict | list)
                text = dumps(value, ensure_ascii=False) if is_nested else str(value)
                if len(text) > MAX_TEXT:
                    raise CellTooLong(self._rows, self._columns[column])
                self._sheet.write_string(self._rows, column, text)
