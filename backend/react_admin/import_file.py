"""A file of lines and cells, as spreadsheets save and copy them: CSV in any encoding, or pasted cells."""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO, TextIOWrapper
from typing import NamedTuple

from charset_normalizer import from_bytes

from react_admin.errors import ApiError

# Largest file, in bytes.
MAX_FILE = 5_000_000

# Most columns of a file. A million would take seconds and half a gigabyte, for each preview.
MAX_COLUMNS = 1_000

# Encodings in which spreadsheets save text, apart from UTF-8, in the order in which a tie is decided.
UTF_16 = ["utf_16_le", "utf_16_be"]
CODE_PAGES = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp932", "gb18030", "big5", "cp949"),
]
UTF_8 = "utf_8"
ENCODINGS = (UTF_8, *UTF_16, *CODE_PAGES)

BOMS = {BOM_UTF8: UTF_8, BOM_UTF16_LE: "utf_16_le", BOM_UTF16_BE: "utf_16_be"}

# The character between two cells: in CSV, in CSV of countries with a decimal comma, in pasted cells.
DELIMITERS = (",", ";", "\t")

# A workbook of a spreadsheet is a ZIP archive, or was a compound file before 2007.
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class UnreadableFile(ApiError):
    status = 422
    code = "unreadable_file"
    message = "This is not a text file. Save it as CSV in UTF-8."


class FileTooLarge(ApiError):
    status = 413
    code = "file_too_large"
    message = f"A file has at most {MAX_FILE // 1_000_000} MB. Import it in parts."


class Line(NamedTuple):
    """The cells of a line, and its number in the file: a cell may itself contain line breaks."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class ImportFile:
    """A file whose first line names its columns. Its text is decoded as it is read."""

    body: bytes
    encoding: str

    @cached_property
    def delimiter(self) -> str:
        """The delimiter that gives the first line the most cells."""
        return max(DELIMITERS, key=self._width)

    @cached_property
    def header(self) -> list[str]:
        return [name.strip() for name in self._first(self.delimiter).cells]

    def lines(self) -> Iterator[Line]:
        """The lines after the first that are not empty. Raises UnreadableFile."""
        lines = self._read(self.delimiter)
        next(lines, None)
        yield from lines

    def _width(self, delimiter: str) -> int:
        try:
            return len(self._first(delimiter).cells)
        except UnreadableFile:  # quotes are out of place with another delimiter than that of the file
            return 0

    def _first(self, delimiter: str) -> Line:
        try:
            return next(self._read(delimiter))
        except StopIteration:
            raise UnreadableFile("This file is empty.") from None

    def _read(self, delimiter: str) -> Iterator[Line]:
        text = TextIOWrapper(BytesIO(self.body), self.encoding, newline="")
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise UnreadableFile(f"Line {number} can't be read: {error}.") from None
            except UnicodeDecodeError:
                raise UnreadableFile(f"From line {number} on, this is not text in {self.encoding}.") from None
            if number == 1:
                cells = [cells[0].removeprefix("\ufeff"), *cells[1:]] if cells else cells
            if any(cell.strip() for cell in cells):
                yield Line(number, cells)


def open_file(body: bytes, encoding: str | None = None) -> ImportFile:
    """The file with this content.

    Raises FileTooLarge, or UnreadableFile: not text, empty, or too many columns.
    """
    if len(body) > MAX_FILE:
        raise FileTooLarge
    if body.startswith(WORKBOOK):
        raise UnreadableFile("This is a workbook. Save it as CSV, or copy the cells and paste them here.")
    file = ImportFile(body, encoding or _encoding_of(body))
    if len(file.header) > MAX_COLUMNS:
        raise UnreadableFile(f"This file has more than {MAX_COLUMNS:,} columns.")
    return file


def _encoding_of(body: bytes) -> str:
    for mark, encoding in BOMS.items():
        if body.startswith(mark):
            return encoding
    if b"\0" not in body and _is_utf_8(body):
        return UTF_8
    found = from_bytes(body, cp_isolation=UTF_16 if b"\0" in body else CODE_PAGES)
    best = found.best()
    if best is None:
        raise UnreadableFile
    ties = [match for match in found if (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    equal = {encoding for match in ties for encoding in match.could_be_from_charset}
    return min(equal.intersection(ENCODINGS), key=ENCODINGS.index)


def _is_utf_8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
