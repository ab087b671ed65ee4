"""What the schemas of every resource are made of."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from json import dumps
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from react_admin.numbers import MAX_SAFE, Unrounded, holds_unsafe

# The largest integer that both databases store.
MAX_INTEGER = 2**63 - 1

# Pydantic writes no answers of more than 255 levels, in which a value may be deep down.
MAX_DEPTH = 100

# PostgreSQL stores no NUL.
STORABLE = r"^[^\x00]*$"

# Of an id's part of an address, in bytes. PostgreSQL indexes keys of up to 2,700.
MAX_ADDRESS = 2000


def unreachable(id_: str) -> str | None:
    """Why a record with this id could not be opened at `/r/{id}`, in words.

    Browsers resolve dots, servers decode slashes before they look for a route, and react-router takes a
    "%2F" for a slash. Everything else arrives as it was.
    """
    if id_ in ("", ".", "..") or "/" in id_ or "%2F" in id_:
        return "This id can't be in an address: it is empty, “.” or “..”, or contains “/” or “%2F”."
    if len(quote(id_)) > MAX_ADDRESS:
        return f"This is too long for an address: at most {MAX_ADDRESS} bytes."
    return None


# A default for the fields of an update: what was not sent stays as it is. `model_fields_set` tells the
# two apart, so that an explicit null is still refused where the field takes none.
UNSENT: Any = None


def _whole(value: Any) -> Any:
    """Refuses what only a program takes for a whole number: `true`, or the text `1_0`."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch("-?[0-9]+", value)):
        raise ValueError("This isn't a whole number.")
    return value


def _number(value: Any) -> Any:
    """Refuses what only a program takes for a number: `true`, or the text `1_0`."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch("[-+.eE0-9]+", value)):
        raise ValueError("This isn't a number.")
    return value


def _local_time(value: Any) -> Any:
    if not isinstance(value, str | time):
        raise ValueError("This isn't a time of day.")
    return value


def _without_offset(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("This time of day has no offset from UTC.")
    return value


def _is_deep(value: Any, levels: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels == 0 or any(_is_deep(part, levels - 1) for part in parts)


def _storable(value: Any) -> Any:
    """Refuses what is JSON to a program alone, or to one of the databases."""
    if _is_deep(value, MAX_DEPTH):
        raise ValueError(f"This is nested deeper than {MAX_DEPTH} levels.")
    try:
        json = dumps(value, ensure_ascii=False, allow_nan=False)
        json.encode()
    except ValueError:
        raise ValueError("This holds a number or a character that can't be stored.") from None
    if holds_unsafe(value):
        raise ValueError(f"JavaScript rounds numbers beyond {MAX_SAFE}: write those in here as text.")
    if r"\u0000" in json.replace(r"\\", ""):
        raise ValueError("This holds a character that can't be stored.")
    return value


def _no_number(value: Any) -> Any:
    """Refuses what doesn't say whether it counts seconds or milliseconds."""
    if not isinstance(value, str | date) or (isinstance(value, str) and re.fullmatch("[-+]?[0-9.]+", value)):
        raise ValueError("This isn't a date and time.")
    return value


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("This time needs its offset from UTC.")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("This time is out of range.") from None


# After the bounds of an integer, which the OpenAPI document would lose behind it.
Whole = BeforeValidator(_whole)

Id = Annotated[int, Field(ge=1, le=MAX_INTEGER), Whole]
Day = Annotated[date, BeforeValidator(_no_number)]
Instant = Annotated[datetime, BeforeValidator(_no_number), AfterValidator(_in_utc)]
Stripped = Annotated[str, StringConstraints(strip_whitespace=True, pattern=STORABLE)]
Text = Annotated[Stripped, StringConstraints(min_length=1)]

# As it is read: a database that keeps no offset from UTC has UTC.
InUtc = Annotated[datetime, AfterValidator(lambda time: time if time.tzinfo else time.replace(tzinfo=UTC))]

# SQLite keeps any number as a float.
MAX_DIGITS = 300

# SQLite keeps an interval as an instant that is so far from 1970.
LONGEST = timedelta(days=700_000)

# In the schema of an update: the version that the edit was made on. A save on top of another is refused.
Version = Annotated[int | None, Field(exclude=True, ge=1, le=2**31 - 1), Whole]

# What stands for a value of each type: no more than both databases can compare with, and nothing that is
# another type's.
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

# The same for what is stored, of which not all can be compared.
WRITTEN: dict[Any, Any] = {
    **VALUES,
    Decimal: Annotated[VALUES[Decimal], Unrounded],
    **{kind: Annotated[kind, AfterValidator(_storable)] for kind in (object, list)},  # JSON and arrays
}


class Read(BaseModel):
    """A record as it is read, made of what a model has by the same names.

    A field that is a relationship is read with every record; with a default, only where it is embedded. Who
    has such fields has an `id`.
    """

    model_config = ConfigDict(from_attributes=True, ser_json_inf_nan="strings")


class Write(BaseModel):
    """A record as it is written.

    Names that `read` has and this schema has not are ignored when they are sent back; names that
    neither has are refused.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    read: ClassVar[type[Read]]

    @model_validator(mode="before")
    @classmethod
    def _ignore_read_only(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        read_only = cls.read.model_fields.keys() - cls.model_fields.keys()
        return {name: value for name, value in values.items() if name not in read_only}

    @property
    def model_changes(self) -> dict[str, Any]:
        """What was sent to be stored, by field. Pydantic keeps names that begin so from the fields."""
        fields = type(self).model_fields
        return {name: getattr(self, name) for name in self.model_fields_set if not fields[name].exclude}
