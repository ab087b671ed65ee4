"""The participants of a sealed poll with a roll, for the minutes: read in pages, in the order of the roll."""

import csv
import json
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.polls.models import Question
from app.rolls.models import Voter
from app.voters.service import find_voted, voter_key
from app.voting.errors import NotSealed
from react_admin import NotFound
from react_admin.formulas import with_apostrophe
from react_admin.paged_response import TextFormat

# People per page: up to 150 kB.
PAGE = 500


class Participant(NamedTuple):
    """Someone who could vote on a poll."""

    id: int
    number: str | None
    name: str | None
    has_voted: bool


def _as_json(participant: Participant) -> str:
    return json.dumps(participant._asdict(), ensure_ascii=False)


def _as_csv(participant: Participant) -> str:
    line = StringIO(newline="")
    number, name = (with_apostrophe(text or "") for text in (participant.number, participant.name))
    csv.writer(line).writerow([number, name, "yes" if participant.has_voted else "no"])
    return line.getvalue()


FORMATS = {
    "json": TextFormat(
        "application/json",
        _as_json,
        head='{"participants":[',
        separator=",",
        tail='],"forgotten":{forgotten}}}',
    ),
    "csv": TextFormat(
        "text/csv; charset=utf-8",
        _as_csv,
        head="\ufeffnumber,name,has_voted\r\n",
        separator="",
        tail="",
    ),
}


class Place(NamedTuple):
    """Where a page begins: after a person, or at the start. At most `limit` people follow, or all of them.

    `written` counts those on the pages before.
    """

    after: int
    limit: int | None
    written: int = 0
    is_first: bool = True


@dataclass(frozen=True)
class ParticipantList:
    """The people who could vote on a poll, as `eligible` counts them."""

    question_id: int
    format: TextFormat[Participant]

    def read(self, session: Session, *, place: Place) -> tuple[bytes, Place | None]:
        """The page at `place`, and the next place. Raises NotFound or NotSealed."""
        question = sealed_poll(session, self.question_id)
        found, last = _page(session, question, place.after)
        rows = found if place.limit is None else found[: place.limit - place.written]
        written = place.written + len(rows)
        is_full = place.limit is not None and written >= place.limit
        following = None if last is None or is_full else Place(last, place.limit, written, is_first=False)
        lines = self.format.separator.join(map(self.format.line, rows))
        before = self.format.head if place.is_first else ""
        if place.written and rows:
            before += self.format.separator
        tail = "" if following else self._tail(session, question)
        return f"{before}{lines}{tail}".encode(), following

    def _tail(self, session: Session, question: Question) -> str:
        return self.format.tail.format(forgotten=json.dumps(_is_forgotten(session, question)))


def sealed_poll(session: Session, question_id: int) -> Question:
    """The sealed poll with this id. Raises NotSealed, or NotFound, also for a poll without a roll."""
    question = session.get(Question, question_id)
    if question is None or not question.is_of_roll:
        raise NotFound
    if question.sealed_at is None:
        raise NotSealed
    return question


def _page(session: Session, question: Question, after: int) -> tuple[list[Participant], int | None]:
    """The next people who could vote, and the last person that was read if there may be more."""
    people = (
        select(Voter.id, Voter.number, Voter.name, Voter.key, Voter.revoked_at)
        .where(Voter.roll_id == question.roll_id, Voter.created_at <= question.closes_at, Voter.id > after)
        .order_by(Voter.id)
        .limit(PAGE)
    )
    rows = session.execute(people).all()
    keys = {row.id: voter_key(question, row.key) for row in rows}
    voted = find_voted(session, [*keys.values()])
    found = [
        Participant(row.id, row.number, row.name, keys[row.id] in voted)
        for row in rows
        if keys[row.id] in voted or row.revoked_at is None or row.revoked_at > question.closes_at
    ]
    return found, rows[-1].id if len(rows) == PAGE else None


def _is_forgotten(session: Session, question: Question) -> bool:
    """True if people could vote, and none of them is on the roll any more."""
    could_vote = Voter.roll_id == question.roll_id, Voter.created_at <= question.closes_at
    return bool(question.eligible) and not session.scalar(select(func.count()).where(*could_vote))
