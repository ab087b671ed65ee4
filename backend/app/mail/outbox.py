"""The outbox: claiming messages, writing their letters, and recording the outcomes.

A claim gives a message a deadline and is committed before anything is sent. If the process is killed, the
message is claimed again after the deadline, and is sent with the same code and Message-ID. So a message may
arrive twice, and none is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from sqlalchemy import bindparam, case, delete, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.config import MailSettings
from app.database import now, utcnow
from app.mail.message import Person, compose, render, values_of
from app.mail.models import MAX_ERROR, Kind, Mailing, Message, Pace
from app.mail.service import MESSAGES, VOTERS, open_polls
from app.polls.models import Question
from app.rolls.codes import codes_of
from app.rolls.models import Delivery, Roll, Voter
from app.voters.service import find_voted, voter_key

# Most messages of a claim. It has at most as many as the rate allows in SPAN.
BATCH = 20
SPAN = timedelta(seconds=10)

# Time after which a claimed message may be claimed again.
DEADLINE = timedelta(minutes=5)

# Time until a message is sent again that the server did not take for now. After the last, it is refused.
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))

# Time for which nothing is sent after a failure that is no recipient's.
PAUSE = timedelta(minutes=1)

PACE: Any = Pace.__table__


class Outcome(Enum):
    """The outcome of a claimed message."""

    sent = "sent"
    refused = "refused"
    skipped = "skipped"
    later = "later"  # the server did not take it for now
    given_back = "given_back"  # it was not tried


# The outcomes after which a message is gone, with the delivery of a person who was invited.
FINAL = {
    Outcome.sent: Delivery.sent,
    Outcome.refused: Delivery.refused,
    Outcome.skipped: Delivery.new,
}


@dataclass(frozen=True)
class Letter:
    """A claimed message. `content` is None if the person is skipped."""

    message_id: int
    attempts: int
    voter_id: int
    is_reminder: bool
    address: str
    content: bytes | None


def seconds_until_due(session: Session) -> float | None:
    """The time until a message may be sent, which is not more than 0 if one may be. None without messages."""
    if session.scalar(select(Message.id).where(Message.due_at <= utcnow()).limit(1)) is None:
        return None
    next_at = session.scalar(select(Pace.next_at))
    return (next_at - now(session)).total_seconds() if next_at else 0


def claim(session: Session, per_minute: int) -> list[int]:
    """Claim messages that are due, as many as the rate allows. Returns their ids."""
    pace = _locked_pace(session)
    moment = now(session)
    if pace.next_at > moment:
        return []
    interval = timedelta(minutes=1) / per_minute
    due = select(Message.id).where(Message.due_at <= moment).order_by(Message.due_at, Message.id)
    due = due.limit(min(BATCH, max(1, SPAN // interval))).with_for_update(skip_locked=True)
    ids = [*session.scalars(due)]
    claimed = update(MESSAGES).where(MESSAGES.c.id.in_(ids)).values(due_at=moment + DEADLINE)
    session.connection().execute(claimed)
    pace.next_at = moment + interval * len(ids)
    return ids


def read_letters(session: Session, mail: MailSettings, ids: Sequence[int]) -> list[Letter]:
    """The claimed messages, as they are sent, without those that were stopped meanwhile. Raises CodesLost."""
    rows = session.execute(
        select(Message, Mailing, Voter, Roll.name)
        .join(Mailing, Message.mailing_id == Mailing.id)
        .join(Voter, Message.voter_id == Voter.id)
        .join(Roll, Mailing.roll_id == Roll.id)
        .where(Message.id.in_(ids))
        .order_by(Message.id)
    ).all()
    reminded = [(mailing.roll_id, voter) for _, mailing, voter, _ in rows if mailing.kind is Kind.reminder]
    done = _done_voting(session, reminded)
    letters = []
    for message, mailing, voter, roll in rows:
        is_reminder = mailing.kind is Kind.reminder
        is_skipped = voter.email is None or voter.revoked_at is not None or (is_reminder and voter.id in done)
        content = None if is_skipped else _content(session, mail, message, mailing, voter, roll)
        letters.append(
            Letter(message.id, message.attempts, voter.id, is_reminder, voter.email or "", content)
        )
    return letters


def record(session: Session, outcomes: Sequence[tuple[Letter, Outcome]], failure: str | None) -> None:
    """Record the outcomes of claimed messages, and the failure that kept others from being sent."""
    moment = now(session)
    settled = [(letter, _settled(letter, outcome)) for letter, outcome in outcomes]
    ids = [letter.message_id for letter, _ in settled]
    # In the order of their ids, as in `service.stop`, to avoid deadlocks. So are people, below.
    session.execute(select(Message.id).where(Message.id.in_(ids)).order_by(Message.id).with_for_update())
    connection = session.connection()
    gone = [letter.message_id for letter, outcome in settled if outcome in FINAL]
    connection.execute(delete(MESSAGES).where(MESSAGES.c.id.in_(gone)))
    kept = [
        {
            "message": letter.message_id,
            "attempts": letter.attempts + (outcome is Outcome.later),
            "due_at": moment + RETRY_AFTER[letter.attempts] if outcome is Outcome.later else moment,
        }
        for letter, outcome in settled
        if outcome not in FINAL
    ]
    if kept:
        connection.execute(KEEP, kept)
    deliveries = [
        {"voter": letter.voter_id, "address": letter.address, "outcome": FINAL[outcome]}
        for letter, outcome in sorted(settled, key=lambda settled: settled[0].voter_id)
        if outcome in FINAL and not letter.is_reminder
    ]
    if deliveries:
        connection.execute(DELIVER, deliveries)
    _note_failure(session, failure)


KEEP = (
    update(MESSAGES)
    .where(MESSAGES.c.id == bindparam("message"))
    .values(attempts=bindparam("attempts"), due_at=bindparam("due_at"))
)

# A person whose address was changed meanwhile has not been written to.
DELIVER = (
    update(VOTERS)
    .where(VOTERS.c.id == bindparam("voter"))
    .values(
        delivery=case(
            (VOTERS.c.email == bindparam("address"), bindparam("outcome", type_=VOTERS.c.delivery.type)),
            else_=literal(Delivery.new, VOTERS.c.delivery.type),
        )
    )
)


def _settled(letter: Letter, outcome: Outcome) -> Outcome:
    is_last = outcome is Outcome.later and letter.attempts >= len(RETRY_AFTER)
    return Outcome.refused if is_last else outcome


def _note_failure(session: Session, failure: str | None) -> None:
    pace = _locked_pace(session)
    if failure is not None:
        moment = now(session)
        pace.next_at = max(pace.next_at, moment + PAUSE)
        pace.error, pace.error_at = failure[:MAX_ERROR], moment
    elif pace.error is not None:
        pace.error = pace.error_at = None


def _locked_pace(session: Session) -> Pace:
    """The row that all processes share, locked. It is made at its first use."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    row = (sqlite if is_sqlite else postgresql).insert(PACE).values(id=1, next_at=utcnow())
    session.connection().execute(row.on_conflict_do_nothing())
    return session.scalars(
        select(Pace).with_for_update(), execution_options={"populate_existing": True}
    ).one()


