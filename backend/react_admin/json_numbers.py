"""Numbers in JSON. JavaScript keeps integers up to 2 ** 53 exactly, and decimals of at most 15 digits.

Values of columns that may hold larger integers are text in JSON, and so are decimals. A request may send them
as text or as a number, unless JavaScript may have rounded the number before it was sent.
"""

from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

# JavaScript's Number.MAX_SAFE_INTEGER.
MAX_SAFE = 2**53 - 1

# Decimals with at most this many digits survive a round trip through a float.
EXACT_DIGITS = 15

# From here on, JavaScript writes numbers with an exponent and reads them back as the same float.
EXPONENTIAL = 1e21


def holds_unsafe(value: Any) -> bool:
    """True if a JSON value contains a number that JavaScript would give back as another number."""
    match value:
        case dict() | list():
            return any(map(holds_unsafe, value.values() if isinstance(value, dict) else value))
        case bool():
            return False
        case int() | float():
            return _is_unsafe(value)
    return False


def _is_unsafe(number: int | float) -> bool:
    """True if JavaScript writes `number` as an integer that it may have rounded."""
    return abs(number) > MAX_SAFE and (isinstance(number, int) or abs(number) < EXPONENTIAL)


def _may_be_rounded(value: Any) -> bool:
    """True for a number with the digits that JavaScript writes for a rounded number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    shortest = Decimal(repr(float(value))) if abs(value) < 10**300 else Decimal(value)
    if abs(value) > MAX_SAFE:
        return shortest == value if isinstance(value, int) else True
    return isinstance(value, float) and len(shortest.normalize().as_tuple().digits) > EXACT_DIGITS


def _unrounded(value: Any) -> Any:
    if _may_be_rounded(value):
        raise ValueError("Send a number with this many digits as text: JavaScript rounds it.")
    return value


def _read(value: Any) -> Any:
    return str(value) if isinstance(value, int) and _is_unsafe(value) else value


# Refuses numbers that JavaScript may have rounded.
Unrounded = BeforeValidator(_unrounded)

AS_TEXT = PlainSerializer(str, return_type=str)
BigInt = Annotated[int, AS_TEXT]
BIG_INT_SENT = WithJsonSchema({"type": ["string", "integer"], "pattern": "^-?[0-9]+$"})

# A computed integer has no declared bound, so it is text in JSON only where JavaScript would round it.
Computed = Annotated[int, PlainSerializer(_read, return_type=int | str)]

# The same for a TypeDecorator that does not declare its Python type.
Unknown = Annotated[object, PlainSerializer(_read)]


def exact_enum(kind: Any) -> Any:
    """`kind` itself, or for an enum with integers that JavaScript rounds a type that is text in JSON."""
    if not (
        isinstance(kind, type) and issubclass(kind, Enum) and holds_unsafe([member.value for member in kind])
    ):
        return kind
    members = {str(member.value): member for member in kind}
    return Annotated[
        kind,
        BeforeValidator(lambda value: members.get(value, value) if isinstance(value, str) else value),
        PlainSerializer(lambda member: str(member.value), return_type=str),
        WithJsonSchema({"enum": [*members]}),
    ]
