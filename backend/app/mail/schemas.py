"""Schemas of mailings and of the state of mail."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from app.config import Language
from app.mail.models import MAX_SUBJECT, MAX_TEXT, Kind
from app.mail.texts import IN_SUBJECT, IN_TEXT, WAYS_IN, check_placeholders, has_way_in
from app.rolls.schemas import Email
from app.text_rules import Normalized, flaw
from react_admin import Id, Read, Text, Write


def _subject(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise ValueError("A subject is one line.")
    if problem := flaw(value):
        raise ValueError(problem)
    return check_placeholders(value, IN_SUBJECT)


def _text(value: str) -> str:
    check_placeholders(value, IN_TEXT)
    if not has_way_in(value):
        listed = " or ".join(f"{{{name}}}" for name in WAYS_IN)
        raise ValueError(f"People need {listed} to vote.")
    return value


class MailingRead(Read):
    """A mailing; `people` counts its messages, and `left` those that wait to be sent.

    No field says to whom a reminder went, because only people who have not voted get one.
    """

    id: Id
    roll_id: Id
    voter_id: Id | None
    kind: Kind
    language: Language
    subject: str
    text: str
    created_at: datetime
    stopped_at: datetime | None
    people: int
    left: int


class MailingCreate(Write):
    """A mailing to everyone on a roll whom its kind concerns, or to one person.

    The text may contain {name}, {number}, {roll}, {code} and {link}, the subject the first three. Both are in
    the mailing's language.
    """

    read = MailingRead

    roll_id: Id
    voter_id: Id | None = None
    kind: Kind
    language: Language
    subject: Annotated[Text, Field(max_length=MAX_SUBJECT), Normalized, AfterValidator(_subject)]
    text: Annotated[Text, Field(max_length=MAX_TEXT), AfterValidator(_text)]


class MailingTest(MailingCreate):
    """A mailing of which one message is sent to the address `to`, with an example of a code."""

    to: Email


class Preview(BaseModel):
    """A message as one person would get it, with an example of a code."""

    subject: str
    text: str
    html: str


class MailState(BaseModel):
    """The state of mail: its settings, and what keeps messages from being sent.

    `default_language` is the language of mail and printed sheets, unless another one is chosen.
    """

    is_set_up: bool
    default_language: Language
    sender: str | None
    per_minute: int
    error: str | None
    error_at: datetime | None
