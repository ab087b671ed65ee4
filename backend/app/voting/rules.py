"""The rules that decide whether a ballot counts. They do not use the database.

In this order: an unknown or unpublished poll is a 404; a known receipt is answered as before if the choices
are the same, else it is a 409, even after the close; a closed poll is a 403; with a roll, no valid code is a
401, that of another roll a 403, and another code than the one the ballot was filled in for a 409; another
paper than the poll's is a 409; choices that the poll does not accept are a 422; a voter who has voted is a
409. A refused ballot does not affect the others.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.polls.errors import PollNotFound
from app.polls.models import Question, Voting
from app.voters.errors import CodeNeeded, OtherRoll
from app.voters.passes import Pass
from app.voters.service import Person, VoterKey, voter_key
from app.voting.errors import (
    AlreadyVoted,
    BadChoices,
    OtherVoter,
    PaperChanged,
    PollClosed,
    ReceiptTaken,
)
from react_admin import ApiError

# The question's id, and the receipt.
ReceiptKey = tuple[int, UUID]


@dataclass(frozen=True)
class Ballot:
    """A ballot as it was sent: the poll's slug, the ids of the choices, the receipt, and the voter's cookie.

    `paper` identifies the paper that the voter saw; None if the client does not say. `shown` is the pass of a
    voter who has entered a code, and `code` the name of the code for which the ballot was filled in.
    """

    slug: str
    choices: list[int]
    receipt: UUID
    voter: str
    paper: str | None = None
    shown: Pass | None = None
    code: str | None = None


@dataclass(frozen=True)
class Counted:
    """A ballot that counts, and its poll with the tallies of the whole batch.

    `is_new`: it did not count before.
    """

    is_new: bool
    question: Question


@dataclass(frozen=True)
class KeyedBallot:
    """A ballot with the keys under which it is stored.

    With a roll, `voter` is None unless the voter has shown a valid pass, of a person on `roll_id`.
    """

    ballot: Ballot
    question: Question
    paper: str
    receipt: ReceiptKey
    voter: VoterKey | None
    roll_id: int | None = None


def key_ballots(
    ballots: Iterable[Ballot], polls: Mapping[str, Question], people: Mapping[Pass, Person]
) -> list[KeyedBallot | None]:
    """The ballots with the keys under which they are stored, or None if the poll is unknown.

    `people` are those of the valid passes.
    """
    papers = {slug: question.paper for slug, question in polls.items()}

    def keyed(ballot: Ballot, question: Question) -> KeyedBallot:
        receipt = (question.id, ballot.receipt)
        if not question.is_of_roll:
            voter = voter_key(question, ballot.voter)
            return KeyedBallot(ballot, question, papers[ballot.slug], receipt, voter)
        person = people.get(ballot.shown) if ballot.shown else None
        key, roll_id = (voter_key(question, person.key), person.roll_id) if person else (None, None)
        return KeyedBallot(ballot, question, papers[ballot.slug], receipt, key, roll_id)

    return [keyed(ballot, question) if (question := polls.get(ballot.slug)) else None for ballot in ballots]


def settle(
    ballots: Iterable[KeyedBallot | None], counted: dict[ReceiptKey, set[int]], voters: set[VoterKey]
) -> tuple[list[Counted | ApiError], list[KeyedBallot]]:
    """Apply the rules to each ballot in order. Returns the results, and the ballots to be counted.

    `counted` has the choices under each known receipt, and `voters` those who have voted. The new ballots are
    added to both.
    """
    results: list[Counted | ApiError] = []
    new: list[KeyedBallot] = []
    for entry in ballots:
        try:
            if entry is None:
                raise PollNotFound
            if is_new := _is_new(entry, counted, voters):
                new.append(entry)
                counted[entry.receipt] = {*entry.ballot.choices}
                if entry.voter:
                    voters.add(entry.voter)
            results.append(Counted(is_new, entry.question))
        except ApiError as refusal:
            results.append(refusal)
    return results, new


def _is_new(entry: KeyedBallot, counted: Mapping[ReceiptKey, set[int]], voters: Container[VoterKey]) -> bool:
    """True if the ballot is to be counted, False if it was counted before.

    Raises the error that forbids it.
    """
    ballot, question = entry.ballot, entry.question
    if entry.receipt in counted:
        if counted[entry.receipt] != {*ballot.choices}:
            raise ReceiptTaken
        return False
    if not question.is_open:
        raise PollClosed
    if entry.voter is None:
        raise CodeNeeded
    if question.is_of_roll:
        _check_person(entry)
    if ballot.paper not in (None, entry.paper):
        raise PaperChanged(question)
    _check_choices(question, ballot.choices)
    if entry.voter in voters:
        raise AlreadyVoted(question)
    return True


def _check_person(entry: KeyedBallot) -> None:
    ballot = entry.ballot
    if entry.roll_id != entry.question.roll_id:
        raise OtherRoll
    if ballot.shown and ballot.code not in (None, ballot.shown.voter):
        raise OtherVoter


def _check_choices(question: Question, choices: list[int]) -> None:
    if not choices:
        raise BadChoices("Choose something first.")
    if len(set(choices)) < len(choices):
        raise BadChoices("Each choice counts once.")
    if not {choice.id for choice in question.choices}.issuperset(choices):
        raise BadChoices("That is not a choice of this poll. Reload the page to see the choices.")
    if question.voting is Voting.single and len(choices) > 1:
        raise BadChoices("Choose one.")
    if question.max_choices and len(choices) > question.max_choices:
        raise BadChoices(f"Choose at most {question.max_choices}.")
