"""Schemas of rolls, people and their codes."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from app.rolls.models import MAX_EMAIL, MAX_NAME, MAX_NUMBER, MAX_ROLL_NAME, VoterStatus
from app.text_rules import Normalized, flaw
from react_admin import Id, Read, Text, Version, Write
from react_admin.formulas import FORMULA

# Most people that one call creates.
MAX_CODES = 10_000

# An address as mail servers accept it, in any script. Quoted local parts and addresses of hosts are refused.
PART = r"[^\s@.,:;<>()\[\]\\\"\x00-\x1f\x7f]+"
EMAIL = re.compile(rf"(?=.{{1,64}}@){PART}(?:\.{PART})*@{PART}(?:\.{PART})+")


# A telephone number as the number of a person: it begins like a formula, and is none.
TELEPHONE = re.compile(r"\+[\d ()./-]+", re.ASCII)


def _name(value: str | None) -> str | None:
    if value is not None and (problem := flaw(value)):
        raise ValueError(problem)
    if value is not None and value.startswith(FORMULA):
        raise ValueError(f"A spreadsheet takes this for a formula. Write it without the “{value[0]}”.")
    return value


def _number(value: str | None) -> str | None:
    return value if value is not None and TELEPHONE.fullmatch(value) else _name(value)


def _address(value: str | None) -> str | None:
    if value is not None and not EMAIL.fullmatch(value):
        raise ValueError("This is not an e-mail address, such as ann@example.org.")
    return value


RollName = Annotated[Text, Field(max_length=MAX_ROLL_NAME), Normalized]
Name = Annotated[Text, Field(max_length=MAX_NAME), Normalized, AfterValidator(_name)]
Number = Annotated[Text, Field(max_length=MAX_NUMBER), Normalized, AfterValidator(_number)]
Email = Annotated[Text, Field(max_length=MAX_EMAIL), Normalized, AfterValidator(_address)]


class RollRead(Read):
    """A roll; `people` counts those who may vote.

    `public_turnout`: everyone sees how many have voted while a poll is open, and not only staff.
    """

    id: Id
    name: str
    people: int
    public_turnout: bool
    version: int


class RollCreate(Write):
    read = RollRead

    name: RollName
    public_turnout: StrictBool = False


class RollUpdate(RollCreate, partial=True):
    version: Version


class VoterRead(Read):
    """A person on a roll. No field says whether they have voted, or what their code is."""

    id: Id
    roll_id: Id
    name: str | None
    number: str | None
    email: str | None
    status: VoterStatus
    created_at: datetime
    revoked_at: datetime | None
    version: int


class VoterDetails(Write):
    """The fields of a person that can be edited. The roll is chosen once."""

    read = VoterRead

    name: Name | None = None
    number: Number | None = None
    email: Email | None = None


class VoterCreate(VoterDetails):
    roll_id: Id


class VoterUpdate(VoterDetails, partial=True):
    version: Version


class CodesCreate(BaseModel):
    """How many anonymous people to add to a roll."""

    model_config = ConfigDict(extra="forbid")

    count: Annotated[int, Field(strict=True, ge=1, le=MAX_CODES)]


class NewCodes(BaseModel):
    codes: list[str]


class NewCode(BaseModel):
    code: str


class Card(BaseModel):
    """A card to print, with which a person can vote. `qr` is an image of the link, as a data URL."""

    id: Id
    name: str | None
    number: str | None
    code: str
    link: str
    qr: str
