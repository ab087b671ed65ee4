"""What the poll API reads and writes."""

import unicodedata
from datetime import datetime
from typing import Annotated, Any

from pydantic import UUID4, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from app.errors import ErrorBody
from app.polls.models import ResultsVisibility, Status, VoterCheck, Voting
from app.texts import Normalized
from react_admin import UNSENT, Id, Instant, Read, Text, Version, Whole, Write

# Longer lists are no ballot paper any more.
MAX_CHOICES = 100

Text200 = Annotated[Text, Field(max_length=200), Normalized]


class ChoiceRead(Read):
    id: Id
    choice_text: str
    position: int
    votes: int


class ChoiceWrite(Write):
    """A choice within its question: with an `id` it stays, without one it is new."""

    read = ChoiceRead

    id: Id | None = None
    choice_text: Text200


class QuestionRead(Read):
    id: Id
    slug: str
    question_text: str
    pub_date: datetime
    closes_at: datetime | None
    voting: Voting
    max_choices: int | None
    voter_check: VoterCheck
    results_visibility: ResultsVisibility
    listed: bool
    ballots: int
    version: int
    sealed_at: datetime | None
    status: Status
    choices: list[ChoiceRead]


class ChoiceRecord(ChoiceRead):
    """A choice as a resource of its own, for getManyReference."""

    question_id: Id
    question: QuestionRead | None = None


Choices = Annotated[list[ChoiceWrite], Field(max_length=MAX_CHOICES)]
MaxChoices = Annotated[int, Field(ge=1, le=MAX_CHOICES), Whole]


class QuestionCreate(Write):
    read = QuestionRead

    question_text: Text200
    pub_date: Instant | None = None
    closes_at: Instant | None = None
    voting: Voting = Voting.single
    max_choices: MaxChoices | None = None
    voter_check: VoterCheck = VoterCheck.browser
    results_visibility: ResultsVisibility = ResultsVisibility.always
    listed: StrictBool = True
    choices: Choices = Field(default_factory=list)


class QuestionUpdate(Write):
    read = QuestionRead

    question_text: Text200 = UNSENT
    pub_date: Instant = UNSENT
    closes_at: Instant | None = UNSENT
    voting: Voting = UNSENT
    max_choices: MaxChoices | None = UNSENT
    voter_check: VoterCheck = UNSENT
    results_visibility: ResultsVisibility = UNSENT
    listed: StrictBool = UNSENT
    choices: Choices = UNSENT
    version: Version = None


class ChoiceResult(Read):
    id: Id
    choice_text: str
    votes: int


class Results(Read):
    """`ballots` people voted; with several choices on a ballot, the `votes` add up to more."""

    ballots: int
    choices: list[ChoiceResult]


class PollSummary(Read):
    slug: str
    question_text: str
    pub_date: datetime
    closes_at: datetime | None
    is_open: bool


class PollChoice(Read):
    id: Id
    choice_text: str


class PollRead(PollSummary):
    """A poll as everyone sees it; `results` is null unless everyone may see it now.

    `paper` changes whenever the question's text, a choice, the voting or the maximum does.
    """

    voting: Voting
    max_choices: int | None
    voter_check: VoterCheck
    results_visibility: ResultsVisibility
    paper: str
    choices: list[PollChoice]
    results: Results | None = None


class VoterRead(BaseModel):
    """What depends on the voter's cookie; `results` is null unless this voter may see it now."""

    voted: bool
    cookies: bool
    results: Results | None


class BallotCreate(BaseModel):
    """A filled-in ballot. The voter's page makes the receipt, and retries with the same one.

    `paper` is the one of the poll that the voter saw. With another one the ballot is not counted; without
    one it is counted for the poll as it is.
    """

    model_config = ConfigDict(extra="forbid")

    choices: Annotated[list[Annotated[Id, Field(strict=True)]], Field(max_length=MAX_CHOICES)]
    receipt: UUID4
    paper: Annotated[str, Field(min_length=1, max_length=64)] = UNSENT


# Hyphens, blanks and what is not seen: word processors, mail programs and keyboards put them into receipts.
# U+30FC stands where a Japanese keyboard has the hyphen.
SEPARATORS = {"Pd", "Cf", "Cc", "Zs", "Zl", "Zp"}
HYPHENS = "\u02d7\u2043\u2212\u30fc"


def _bare(receipt: Any) -> Any:
    """A written receipt as its 32 digits, if it is one; the page's `findReceipt` reads them alike."""
    if not isinstance(receipt, str) or len(receipt) > 200:
        return receipt
    text = unicodedata.normalize("NFKC", receipt).lower()
    bare = "".join(c for c in text if c not in HYPHENS and unicodedata.category(c) not in SEPARATORS)
    return bare.removeprefix("urn:uuid:").strip("{}")


class Receipt(BaseModel):
    model_config = ConfigDict(extra="forbid")

    receipt: Annotated[UUID4, BeforeValidator(_bare)]


class CountedChoices(BaseModel):
    choices: list[Id]


class CountedBallot(CountedChoices):
    """A ballot as it was counted, for whoever counts again."""

    receipt: UUID4


class BallotRead(BaseModel):
    receipt: UUID4
    results: Results | None


class PaperChangedBody(ErrorBody):
    current: PollRead
