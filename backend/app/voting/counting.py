"""How ballots are counted: read, settled by the rules, and written in one transaction.

No other module writes participations, votes or tallies, except to seal or repair them.

The polls of all ballots are locked first, as an edit locks its poll, in the order of their ids. Everything
that is read after that stays true until the commit: the database's clock decides whether a poll is open, and
no two writers deadlock.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.bulk_sql import increment, insert_rows, select_by_keys
from app.polls.models import Choice, Question
from app.polls.service import polls_with_choices
from app.polls.slugs import valid_slugs
from app.voters.models import Participation
from app.voters.passes import Pass
from app.voters.service import Person, find_people, find_voted
from app.voting.mixing import draw
from app.voting.models import Vote
from app.voting.rules import Ballot, Counted, KeyedBallot, ReceiptKey, key_ballots, settle
from react_admin import ApiError

# Built once, because building them takes as long as running them.
IS_NAMED = Question.slug.in_(bindparam("slugs", expanding=True))
NAMED = polls_with_choices().where(IS_NAMED)
# FOR UPDATE, although no key changes: a reader of a closed poll waits for this lock, and not for that of a
# seal.
LOCK_NAMED = select(Question.id).where(IS_NAMED).order_by(Question.id).with_for_update()


def count(session: Session, ballots: Sequence[Ballot]) -> list[Counted | ApiError]:
    """Count the ballots that the rules allow. Returns a result or an error for each ballot, in order."""
    polls = _lock_polls(session, ballots)
    keyed = key_ballots(ballots, polls, _find_people(session, ballots, polls))
    known = [entry for entry in keyed if entry]
    counted = _find_counted(session, [entry.receipt for entry in known])
    voters = find_voted(session, [entry.voter for entry in known if entry.voter])
    results, new = settle(keyed, counted, voters)
    if new:
        _write(session, new)
    return results


def _lock_polls(session: Session, ballots: Iterable[Ballot]) -> dict[str, Question]:
    """Lock the polls that the ballots name, in the order of their ids. Returns the published ones by slug."""
    named = {"slugs": valid_slugs({ballot.slug for ballot in ballots})}
    # A statement of its own, so that the next one sees the polls and the clock as they are under the lock.
    session.execute(LOCK_NAMED, named)
    polls = session.scalars(NAMED, named).unique()
    return {poll.slug: poll for poll in polls if poll.is_published}


def _find_people(
    session: Session, ballots: Iterable[Ballot], polls: Mapping[str, Question]
) -> dict[Pass, Person]:
    """The people who have shown a valid pass with a ballot for a poll with a roll: one query for all."""
    of_roll = {slug for slug, poll in polls.items() if poll.is_of_roll}
    return find_people(
        session, {ballot.shown for ballot in ballots if ballot.shown and ballot.slug in of_roll}
    )


def _find_counted(session: Session, receipts: Sequence[ReceiptKey]) -> dict[ReceiptKey, set[int]]:
    """The choices that were counted under each known receipt."""
    counted = defaultdict(set)
    key = (Vote.question_id, Vote.receipt)
    for question_id, receipt, choice_id in select_by_keys(session, key, (Vote.choice_id,), receipts):
        counted[question_id, receipt].add(choice_id)
    return counted


def _write(session: Session, entries: Sequence[KeyedBallot]) -> None:
    """Write participations and votes, each in the order of their random keys, and update the tallies."""
    turnouts = Counter(entry.question for entry in entries)
    drawn = draw(session, turnouts)
    participations = [entry.voter for entry in entries if entry.voter]
    insert_rows(session, Participation, sorted([*participations, *drawn.participations]))
    votes = [
        (*entry.receipt, rank, choice_id)
        for entry in entries
        for rank, choice_id in enumerate(sorted(entry.ballot.choices))
    ]
    insert_rows(session, Vote, sorted([*votes, *drawn.votes]))
    tallies = Counter(choice_id for entry in entries for choice_id in entry.ballot.choices)
    # With a roll, all tallies are written, so that none tells which choice the last voter made.
    untouched = {choice.id: 0 for poll in turnouts if poll.is_of_roll for choice in poll.choices}
    increment(session, Choice.tally, untouched | tallies)
    increment(session, Question.ballots, {poll.id: turnout for poll, turnout in turnouts.items()})
    for question, turnout in turnouts.items():
        set_committed_value(question, "ballots", question.ballots + turnout)
        for choice in question.choices:
            set_committed_value(choice, "tally", choice.tally + tallies[choice.id])
