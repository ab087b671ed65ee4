"""Schemas of questions and choices, and the part of a poll that every list shows."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from app.polls.models import ResultsVisibility, VoterCheck, Voting
from app.polls.status import Status
from app.text_rules import Normalized
from react_admin import UNSENT, Id, Instant, Read, Text, Version, Whole, Write

# Most choices of a question.
MAX_CHOICES = 100

Text200 = Annotated[Text, Field(max_length=200), Normalized]


class ChoiceRead(Read):
    """A choice as staff see it; `votes` is null while the poll keeps its result secret until the close."""

    id: Id
    choice_text: str
    position: int
    votes: int | None


class ChoiceWrite(Write):
    """A choice within its question. A choice without an `id` is new."""

    read = ChoiceRead

    id: Id | None = None
    choice_text: Text200


class CorrectionRead(Read):
    """A text of the question or, with `choice_id`, of a choice that was corrected after people had voted."""

    id: Id
    choice_id: Id | None
    text_before: str
    text_after: str
    corrected_at: datetime


class QuestionRead(Read):
    id: Id
    slug: str
    question_text: str
    pub_date: datetime
    closes_at: datetime | None
    voting: Voting
    max_choices: int | None
    voter_check: VoterCheck
    roll_id: Id | None
    eligible: int | None
    quorum: float | None
    results_visibility: ResultsVisibility
    listed: bool
    draft: bool
    archived: bool
    ballots: int
    version: int
    sealed_at: datetime | None
    status: Status
    choice_count: int
    choices: list[ChoiceRead]
    corrections: list[CorrectionRead] = Field(default_factory=list)


class ChoiceRecord(ChoiceRead):
    """A choice as a resource of its own, for getManyReference."""

    question_id: Id
    question: QuestionRead | None = None


Choices = Annotated[list[ChoiceWrite], Field(max_length=MAX_CHOICES)]
MaxChoices = Annotated[int, Field(ge=1, le=MAX_CHOICES), Whole]

# The share of the people on the roll who have to vote, kept with four decimals.
Quorum = Annotated[float, Field(ge=0.0001, le=1), AfterValidator(lambda share: round(share, 4))]


class QuestionCreate(Write):
    """A new poll. With a roll, its default is to show the result `after_close`, and not to be listed."""

    read = QuestionRead

    question_text: Text200
    pub_date: Instant | None = None
    closes_at: Instant | None = None
    voting: Voting = Voting.single
    max_choices: MaxChoices | None = None
    voter_check: VoterCheck = VoterCheck.browser
    roll_id: Id | None = None
    quorum: Quorum | None = None
    results_visibility: ResultsVisibility = ResultsVisibility.always
    listed: StrictBool = True
    draft: StrictBool = False
    archived: StrictBool = False
    choices: Choices = Field(default_factory=list)


class QuestionUpdate(QuestionCreate, partial=True):
    """A poll, or a part of it."""

    pub_date: Instant  # may be absent, but not null
    version: Version


class ChoiceCorrection(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[Id, Field(strict=True)]
    choice_text: Text200


class QuestionCorrection(BaseModel):
    """The texts to correct. Those that are not sent stay as they are."""

    model_config = ConfigDict(extra="forbid")

    question_text: Text200 = UNSENT
    choices: Annotated[list[ChoiceCorrection], Field(max_length=MAX_CHOICES)] = UNSENT


class PollSummary(Read):
    slug: str
    question_text: str
    pub_date: datetime
    closes_at: datetime | None
    is_open: bool
