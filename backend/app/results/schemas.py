"""Schemas of a poll and its result, as voters see them."""

from typing import Annotated

from pydantic import BaseModel, Field

from app.polls.models import ResultsVisibility, VoterCheck, Voting
from app.polls.schemas import CorrectionRead, PollSummary
from app.polls.status import Status
from react_admin import Id, Read


class ChoiceResult(Read):
    id: Id
    choice_text: str
    votes: int = Field(validation_alias="tally")


class Turnout(Read):
    """`ballots` of the `eligible` people on a roll have voted."""

    ballots: int
    eligible: int


class QuorumResult(Read):
    """The `share` of a roll that has to vote, the ballots `needed`, and if they were `reached`."""

    share: float = Field(validation_alias="quorum")
    needed: int = Field(validation_alias="votes_needed")
    reached: bool = Field(validation_alias="is_quorate")


# Left out of a response where they are null: most polls have no roll.
LeftOut = Field(exclude_if=lambda value: value is None)
IfKnown = Annotated[Turnout | None, LeftOut]
IfDecided = Annotated[QuorumResult | None, LeftOut, Field(validation_alias="decided_quorum")]


class Results(Read):
    """`ballots` people voted. If a ballot may have several choices, the `votes` can add up to more.

    Only a poll with a roll has a `turnout`, and only one that needed it a `quorum`.
    """

    ballots: int
    choices: list[ChoiceResult]
    turnout: IfKnown = None
    quorum: IfDecided = None


class PollChoice(Read):
    id: Id
    choice_text: str


class PollRead(PollSummary):
    """A poll as everyone sees it; `results` is null unless everyone may see the result now.

    `turnout` is there only if the roll of the poll shows it to everyone. `paper` changes whenever the
    question's text, a choice, the voting or the maximum does.
    """

    voting: Voting
    max_choices: int | None
    voter_check: VoterCheck
    results_visibility: ResultsVisibility
    paper: str
    choices: list[PollChoice]
    corrections: list[CorrectionRead]
    turnout: IfKnown = None
    results: Results | None = None


class Leading(BaseModel):
    """The `choices` with the most votes: several if they are equal.

    `votes` are those of all choices, in the order of the ballot paper, for shares that add up.
    """

    choices: list[str]
    votes: list[int]
    ballots: int


class ListedPoll(PollSummary):
    """A poll in the list. Only a closed one whose result everyone may see has `leading` choices."""

    leading: Annotated[Leading | None, LeftOut] = None


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
    """The live state of a poll on its page in the dashboard; `votes` are null while the result is secret.

    `turnout` and `quorum` are those of its result.
    """

    ballots: int
    status: Status
    choices: list[WatchedChoice]
    turnout: IfKnown = None
    quorum: Annotated[QuorumResult | None, LeftOut] = None
