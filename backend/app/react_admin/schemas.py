"""What the schemas of every resource are made of."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
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


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("This time needs its offset from UTC.")
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("This time is out of range.") from None


def storable(value: Any) -> Any:
    """`value` where both databases can compare with it: no NUL, 64 bits, an instant that UTC has too."""
    match value:
        case str() if "\0" in value:
            raise ValueError("This holds a NUL.")
        case int() if abs(value) > MAX_INTEGER:
            raise ValueError("This is out of range.")
        case datetime():
            return _in_utc(value)
    return value


Id = Annotated[int, Field(ge=1, le=MAX_INTEGER)]
Instant = Annotated[datetime, AfterValidator(_in_utc)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=STORABLE)]


class Read(BaseModel):
    """A record as it is read, made from a model."""

    model_config = ConfigDict(from_attributes=True)


class Write(BaseModel):
    """A record as it is written.

    Names that `read` has and this schema has not are ignored when they are sent back; names that
    neither has are refused.
    """

    model_config = ConfigDict(extra="forbid")

    read: ClassVar[type[Read]]

    @model_validator(mode="before")
    @classmethod
    def _ignore_read_only(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        read_only = cls.read.model_fields.keys() - cls.model_fields.keys()
        return {name: value for name, value in values.items() if name not in read_only}
