"""How ballots are counted. No other module writes ballots, votes or tallies, but to seal and to mend them.

The polls of all ballots are locked first, as an edit does, in the order of their ids. So what is read after
that stays true until the commit, the database's clock judges open or closed, and no two writers deadlock.

The rules, in this order: an unknown or unpublished poll is a 404; a receipt that is known answers as it did
before if the choices are the same, and is a 409 if they are not, after the close too; a closed poll is a 403;
a ballot on another paper than the poll's is a 409; choices that the poll does not take are a 422; a voter who
has voted is a 409. A ballot that is refused does nothing to the others.
"""

import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app import bulk as rows
from app.accounts.security import digest
from app.errors import AppError
from app.polls.errors import (
    AlreadyVoted,
    BadChoices,
    PaperChanged,
    PollClosed,
    PollNotFound,
    ReceiptTaken,
)
from app.polls.models import Ballot, Choice, Question, Status, Vote, VoterCheck, Voting
from app.polls.service import polls_with_choices, possible
from app.results.snapshots import Moment, Snapshot

# Those of the tables: the question's id, and what is random.
VoterKey = tuple[int, bytes]
ReceiptKey = tuple[int, UUID]

# Made once, because to make them takes as long as to run them.
IS_NAMED = Question.slug.in_(bindparam("slugs", expanding=True))
NAMED = polls_with_choices().where(IS_NAMED)
# The strongest lock, though no key changes: by it who reads a closed poll tells who counts from who seals.
LOCK_NAMED = select(Question.id).where(IS_NAMED).order_by(Question.id).with_for_update()


@dataclass(frozen=True)
class SentBallot:
    """A ballot as it was sent: the poll's slug, choice ids, the voter's own receipt and cookie.

    `paper` is that of the poll as the voter saw it, or None for a client that does not say.
    """

    slug: str
    choices: list[int]
    receipt: UUID
    voter: str
    paper: str | None = None


@dataclass(frozen=True)
class Counted:
    """A ballot that counts, `is_new` unless it did before, and its poll with all that was counted with it."""

    is_new: bool
    snapshot: Snapshot


@dataclass(frozen=True)
class _Ballot:
    """A ballot on a poll that there is; `locked` is the poll before any ballot of the batch."""

    sent: SentBallot
    locked: Snapshot
    receipt: ReceiptKey
    voter: VoterKey

    @classmethod
    def of(cls, sent: SentBallot, locked: Snapshot) -> "_Ballot":
        question = locked.question
        return cls(sent, locked, (question.id, sent.receipt), voter_key(question, sent.voter))


def count(session: Session, sent: Sequence[SentBallot], moment: Moment) -> list[Counted | Exception]:
    """Count those of the `sent` ballots that the rules let through, and answer each in its place."""
    polls = _lock_polls(session, sent)
    locked = {slug: Snapshot(question, moment) for slug, question in polls.items()}
    # Snapshots of their own, which are not encoded until the tallies are what they are after the batch.
    snapshots = {slug: Snapshot(question, moment) for slug, question in polls.items()}
    ballots = [_Ballot.of(one, locked[one.slug]) if one.slug in locked else None for one in sent]
    known = [ballot for ballot in ballots if ballot]
    counted = _counted(session, [ballot.receipt for ballot in known])
    voters = voted(session, [ballot.voter for ballot in known])
    new: list[_Ballot] = []
    answers: list[Counted | Exception] = []
    for ballot in ballots:
        try:
            if ballot is None:
                raise PollNotFound
            if is_new := _is_new(ballot, counted, voters):
                new.append(ballot)
                counted[ballot.receipt] = {*ballot.sent.choices}
                voters.add(ballot.voter)
            answers.append(Counted(is_new, snapshots[ballot.sent.slug]))
        except AppError as refusal:
            answers.append(refusal)
    if new:
        _write(session, new)
    return answers


def voted(session: Session, keys: Sequence[VoterKey]) -> set[VoterKey]:
    """Those of `keys` whose voters have voted."""
    return {*map(tuple, rows.find(session, (Ballot.question_id, Ballot.voter_key), (), keys))}


def voter_key(question: Question, voter: str) -> VoterKey:
    """What tells a voter's second ballot, and nothing else: another poll's key is another."""
    if question.voter_check is VoterCheck.none:
        return question.id, secrets.token_bytes(32)
    return question.id, digest(question.slug, voter)


def _lock_polls(session: Session, sent: Iterable[SentBallot]) -> dict[str, Question]:
    """The published polls among those that the ballots name."""
    named = {"slugs": possible({ballot.slug for ballot in sent})}
    # A statement of its own, so that the next one sees the polls, and the clock, as they are under the lock.
    session.execute(LOCK_NAMED, named)
    polls = session.scalars(NAMED, named).unique()
    return {poll.slug: poll for poll in polls if poll.status is not Status.scheduled}


def _counted(session: Session, receipts: Sequence[ReceiptKey]) -> dict[ReceiptKey, set[int]]:
    """The choices that count under those of `receipts` that are known."""
    counted = defaultdict(set)
    key = (Vote.question_id, Vote.receipt)
    for question, receipt, choice in rows.find(session, key, (Vote.choice_id,), receipts):
        counted[question, receipt].add(choice)
    return counted


def _is_new(ballot: _Ballot, counted: Mapping[ReceiptKey, set[int]], voters: Container[VoterKey]) -> bool:
    """Whether `ballot` is to be counted; False where it has been. Raises what forbids it."""
    sent, poll = ballot.sent, ballot.locked
    if ballot.receipt in counted:
        if counted[ballot.receipt] != {*sent.choices}:
            raise ReceiptTaken
        return False
    if not poll.question.is_open:
        raise PollClosed
    if sent.paper not in (None, poll.paper):
        raise PaperChanged(json.loads(poll.poll))
    _check_choices(poll.question, sent.choices)
    if ballot.voter in voters:
        raise AlreadyVoted
    return True


def _check_choices(question: Question, choices: list[int]) -> None:
    if not choices:
        raise BadChoices("Choose something first.")
    if len(set(choices)) < len(choices):
        raise BadChoices("Each choice counts once.")
    if not {choice.id for choice in question.choices}.issuperset(choices):
        raise BadChoices("That is not a choice of this poll. Reload the page to see what is.")
    if question.voting is Voting.single and len(choices) > 1:
        raise BadChoices("Choose one.")
    if question.max_choices and len(choices) > question.max_choices:
        raise BadChoices(f"Choose at most {question.max_choices}.")


def _write(session: Session, ballots: Sequence[_Ballot]) -> None:
    """Write ballots and votes, either in an order that says nothing of the other, and the tallies."""
    rows.write(session, Ballot, sorted(ballot.voter for ballot in ballots))
    votes = sorted((*ballot.receipt, sorted(ballot.sent.choices)) for ballot in ballots)
    rows.write(
        session,
        Vote,
        [
            (question, receipt, rank, choice)
            for question, receipt, choices in votes
            for rank, choice in enumerate(choices)
        ],
    )
    tallies = Counter(choice for ballot in ballots for choice in ballot.sent.choices)
    turnouts = Counter(ballot.locked.question.id for ballot in ballots)
    rows.add(session, Choice.votes, tallies)
    rows.add(session, Question.ballots, turnouts)
    for question in {ballot.locked.question for ballot in ballots}:
        set_committed_value(question, "ballots", question.ballots + turnouts[question.id])
        for choice in question.choices:
            set_committed_value(choice, "votes", choice.votes + tallies[choice.id])
