"""Mailings: who gets one, creating and stopping it, and what a message looks like."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, insert, literal, select, update
from sqlalchemy.orm import Session

from app.config import Language, MailSettings
from app.database import Database, now, utcnow
from app.mail.errors import MailNotSetUp, NobodyToMail, NoOpenPoll
from app.mail.message import EXAMPLE_CODE, Person, render, values_of
from app.mail.models import Kind, Mailing, Message, Pace
from app.mail.schemas import MailingCreate, MailState, Preview
from app.polls.models import Question
from app.polls.status import Status
from app.rolls.models import Delivery, Roll, Voter
from react_admin import Invalid
from react_admin.messages import MISSING_RECORD

# The key of `Session.info`.
MAIL = "mail"

MAY_BE_STOPPED: Any = Mailing.stopped_at.is_(None) & (Mailing.left > 0)

# Statements on these tables go past the session: the history would read the state of each person, and has no
# field that they change.
VOTERS: Any = Voter.__table__
MESSAGES: Any = Message.__table__


def share_mail(database: Database, mail: MailSettings | None) -> None:
    """Let the sessions of `database` find the settings of mail."""
    database.share(MAIL, mail)


def mail_of(session: Session) -> MailSettings:
    """The settings of mail. Raises MailNotSetUp."""
    mail: MailSettings | None = session.info[MAIL]
    if mail is None:
        raise MailNotSetUp
    return mail


def mail_state(session: Session, default_language: Language) -> MailState:
    mail: MailSettings | None = session.info[MAIL]
    pace = session.scalar(select(Pace))
    return MailState(
        is_set_up=mail is not None,
        default_language=default_language,
        sender=str(mail.sender) if mail else None,
        per_minute=mail.per_minute if mail else 0,
        error=pace and pace.error,
        error_at=pace and pace.error_at,
    )


def open_polls(session: Session, roll_id: int) -> Sequence[Question]:
    """The polls of a roll that people can vote on now."""
    polls = select(Question).where(
        Question.roll_id == roll_id,
        Question.status == Status.open,
        ~Question.archived,
        Question.choice_count >= 2,
    )
    return session.scalars(polls).all()


def create_mailing(session: Session, data: MailingCreate) -> Mailing:
    """Queue a message to each person whom the mailing concerns."""
    mail_of(session)
    # Of two that are created at once, the second sees whom the first has queued.
    session.execute(select(Roll.id).where(Roll.id == data.roll_id).with_for_update(key_share=True))
    people = _recipients(session, data)
    mailing = Mailing(**data.model_dump())
    session.add(mailing)
    session.flush()
    rows = people.with_only_columns(literal(mailing.id), Voter.id, utcnow(), literal(0)).order_by(Voter.id)
    columns = ["mailing_id", "voter_id", "due_at", "attempts"]
    mailing.people = session.connection().execute(insert(MESSAGES).from_select(columns, rows)).rowcount
    if not mailing.people:
        raise NobodyToMail
    if data.kind is not Kind.reminder:  # whom it reached would tell who has not voted
        queued = select(Message.voter_id).where(Message.mailing_id == mailing.id)
        _set_delivery(session, Delivery.queued, Voter.id.in_(queued))
    return mailing


def stop(session: Session, mailing: Mailing) -> None:
    """Send no more messages of a mailing. A worker may be sending some that it has claimed."""
    session.execute(select(Roll.id).where(Roll.id == mailing.roll_id).with_for_update(key_share=True))
    waiting = select(Message.id).where(Message.mailing_id == mailing.id).order_by(Message.id)
    session.connection().execute(delete(MESSAGES).where(MESSAGES.c.id.in_(waiting.with_for_update())))
    mailing.stopped_at = now(session)
    if mailing.kind is not Kind.reminder:
        still_queued = (
            exists()
            .where(Message.voter_id == Voter.id, Message.mailing_id == Mailing.id)
            .where(Mailing.kind != Kind.reminder)
        )
        is_queued = Voter.delivery == Delivery.queued
        _set_delivery(session, Delivery.new, Voter.roll_id == mailing.roll_id, is_queued, ~still_queued)


def preview(session: Session, data: MailingCreate) -> Preview:
    """The message to the first person who would get it, with an example of a code."""
    mail = mail_of(session)
    first = _recipients(session, data).order_by(Voter.id).limit(1)
    found = session.execute(first.with_only_columns(Voter.name, Voter.number, Voter.email)).first()
    if found is None:
        raise NobodyToMail
    name, number, email = found
    roll = session.scalars(select(Roll.name).where(Roll.id == data.roll_id)).one()
    values = values_of(mail, roll, Person(name, number, email or ""), EXAMPLE_CODE)
    return render(data.subject, data.text, data.language, values)


def _recipients(session: Session, data: MailingCreate) -> Select[Any]:
    """The people whom a mailing concerns. Raises Invalid or NoOpenPoll."""
    if session.scalar(select(Roll.id).where(Roll.id == data.roll_id)) is None:
        raise Invalid(errors={"roll_id": MISSING_RECORD})
    people = select(Voter.id).where(
        Voter.roll_id == data.roll_id, Voter.email.is_not(None), Voter.revoked_at.is_(None)
    )
    if data.kind is Kind.reminder:
        if data.voter_id is not None:
            raise Invalid(errors={"voter_id": "A reminder goes to everyone who has not voted."})
        if not open_polls(session, data.roll_id):
            raise NoOpenPoll
        return people
    if data.voter_id is None:
        if data.kind is Kind.replacement:
            raise Invalid(errors={"voter_id": "A replacement goes to one person."})
        return people.where(Voter.delivery == Delivery.new)
    if session.scalar(select(Voter.roll_id).where(Voter.id == data.voter_id)) != data.roll_id:
        raise Invalid(errors={"voter_id": "This person is not on the roll."})
    return people.where(Voter.id == data.voter_id)


def _set_delivery(session: Session, delivery: Delivery, *conditions: ColumnElement[bool]) -> None:
    """Set the delivery of people, who are locked in the order of their ids to avoid deadlocks."""
    people = select(Voter.id).where(*conditions).order_by(Voter.id).with_for_update(key_share=True, of=Voter)
    session.connection().execute(update(VOTERS).where(VOTERS.c.id.in_(people)).values(delivery=delivery))
