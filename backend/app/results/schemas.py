"""Schemas of a poll and its result, as voters see them."""

from pydantic import BaseModel, Field

from app.polls.models import ResultsVisibility, VoterCheck, Voting
from app.polls.schemas import CorrectionRead, PollSummary
from app.polls.status import Status
from react_admin import Id, Read


class ChoiceResult(Read):
    id: Id
    choice_text: str
    votes: int = Field(validation_alias="tally")


class Results(Read):
    """`ballots` people voted. If a ballot may have several choices, the `votes` can add up to more."""

    ballots: int
    choices: list[ChoiceResult]


class PollChoice(Read):
    id: Id
    choice_text: str


class PollRead(PollSummary):
    """A poll as everyone sees it; `results` is null unless everyone may see the result now.

    `paper` changes whenever the question's text, a choice, the voting or the maximum does.
    """

    voting: Voting
    max_choices: int | None
    voter_check: VoterCheck
    results_visibility: ResultsVisibility
    paper: str
    choices: list[PollChoice]
    corrections: list[CorrectionRead]
    results: Results | None = None


class OwnState(BaseModel):
    """The state of this voter on a poll; `results` is null unless this voter may see the result now.

    With a roll, `voter` names the code that was entered, for ballots to carry.
    """

    voted: bool
    cookies: bool
    voter: str | None
    results: Results | None


class WatchedChoice(BaseModel):
    id: Id
    votes: int | None


class WatchedPoll(BaseModel):
    """The live state of a poll on its page in the dashboard; `votes` are null while the result is secret."""

    ballots: int
    status: Status
    choices: list[WatchedChoice]
