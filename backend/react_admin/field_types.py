"""Types of the fields of a resource: the JSON values that are accepted for each Python type."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from json import dumps
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StringConstraints

from react_admin.json_numbers import MAX_SAFE, Unrounded, holds_unsafe
from react_admin.messages import DATE_AND_TIME, NUMBER, UNSTORABLE, WHOLE_NUMBER
from react_admin.model_columns import MAX_INTEGER

# Levels of nesting in JSON. Pydantic serialises at most 255, and a value may itself be nested.
MAX_DEPTH = 100

# PostgreSQL stores no NUL.
STORABLE = r"^[^\x00]*$"

# Bytes of an id in a URL. PostgreSQL indexes keys of up to 2,700.
MAX_ADDRESS = 2000

# Digits of a decimal. SQLite stores decimals as floats, which end at about 1e308.
MAX_DIGITS = 300

# SQLite stores an interval as a datetime, 1970-01-01 plus the interval, so both must fit its range.
LONGEST = timedelta(days=700_000)


def unreachable(id_: str) -> str | None:
    """Return why no URL `/r/{id}` can name a record with this id, or None.

    Browsers resolve dots, servers decode slashes before they match a route, and react-router decodes "%2F".
    Every other character arrives as it was sent.
    """
    if id_ in ("", ".", "..") or "/" in id_ or "%2F" in id_:
        return "This id can't be in an address: it is empty, “.” or “..”, or contains “/” or “%2F”."
    if len(quote(id_)) > MAX_ADDRESS:
        return f"This is too long for an address: at most {MAX_ADDRESS} bytes."
    return None


def _whole(value: Any) -> Any:
    """Refuse `true` and texts such as `1_0`, which Python accepts as integers."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch("-?[0-9]+", value)):
        raise ValueError(WHOLE_NUMBER)
    return value


def _number(value: Any) -> Any:
    """Refuse `true` and texts such as `1_0`, which Python accepts as numbers."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch("[-+.eE0-9]+", value)):
        raise ValueError(NUMBER)
    return value


def _local_time(value: Any) -> Any:
    if not isinstance(value, str | time):
        raise ValueError("Enter a time of day.")
    return value


def _without_offset(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("Enter a time of day without an offset from UTC.")
    return value


def _is_deep(value: Any, levels: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels == 0 or any(_is_deep(part, levels - 1) for part in parts)


def _storable(value: Any) -> Any:
    """Refuse JSON that Python accepts and a database, or JavaScript, does not."""
    if _is_deep(value, MAX_DEPTH):
        raise ValueError(f"This is nested deeper than {MAX_DEPTH} levels.")
    try:
        json = dumps(value, ensure_ascii=False, allow_nan=False)
        json.encode()
    except ValueError:
        raise ValueError("This contains a number or a character that can't be stored.") from None
    if holds_unsafe(value):
        raise ValueError(f"JavaScript rounds numbers beyond {MAX_SAFE}: send them as text.")
    if r"\u0000" in json.replace(r"\\", ""):
        raise ValueError(UNSTORABLE)
    return value


def _no_number(value: Any) -> Any:
    """Refuse a number as a date, also in a text: it could count seconds or milliseconds."""
    if not isinstance(value, str | date) or (isinstance(value, str) and re.fullmatch("[-+]?[0-9.]+", value)):
        raise ValueError(DATE_AND_TIME)
    return value


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("This time needs its offset from UTC.")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("This time is out of range.") from None


# Must come after `Field(...)` in an annotation, or the bounds are missing from the OpenAPI document.
Whole = BeforeValidator(_whole)

Id = Annotated[int, Field(ge=1, le=MAX_INTEGER), Whole]
Day = Annotated[date, BeforeValidator(_no_number)]
Instant = Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_in_utc)]
Stripped = Annotated[str, StringConstraints(strip_whitespace=True, pattern=STORABLE)]
Text = Annotated[Stripped, StringConstraints(min_length=1)]

# A datetime that is read. Databases that store no offset hold UTC.
InUtc = Annotated[datetime, AfterValidator(lambda time: time if time.tzinfo else time.replace(tzinfo=UTC))]

# The version that an edit was based on, in the schema of an update. A stale version is refused.
Version = Annotated[int | None, Field(exclude=True, ge=1, le=2**31 - 1), Whole]

# Values that a filter compares with, by Python type: only those that both databases can compare.
VALUES: dict[Any, Any] = {
    int: Annotated[int, Field(ge=-MAX_INTEGER, le=MAX_INTEGER), Whole],
    str: Annotated[str, StringConstraints(pattern=STORABLE)],
    bool: StrictBool,
    float: Annotated[float, BeforeValidator(_number)],
    Decimal: Annotated[Decimal, Field(max_digits=MAX_DIGITS), BeforeValidator(_number)],
    date: Day,
    datetime: Instant,
    time: Annotated[time, BeforeValidator(_local_time), AfterValidator(_without_offset)],
    timedelta: Annotated[timedelta, Field(ge=-LONGEST, le=LONGEST)],
}

# Values that are stored, by Python type.
WRITTEN: dict[Any, Any] = {
    **VALUES,
    Decimal: Annotated[VALUES[Decimal], Unrounded],
    **{kind: Annotated[kind, AfterValidator(_storable)] for kind in (object, list)},  # JSON and arrays
}
