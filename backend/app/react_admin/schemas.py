"""What the schemas of every resource are made of."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

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

# The largest integer that both databases store.
MAX_INTEGER = 2**63 - 1

# PostgreSQL stores no NUL.
STORABLE = r"^[^\x00]*$"

# A default for the fields of an update: what was not sent stays as it is. `model_fields_set` tells the
# two apart, so that an explicit null is still refused where the field takes none.
UNSENT: Any = None


def _whole(value: Any) -> Any:
    """Refuses what only a program takes for a whole number: `true`, or the text `1_0`."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch("-?[0-9]+", value)):
        raise ValueError("This isn't a whole number.")
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
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=STORABLE)]

# In the schema of an update: the version that the edit was made on. A save on top of another is refused.
Version = Annotated[int | None, Field(exclude=True, ge=1, le=2**31 - 1), Whole]

# What stands for a value of each type: no more than both databases can compare with, and nothing that is
# another type's.
VALUES: dict[Any, Any] = {
    int: Annotated[int, Field(ge=-MAX_INTEGER, le=MAX_INTEGER), Whole],
    str: Annotated[str, StringConstraints(pattern=STORABLE)],
    bool: StrictBool,
    date: Day,
    datetime: Instant,
}


class Read(BaseModel):
    """A record as it is read, made of what a model has by the same names.

    A field that is a relationship is read with every record; with a default, only where it is embedded. Who
    has such fields has an `id`.
    """

    model_config = ConfigDict(from_attributes=True)


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
    def changes(self) -> dict[str, Any]:
        """What was sent to be stored, by field."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}
