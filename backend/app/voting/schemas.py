"""Schemas of ballots, receipts, published votes and resets."""

from typing import Annotated, Any

from pydantic import UUID4, BaseModel, BeforeValidator, ConfigDict, Field

from app.polls.schemas import MAX_CHOICES
from app.results.schemas import PollRead, Results
from app.text_rules import without_separators
from react_admin import UNSENT, Id
from react_admin.errors import ErrorBody
from react_admin.model_columns import MAX_INTEGER


class BallotCreate(BaseModel):
    """A filled-in ballot. The voter's page makes the receipt, and retries with the same one.

    `paper` identifies the paper that the voter saw. If the poll has another one by now, the ballot is not
    counted. Without `paper`, the ballot counts for the poll as it is. With a roll, `voter` names the code for
    which the page was opened. If another one was entered in this browser since, the ballot is not counted.
    """

    model_config = ConfigDict(extra="forbid")

    choices: Annotated[list[Annotated[Id, Field(strict=True)]], Field(max_length=MAX_CHOICES)]
    receipt: UUID4
    paper: Annotated[str, Field(min_length=1, max_length=64)] = UNSENT
    voter: Annotated[str, Field(min_length=1, max_length=64)] = UNSENT


def _bare(receipt: Any) -> Any:
    """The 32 digits of a receipt that someone typed or pasted.

    The page's `findReceipt` reads receipts alike.
    """
    if not isinstance(receipt, str) or len(receipt) > 200:
        return receipt
    return without_separators(receipt).removeprefix("urn:uuid:").strip("{}")


class Receipt(BaseModel):
    model_config = ConfigDict(extra="forbid")

    receipt: Annotated[UUID4, BeforeValidator(_bare)]


class CountedChoices(BaseModel):
    choices: list[Id]


class CountedBallot(CountedChoices):
    """A ballot as it was counted, for a recount."""

    receipt: UUID4


class BallotRead(BaseModel):
    receipt: UUID4
    results: Results | None


class PaperChangedBody(ErrorBody):
    current: PollRead


class QuestionReset(BaseModel):
    """`ballots` is the number that the caller has seen, and agrees to lose."""

    model_config = ConfigDict(extra="forbid")

    ballots: Annotated[int, Field(strict=True, ge=0, le=MAX_INTEGER)]


class ParticipantRead(BaseModel):
    """Someone who could vote on a poll."""

    id: Id
    number: str | None
    name: str | None
    has_voted: bool


class ParticipantsRead(BaseModel):
    """The people who could vote on a poll. `forgotten`: none of them is on the roll any more."""

    participants: list[ParticipantRead]
    forgotten: bool
