"""Creating and changing rolls, people and their codes."""

import secrets
from typing import Any

from sqlalchemy import String, cast, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.database import now
from app.history.service import forget_records
from app.rolls.codes import codes_of
from app.rolls.errors import CodeRevoked, PersonVotedWith, RollInUse, RollNameTaken, RollStillUsed
from app.rolls.models import KEY_LENGTH, MAILINGS, MAX_ROLL_NAME, Delivery, Roll, Voter, turnouts, unsealed
from app.rolls.schemas import RollCreate, RollUpdate, VoterCreate, VoterUpdate
from app.text_rules import flaw, name_key, normalized
from react_admin import Invalid, name_change

# The name of the resource of people.
VOTERS = "voters"


def create_roll(session: Session, data: RollCreate) -> Roll:
    _check_name(data.name)
    roll = Roll(name=data.name, public_turnout=data.public_turnout)
    session.add(roll)
    _flush(session)
    return roll


def find_roll(session: Session, data: RollCreate) -> Roll | None:
    """The roll with this name, or one that looks like it."""
    return session.scalar(select(Roll).where(Roll.name_key == name_key(data.name)))


def find_or_create_roll(session: Session, data: RollCreate) -> Roll:
    return find_roll(session, data) or create_roll(session, data)


def update_roll(session: Session, roll: Roll, data: RollUpdate) -> None:
    changes = data.model_changes
    roll.public_turnout = changes.get("public_turnout", roll.public_turnout)
    name = changes.get("name")
    if name is not None and name != normalized(roll.name):  # an unchanged name is not judged again
        _check_name(name)
        roll.name = name
        _flush(session)


def delete_roll(session: Session, roll: Roll) -> None:
    """Delete a roll with its people. Raises RollInUse."""
    if session.scalars(turnouts(roll.id).limit(1)).first() is not None:
        raise RollInUse
    session.delete(roll)
    session.flush()


def forget(session: Session, roll: Roll) -> int:
    """Delete the people of a roll and its mailings, and what the history says about them.

    Returns the number of people. Call `sealing.scrub` after the commit. Raises RollStillUsed.
    """
    if session.scalars(unsealed(roll.id).limit(1)).first() is not None:
        raise RollStillUsed
    deleted = 0
    table: Any
    for resource, table in (("mailings", MAILINGS), (VOTERS, Voter.__table__)):
        of_roll = table.c.roll_id == roll.id
        forget_records(session, resource, select(cast(table.c.id, String)).where(of_roll), "roll_id", roll.id)
        # Past the session, which would record each deletion with a name.
        deleted = session.connection().execute(delete(table).where(of_roll)).rowcount
    return deleted


def create_voter(session: Session, data: VoterCreate) -> Voter:
    voter = _new_voter(session, **data.model_dump())
    session.add(voter)
    return voter


def update_voter(_: Session, voter: Voter, data: VoterUpdate) -> None:
    """Change the fields that were sent. Nothing has been delivered to another address."""
    changes = data.model_changes
    # A message that is queued goes to the new address.
    if changes.get("email", voter.email) != voter.email and voter.delivery is not Delivery.queued:
        voter.delivery = Delivery.new
    for name, value in changes.items():
        setattr(voter, name, value)


def delete_voter(session: Session, voter: Voter) -> None:
    """Delete a person whose roll nobody has voted with. Raises PersonVotedWith."""
    # Under a lock that waits for ballots, and that ballots wait for.
    if any(session.scalars(turnouts(voter.roll_id).with_for_update(read=True))):
        raise PersonVotedWith
    session.delete(voter)


def create_anonymous(session: Session, roll: Roll, count: int) -> list[str]:
    """Add people without a name to a roll. Returns their codes."""
    voters = [_new_voter(session, roll_id=roll.id) for _ in range(count)]
    session.add_all(voters)
    session.flush()
    return [_code(session, voter) for voter in voters]


def replace_code(session: Session, voter: Voter) -> str:
    """Give a person a new code, which ends the old one. Raises CodeRevoked."""
    if voter.revoked_at is not None:
        raise CodeRevoked
    name_change(session, "replace_code")
    voter.generation += 1
    voter.code_digest = _digest(session, voter)
    return _code(session, voter)


def revoke(session: Session, voter: Voter) -> None:
    """Keep a person from voting. What they have voted before stays."""
    voter.revoked_at = now(session)


def _new_voter(session: Session, **values: Any) -> Voter:
    voter = Voter(key=secrets.token_bytes(KEY_LENGTH), generation=1, **values)
    voter.code_digest = _digest(session, voter)
    return voter


def _code(session: Session, voter: Voter) -> str:
    return codes_of(session).code(voter.key, voter.generation)


def _digest(session: Session, voter: Voter) -> bytes:
    return codes_of(session).digest(_code(session, voter))


def _check_name(name: str) -> None:
    problem = flaw(name)
    if not problem and len(name_key(name)) > MAX_ROLL_NAME:
        problem = f"This is too long: at most {MAX_ROLL_NAME} characters, with ligatures written out."
    if problem:
        raise Invalid(errors={"name": problem})


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:  # the key of the name: the other fields can violate no constraint
        raise RollNameTaken from None
