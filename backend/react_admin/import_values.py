"""The text of a cell as the value of a field, in the forms in which spreadsheets show values.

A form that can mean two things is refused rather than guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from pydantic_core import from_json

from react_admin.formulas import without_apostrophe
from react_admin.messages import DATE_AND_TIME

Kind = Literal["text", "whole", "number", "boolean", "instant", "date", "choice", "lines", "json"]

# In English, and as spreadsheets in French and German write them.
YES = {"true", "yes", "y", "1", "on", "x", "vrai", "oui", "wahr", "ja"}
NO = {"false", "no", "n", "0", "off", "faux", "non", "falsch", "nein"}

YEAR_FIRST = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
DAY_FIRST = r"(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
MONTH_FIRST = r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"
SECONDS = r"(:(?P<second>\d\d)([.,](?P<fraction>\d{1,6}))?)?"
CLOCK = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d){SECONDS}(\s*(?P<half>[ap])\.?m\.?)?"

ISO_WITH_OFFSET = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)", re.IGNORECASE
)


class ImportField(BaseModel):
    """A field that a file can fill. `lines` are records of one text each, one per line of the cell."""

    name: str
    kind: Kind
    required: bool
    values: list[str]


@dataclass(frozen=True)
class Reading:
    """The reading of ambiguous dates and times.

    `zone` is the zone of times without an offset. `month_first`: 2/1/2026 is the first of February.
    """

    zone: ZoneInfo
    month_first: bool = False


def read_cell(text: str, field: ImportField, reading: Reading) -> Any:
    """The value of `field` in a cell that is not empty, for the schema to validate.

    Text that has no such form is returned as it is, so that the schema says what it expects. Raises
    ValueError, with a sentence, for a text that has two meanings or none.
    """
    text = without_apostrophe(text)
    return text if field.kind == "text" else READERS[field.kind](text.strip(), field, reading)


def _boolean(text: str, _: ImportField, __: Reading) -> bool | str:
    word = text.casefold()
    return True if word in YES else False if word in NO else text


def _number(text: str, _: ImportField, __: Reading) -> str:
    """A number with a decimal point or comma. 1,234 could be either of two numbers."""
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", text):
        raise ValueError(f"Write {text.replace(',', '')} or {text.replace(',', '.')}: this can mean both.")
    return text.replace(",", ".") if re.fullmatch(r"[+-]?\d+,\d+", text) else text


def _choice(text: str, field: ImportField, _: Reading) -> str:
    return next((value for value in field.values if value.casefold() == text.casefold()), text)


def _lines(text: str, _: ImportField, __: Reading) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _json(text: str, _: ImportField, __: Reading) -> Any:
    """A JSON object or array. Anything else is a text: columns of unknown types are read this way, too."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        return text


def _date(text: str, _: ImportField, reading: Reading) -> date | str:
    found = _match("", text, reading)
    return _day(found) if found else text


def _instant(text: str, _: ImportField, reading: Reading) -> datetime | str:
    if ISO_WITH_OFFSET.fullmatch(text):
        return text
    found = _match(rf"([T ]\s*{CLOCK})?", text, reading)
    return _in_zone(datetime.combine(_day(found), _clock(found)), reading.zone) if found else text


READERS: dict[Kind, Callable[[str, ImportField, Reading], Any]] = {
    "whole": lambda text, _, __: text,
    "number": _number,
    "boolean": _boolean,
    "instant": _instant,
    "date": _date,
    "choice": _choice,
    "lines": _lines,
    "json": _json,
}


def _match(rest: str, text: str, reading: Reading) -> re.Match[str] | None:
    forms = (YEAR_FIRST, MONTH_FIRST if reading.month_first and "/" in text else DAY_FIRST)
    found = (re.fullmatch(form + rest, text, re.IGNORECASE | re.ASCII) for form in forms)
    return next((match for match in found if match), None)


def _day(found: re.Match[str]) -> date:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError("There is no such day.") from None


def _clock(found: re.Match[str]) -> time:
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    try:
        if found["half"]:
            if not 1 <= hour <= 12:
                raise ValueError
            hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
        return time(hour, minute, second, int(f"{found['fraction'] or '':0<6}"))
    except ValueError:
        raise ValueError(DATE_AND_TIME) from None


def _in_zone(local: datetime, zone: ZoneInfo) -> datetime:
    """A local time as an instant. A clock that is put forward skips times, and one put back repeats them."""
    try:
        first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError:
        raise ValueError("This time is out of range.") from None
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise ValueError(f"This time does not exist in {zone.key}: clocks were put forward.")
    if first != second:
        raise ValueError(f"This time exists twice in {zone.key}: write it with its offset from UTC.")
    return first
