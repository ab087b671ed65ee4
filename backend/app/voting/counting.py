"""How ballots are counted.

No other module writes participations, votes or tallies, except to seal or repair them.

The polls of all ballots are locked first, as an edit locks its poll, in the order of their ids. Everything
that is read after that stays true until the commit: the database's clock decides whether a poll is open, and
no two writers deadlock.

The rules, in this order: an unknown or unpublished poll is a 404; a known receipt is answered as before if
the choices are the same, else it is a 409, even after the close; a closed poll is a 403; another paper than
the poll's is a 409; choices that the poll does not accept are a 422; a voter who has voted is a 409. A
refused ballot does not affect the others.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.bulk import increment, insert_rows, select_by_keys
from app.polls.errors import PollNotFound
from app.polls.models import Choice, Question, Status, Voting
from app.polls.service import polls_with_choices, valid_slugs
from app.voters.models import Participation
from app.voters.service import VoterKey, find_voted, voter_key
from app.voting.errors import AlreadyVoted, BadChoices, PaperChanged, PollClosed, ReceiptTaken
from app.voting.models import Vote
from react_admin import ApiError

# The question's id, and the receipt.
ReceiptKey = tuple[int, UUID]

# Built once, because building them takes as long as running them.
IS_NAMED = Question.slug.in_(bindparam("slugs", expanding=True))
NAMED = polls_with_choices().where(IS_NAMED)
# FOR UPDATE, although no key changes: a reader of a closed poll waits for this lock, and not for that of a
# seal.
LOCK_NAMED = select(Question.id).where(IS_NAMED).order_by(Question.id).with_for_update()


@dataclass(frozen=True)
class Ballot:
    """A ballot as it was sent: the poll's slug, the ids of the choices, the receipt, and the voter's cookie.

    `paper` identifies the paper that the voter saw; None if the client does not say.
    """

    slug: str
    choices: list[int]
    receipt: UUID
    voter: str
    paper: str | None = None


@dataclass(frozen=True)
class Counted:
    """A ballot that counts, and its poll with the tallies of the whole batch.

    `is_new`: it did not count before.
    """

    is_new: bool
    question: Question


@dataclass(frozen=True)
class KeyedBallot:
    """A ballot with the keys under which it is stored."""

    ballot: Ballot
    question: Question
    paper: str
    receipt: ReceiptKey
    voter: VoterKey


def count(session: Session, ballots: Sequence[Ballot]) -> list[Counted | ApiError]:
    """Count the ballots that the rules allow. Returns, for each ballot in order, what became of it."""
    keyed = key_ballots(ballots, _lock_polls(session, ballots))
    known = [entry for entry in keyed if entry]
    counted = _find_counted(session, [entry.receipt for entry in known])
    voters = find_voted(session, [entry.voter for entry in known])
    results, new = settle(keyed, counted, voters)
    if new:
        _write(session, new)
    return results


def key_ballots(ballots: Iterable[Ballot], polls: Mapping[str, Question]) -> list[KeyedBallot | None]:
    """The ballots with the keys under which they are stored, or None if the poll is unknown."""
    papers = {slug: question.paper for slug, question in polls.items()}
    return [
        KeyedBallot(
            ballot,
            question,
            papers[ballot.slug],
            (question.id, ballot.receipt),
            voter_key(question, ballot.voter),
        )
        if (question := polls.get(ballot.slug))
        else None
        for ballot in ballots
    ]


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
                voters.add(entry.voter)
            results.append(Counted(is_new, entry.question))
        except ApiError as refusal:
            results.append(refusal)
    return results, new


def _lock_polls(session: Session, ballots: Iterable[Ballot]) -> dict[str, Question]:
    """The published polls that the ballots name, by slug."""
    named = {"slugs": valid_slugs({ballot.slug for ballot in ballots})}
    # A statement of its own, so that the next one sees the polls and the clock as they are under the lock.
    session.execute(LOCK_NAMED, named)
    polls = session.scalars(NAMED, named).unique()
    return {poll.slug: poll for poll in polls if poll.status is not Status.scheduled}


def _find_counted(session: Session, receipts: Sequence[ReceiptKey]) -> dict[ReceiptKey, set[int]]:
    """The choices that were counted under each known receipt."""
    counted = defaultdict(set)
    key = (Vote.question_id, Vote.receipt)
    for question_id, receipt, choice_id in select_by_keys(session, key, (Vote.choice_id,), receipts):
        counted[question_id, receipt].add(choice_id)
    return counted


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
    if ballot.paper not in (None, entry.paper):
        raise PaperChanged(question)
    _check_choices(question, ballot.choices)
    if entry.voter in voters:
        raise AlreadyVoted
    return True


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


def _write(session: Session, entries: Sequence[KeyedBallot]) -> None:
    """Write participations and votes, each in the order of their random keys, and update the tallies."""
    insert_rows(session, Participation, sorted(entry.voter for entry in entries))
    votes = sorted((*entry.receipt, sorted(entry.ballot.choices)) for entry in entries)
    insert_rows(
        session,
        Vote,
        [
            (question_id, receipt, rank, choice_id)
            for question_id, receipt, choices in votes
            for rank, choice_id in enumerate(choices)
        ],
    )
    tallies = Counter(choice_id for entry in entries for choice_id in entry.ballot.choices)
    turnouts = Counter(entry.question.id for entry in entries)
    increment(session, Choice.votes, tallies)
    increment(session, Question.ballots, turnouts)
    for question in {entry.question for entry in entries}:
        set_committed_value(question, "ballots", question.ballots + turnouts[question.id])
        for choice in question.choices:
            set_committed_value(choice, "votes", choice.votes + tallies[choice.id])
