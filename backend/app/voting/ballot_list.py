"""The published ballots of a closed poll, sorted by receipt and read in pages."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.polls.errors import PollNotFound
from app.polls.models import Question
from app.polls.status import Status
from app.results.errors import ResultsHidden
from app.results.visibility import may_see
from app.voting.errors import BallotsChanged, BallotsHidden
from app.voting.models import Vote
from react_admin.paged_response import TextFormat

# Votes per page: up to 170 kB, read in a few milliseconds.
PAGE_VOTES = 2_000

# A receipt, and the ids of the choices.
PublishedBallot = tuple[uuid.UUID, list[int]]


def _as_json(ballot: PublishedBallot) -> str:
    receipt, choices = ballot
    return f'{{"choices":[{",".join(map(str, choices))}],"receipt":"{receipt}"}}'


def _as_csv(ballot: PublishedBallot) -> str:
    receipt, choices = ballot
    return "".join(f"{receipt},{choice}\r\n" for choice in choices)


FORMATS = {
    "json": TextFormat("application/json", _as_json, head="[", separator=",", tail="]"),
    "csv": TextFormat(
        "text/csv; charset=utf-8", _as_csv, head="receipt,choice_id\r\n", separator="", tail=""
    ),
}


class Place(NamedTuple):
    """Where a page begins: after a receipt, or at the start.

    At most `limit` ballots follow, or all of them.
    """

    after: uuid.UUID | None
    limit: int | None
    is_first: bool = True


@dataclass(frozen=True)
class BallotList:
    """The ballots of `question`, a closed poll whose result the voter may see."""

    question: Question
    format: TextFormat[PublishedBallot]

    def read(self, session: Session, *, place: Place) -> tuple[bytes, Place | None]:
        """The page at `place`, and the next place.

        Raises an ApiError if the list has changed or is hidden by now.
        """
        self._check(session)
        ballots, is_last = self._ballots(session, place)
        following = None
        if not is_last:
            left = place.limit and place.limit - len(ballots)
            following = Place(ballots[-1][0], left, is_first=False)
        return self.format.page(ballots, is_first=place.is_first, is_last=is_last), following

    def _check(self, session: Session) -> None:
        """A seal does not change the list. A poll that was reopened may have got votes and closed again."""
        question = session.get(Question, self.question.id)
        if question is None or not question.is_published:
            raise PollNotFound
        if question.status is not Status.closed:
            raise BallotsHidden
        voted = not may_see(self.question, voted=False)  # they were let in because they have voted
        if not may_see(question, voted=voted):
            raise ResultsHidden
        if (question.closes_at, question.ballots) != (self.question.closes_at, self.question.ballots):
            raise BallotsChanged

    def _ballots(self, session: Session, place: Place) -> tuple[Sequence[PublishedBallot], bool]:
        """The ballots of a page, and True if it is the last."""
        most = PAGE_VOTES if place.limit is None else min(PAGE_VOTES, place.limit * self._longest)
        # One more vote than a page holds shows that others follow.
        at_most = max(most, self._longest) + 1
        votes = select(Vote.receipt, Vote.choice_id).where(Vote.question_id == self.question.id)
        if place.after:
            votes = votes.where(Vote.receipt > place.after)
        rows = session.execute(votes.order_by(Vote.receipt, Vote.rank).limit(at_most)).all()
        ballots = [
            (receipt, [row[1] for row in group]) for receipt, group in groupby(rows, lambda row: row[0])
        ]
        is_last = len(rows) < at_most
        if not is_last:
            ballots.pop()  # the last ballot may have more votes
        if place.limit is not None and len(ballots) >= place.limit:
            return ballots[: place.limit], True
        return ballots, is_last

    @property
    def _longest(self) -> int:
        """The largest number of choices that a ballot can have."""
        return len(self.question.choices)
