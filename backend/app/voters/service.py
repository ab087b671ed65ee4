"""Voter keys, and looking up who has voted."""

import secrets
from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from app.accounts.security import digest
from app.bulk_sql import select_by_keys
from app.database import Database
from app.polls.models import Question, VoterCheck
from app.request_batches import Batches
from app.voters.models import Participation

# Largest number of lookups in one query, and longest queue of lookups.
BATCH_SIZE = 500
QUEUE_LENGTH = 5000

# The primary key of a participation: the question's id, and the digest.
VoterKey = tuple[int, bytes]


def voter_key(question: Question, cookie: str) -> VoterKey:
    """The key of a voter on this poll. It differs from the keys of the same voter on other polls."""
    if question.voter_check is VoterCheck.none:
        return question.id, secrets.token_bytes(32)
    return question.id, digest(question.slug, cookie)


def find_voted(session: Session, keys: Sequence[VoterKey]) -> set[VoterKey]:
    """The keys whose voters have voted."""
    key = (Participation.question_id, Participation.voter_key)
    return {*map(tuple, select_by_keys(session, key, (), keys))}


class Participations:
    """Looks up who has voted; lookups that wait at the same time share a query."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lookups = Batches(self._look_up, batch_size=BATCH_SIZE, queue_length=QUEUE_LENGTH)

    async def has_voted(self, question: Question, cookie: str) -> bool:
        """True if this browser has voted. Always false if the poll does not check voters."""
        if question.voter_check is VoterCheck.none:
            return False
        return await self._lookups.submit(voter_key(question, cookie))

    async def _look_up(self, keys: Sequence[VoterKey]) -> Sequence[bool]:
        voted = await self._database.read(partial(find_voted, keys=keys))
        return [key in voted for key in keys]
