"""Polls without database access for votes: the upper limit of what the endpoint can do.

Requests, queue, checks, cookies and responses are those of the application. Only the ballot box is replaced:
it keeps the ballots of a batch in memory, so it never waits.
"""

from collections.abc import Sequence

from fastapi import FastAPI

from app.database import Database
from app.main import create_app as create_polls
from app.polls.models import Question
from app.results.snapshots import Moment, Snapshots
from app.voters.service import VoterKey
from app.voting.ballot_box import BallotBox
from app.voting.rules import Ballot, Counted, ReceiptKey, key_ballots, settle
from react_admin import ApiError


class ForgetfulBallotBox(BallotBox):
    def __init__(self, database: Database, snapshots: Snapshots) -> None:
        super().__init__(database, snapshots)
        self._polls: dict[str, Question] = {}
        self._counted: dict[ReceiptKey, set[int]] = {}
        self._voters: set[VoterKey] = set()

    async def _commit(self, ballots: Sequence[Ballot]) -> tuple[Moment, Sequence[Counted | ApiError]]:
        moment = Moment.of(self._database)
        polls = {ballot.slug: await self._poll(ballot.slug) for ballot in ballots}
        results, new = settle(key_ballots(ballots, polls, {}), self._counted, self._voters)
        for entry in new:
            entry.question.ballots += 1
            for choice in entry.question.choices:
                choice.tally += choice.id in entry.ballot.choices
        return moment, results

    async def _poll(self, slug: str) -> Question:
        if slug not in self._polls:
            self._polls[slug] = (await self._snapshots.get(slug)).question
        return self._polls[slug]


def create_app() -> FastAPI:
    app = create_polls()
    app.state.ballot_box = ForgetfulBallotBox(app.state.database, app.state.snapshots)
    return app
