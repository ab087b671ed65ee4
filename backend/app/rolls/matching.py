"""Matching the lines of an import with the people on a roll."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.rolls.models import Voter
from app.rolls.schemas import VoterCreate
from react_admin import Invalid, Match

NOBODY = "This line has no name, no number and no address."
SEVERAL = "Several people on the roll have this name and address, so it can't be told which of them this is."
REVOKED = "This person may no longer vote, and an import does not change that."
NAMESAKE = "Someone on the roll has this name. Without a number or an address, this line adds another person."


class Known(NamedTuple):
    """A person on the roll, or a line of the file, as far as they are compared."""

    name: str
    number: str | None
    email: str
    # The person's id, or the number of the line.
    id: int
    is_revoked: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.email


@dataclass
class People:
    """People by what they are compared by. One without an address is not found by the name."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_key: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    names: set[str] = field(default_factory=set)

    def add(self, known: Known) -> None:
        if known.number is not None:
            self.by_number[known.number] = known
        if known.email:
            self.by_key[known.key].append(known)
            self.by_email[known.email].append(known)
        self.names.add(known.name)

    def same(self, known: Known) -> list[Known]:
        """The people with the number, or else with the name and the address and no other number."""
        if known.number in self.by_number:
            return [self.by_number[known.number]]
        others = self.by_key.get(known.key, ()) if known.email else ()
        return [other for other in others if None in (known.number, other.number)]


class PeopleMatcher:
    """Finds the people that the lines of one file update. The people of a roll are read once."""

    def __init__(self) -> None:
        self._rolls: dict[int, People] = {}
        self._lines: dict[int, People] = defaultdict(People)
        self._line_of: dict[int, Known] = {}

    def __call__(self, session: Session, line: int, data: VoterCreate) -> Match:
        """The person with the number of a line, or else with its name and address.

        Raises Invalid if that is not one person, or if an earlier line is about the same person.
        """
        people, lines = self._people(session, data.roll_id), self._lines[data.roll_id]
        known = Known(_folded(data.name), data.number, _folded(data.email), line)
        if not (known.name or known.number or known.email):
            raise Invalid(NOBODY)
        if same := lines.same(known):
            raise _is_double(known, same[0])
        found = people.same(known)
        if len(found) > 1:
            raise Invalid(errors={"email": SEVERAL})
        person = found[0] if found else None
        notices = dict(_notices(known, person, people, lines))
        lines.add(known)
        if person is None:
            return Match(None, notices)
        if (earlier := self._line_of.setdefault(person.id, known)) is not known:
            raise _is_double(known, earlier)
        return Match(person.id, notices)

    def _people(self, session: Session, roll_id: int) -> People:
        if roll_id not in self._rolls:
            people = self._rolls[roll_id] = People()
            columns = (Voter.name, Voter.number, Voter.email, Voter.id, Voter.revoked_at)
            named = Voter.name.is_not(None) | Voter.number.is_not(None) | Voter.email.is_not(None)
            for name, number, email, id_, revoked_at in session.execute(
                select(*columns).where(Voter.roll_id == roll_id, named).order_by(Voter.id)
            ):
                people.add(Known(_folded(name), number, _folded(email), id_, revoked_at is not None))
        return self._rolls[roll_id]


def _is_double(known: Known, earlier: Known) -> Invalid:
    if known.number is not None and known.number == earlier.number:
        return Invalid(errors={"number": f"Line {earlier.id} has this number, too."})
    return Invalid(f"Line {earlier.id} is about the same person.")


def _notices(known: Known, person: Known | None, people: People, lines: People) -> Iterator[tuple[str, str]]:
    if person and person.is_revoked:
        yield "number" if known.number else "email", REVOKED
    if not known.email:
        if not (known.number or person) and known.name and known.name in people.names | lines.names:
            yield "name", NAMESAKE
        return
    if earlier := lines.by_email.get(known.email):
        yield "email", f"Line {earlier[0].id} has this address, too."
    elif any(other is not person for other in people.by_email.get(known.email, ())):
        yield "email", "Someone else on the roll has this address."


def _folded(text: str | None) -> str:
    return (text or "").casefold()
