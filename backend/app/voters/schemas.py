"""Schemas of voters with a code."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.polls.schemas import PollSummary
from app.polls.status import Status
from app.rolls.codes import MAX_TYPED, parse
from react_admin import Read


def _parsed(typed: object) -> object:
    return parse(typed) if isinstance(typed, str) and len(typed) <= MAX_TYPED else typed


class CodeEntry(BaseModel):
    """A code as it was typed: in any case, with any dashes and spaces."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=MAX_TYPED), BeforeValidator(_parsed)]


class NamedRoll(Read):
    name: str


class PollOfRoll(PollSummary):
    """A poll that a code opens. Its status can be `scheduled`: it is not open yet."""

    status: Status
    voted: bool = False


class RollOfVoter(BaseModel):
    roll: NamedRoll
    polls: list[PollOfRoll]


class EnteredCode(RollOfVoter):
    """A roll and its polls, which a code opens. `voter`, which ballots carry, names the code."""

    voter: str