def _done_voting(session: Session, reminded: Sequence[tuple[int, Voter]]) -> set[int]:
    """The ids of the people who have voted on every open poll of their roll."""
    done = {voter.id for _, voter in reminded}
    for roll_id in {roll_id for roll_id, _ in reminded}:
        people = [voter for of_roll, voter in reminded if of_roll == roll_id]
        for poll in open_polls(session, roll_id):
            done -= _not_voted(session, poll, people)
    return done


def _not_voted(session: Session, poll: Question, people: Sequence[Voter]) -> set[int]:
    keys = {voter.id: voter_key(poll, voter.key) for voter in people}
    voted = find_voted(session, [*keys.values()])
    return {id_ for id_, key in keys.items() if key not in voted}


def _content(
    session: Session, mail: MailSettings, message: Message, mailing: Mailing, voter: Voter, roll: str
) -> bytes:
    codes = codes_of(session)
    code = codes.handed_out(voter.key, voter.generation, voter.code_digest)
    person = Person(voter.name, voter.number, voter.email or "")
    values = values_of(mail, roll, person, code)
    message_id = codes.sign("message", message.id.to_bytes(8)).hex()[:32]
    content = render(mailing.subject, mailing.text, mailing.language, values)
    return compose(mail, content, mailing.language, person, message_id)
