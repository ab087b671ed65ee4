"""Numbers in JSON. JavaScript keeps integers up to 2 ** 53 exactly, and decimals of at most 15 digits.

Columns that may hold larger integers are text in JSON, as decimals are. They take numbers too, unless
JavaScript may have rounded these before they were sent.
"""

from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from sqlalchemy import BigInteger, Dialect, Float

from react_admin.collation import stored_type

# JavaScript's Number.MAX_SAFE_INTEGER.
MAX_SAFE = 2**53 - 1

# Every decimal of so many digits is a float of its own.
EXACT_DIGITS = 15

# From here on, JavaScript writes numbers with an exponent, and reads them back as the floats they were.
EXPONENTIAL = 1e21


def is_big(kind: Any) -> bool:
    """Whether a type is for 64-bit integers, on one of the databases at least."""
    kinds = (kind, *getattr(kind, "_variant_mapping", {}).values())
    return any(isinstance(stored_type(one), BigInteger) for one in kinds)


def is_wide(column: Any, *referring: Any) -> bool:
    """Whether a column may hold integers that JavaScript rounds. A reference is written as the key is."""
    targets = [reference.column for reference in getattr(column, "foreign_keys", ())]
    ahead = [target for target in targets if target not in (column, *referring)]
    return any(is_wide(one, column, *referring) for one in ahead) if ahead else is_big(column.type)


def _is_unsafe(number: int | float) -> bool:
    """Whether JavaScript writes a number as an integer that it may have rounded."""
    return abs(number) > MAX_SAFE and (isinstance(number, int) or abs(number) < EXPONENTIAL)


def holds_unsafe(value: Any) -> bool:
    """Whether a JSON value has a number in it that JavaScript would give back as another."""
    match value:
        case dict() | list():
            return any(map(holds_unsafe, value.values() if isinstance(value, dict) else value))
        case bool():
            return False
        case int() | float():
            return _is_unsafe(value)
    return False


def _may_be_rounded(value: Any) -> bool:
    """Whether a number is written with the digits that JavaScript gives to one that it has rounded."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    shortest = Decimal(repr(float(value))) if abs(value) < 10**300 else Decimal(value)
    if abs(value) > MAX_SAFE:
        return shortest == value if isinstance(value, int) else True
    return isinstance(value, float) and len(shortest.normalize().as_tuple().digits) > EXACT_DIGITS


def _unrounded(value: Any) -> Any:
    if _may_be_rounded(value):
        raise ValueError("A number of this many digits must be sent as text: JavaScript rounds it.")
    return value


Unrounded = BeforeValidator(_unrounded)

AS_TEXT = PlainSerializer(str, return_type=str)
BigInt = Annotated[int, AS_TEXT]


def _read(value: Any) -> Any:
    return str(value) if isinstance(value, int) and _is_unsafe(value) else value


# A computed integer has no declared bound: it is text in JSON only where JavaScript would round it.
Computed = Annotated[int, PlainSerializer(_read, return_type=int | str)]

# The same for a type of its own that does not say what its values are.
Unknown = Annotated[object, PlainSerializer(_read)]

BIG_INT_SENT = WithJsonSchema({"type": ["string", "integer"], "pattern": "^-?[0-9]+$"})


def exact_enum(kind: Any) -> Any:
    """`kind`; an enum with integers that JavaScript rounds is text in JSON."""
    if not (isinstance(kind, type) and issubclass(kind, Enum) and holds_unsafe([one.value for one in kind])):
        return kind
    members = {str(one.value): one for one in kind}
    return Annotated[
        kind,
        BeforeValidator(lambda value: members.get(value, value) if isinstance(value, str) else value),
        PlainSerializer(lambda member: str(member.value), return_type=str),
        WithJsonSchema({"enum": [*members]}),
    ]


def unkept(kind: Any, number: Decimal, dialect: Dialect) -> str | None:
    """Why a column of this type would not give `number` back as it is, in words."""
    precision, scale = kind.precision, getattr(kind, "scale", None)
    if not isinstance(kind, Float) and precision:
        places = scale or 0
        if abs(number) >= Decimal(10) ** (precision - places):
            return "This is out of range."
        if Decimal(f"{number:.{places}f}") != number:
            return f"This has too many digits: at most {places} after the point."
    if kind.bind_processor(dialect) is None and not isinstance(kind, Float):
        return None
    # A float, which is read with so many digits after the point.
    places = next((some for some in (kind.decimal_return_scale, scale) if some is not None), 10)
    if Decimal(f"{float(number):.{places}f}") != number:
        return f"This has more digits than are stored exactly: {EXACT_DIGITS} in all."
    return None
