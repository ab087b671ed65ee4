"""The codes of the people on a roll, for paper: as cards to print, or as a table for a mail merge."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Literal, NamedTuple

import segno
from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from app.rolls.codes import codes_of
from app.rolls.models import Voter
from app.rolls.schemas import Card
from react_admin.csv_export import BOM
from react_admin.formulas import with_apostrophe
from react_admin.paged_response import TextFormat

# People per page. 200 QR codes take a fifth of a second.
PAGE_PEOPLE = 200

# The last character, after which nobody's name sorts.
LAST = "\U0010ffff"

# Any pattern makes a valid QR code. To look for the one that scans best takes five times as long.
MASK = 4

COLUMNS = ("name", "number", "email", "code", "link")

People = Literal["without_email", "all"]


class Recipient(NamedTuple):
    """A person, with the code and the link that the person gets."""

    id: int
    name: str | None
    number: str | None
    email: str | None
    code: str
    link: str


def _as_json(person: Recipient) -> str:
    image = segno.make_qr(person.link, error="m", mask=MASK).svg_data_uri(omitsize=True)
    values = person._asdict() | {"qr": image}
    return Card.model_validate(values).model_dump_json()


def _as_csv(person: Recipient) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerow(with_apostrophe(getattr(person, name) or "") for name in COLUMNS)
    return text.getvalue()


FORMATS = {
    "json": TextFormat("application/json", _as_json, head="[", separator=",", tail="]"),
    "csv": TextFormat(
        "text/csv; charset=utf-8", _as_csv, head=f"{BOM}{','.join(COLUMNS)}\r\n", separator="", tail=""
    ),
}

# The name, the number and the id of the person who was read last.
Place = tuple[str, str, int]

_SECRETS = (Voter.key, Voter.generation, Voter.code_digest)
_KEYS = (func.coalesce(Voter.name, LAST), func.coalesce(Voter.number, LAST), Voter.id)


@dataclass(frozen=True)
class CardList:
    """The people on a roll who may vote, by name and number. They enter their codes at the address `page`."""

    roll_id: int
    people: People
    format: TextFormat[Recipient]
    page: str

    def count(self, session: Session) -> int:
        return session.scalar(select(func.count()).select_from(Voter).where(*self._conditions)) or 0

    def read(self, session: Session, *, place: Place | None) -> tuple[bytes, Place | None]:
        """The page of those after `place`, and the next place. Raises CodesLost."""
        found = select(Voter.id, Voter.name, Voter.number, Voter.email, *_SECRETS)
        found = found.where(*self._conditions).order_by(*_KEYS).limit(PAGE_PEOPLE + 1)
        if place is not None:
            found = found.where(tuple_(*_KEYS) > tuple_(*place))
        rows = session.execute(found).all()
        is_last = len(rows) <= PAGE_PEOPLE
        codes = codes_of(session)
        recipients = []
        for id_, name, number, email, key, generation, digest in rows[:PAGE_PEOPLE]:
            code = codes.handed_out(key, generation, digest)
            recipients.append(Recipient(id_, name, number, email, code, f"{self.page}#{code}"))
        last = recipients[-1] if recipients else None
        following = (last.name or LAST, last.number or LAST, last.id) if last and not is_last else None
        return self.format.page(recipients, is_first=place is None, is_last=is_last), following

    @property
    def _conditions(self) -> list[ColumnElement[bool]]:
        conditions = [Voter.roll_id == self.roll_id, Voter.revoked_at.is_(None)]
        return conditions if self.people == "all" else [*conditions, Voter.email.is_(None)]
