"""Polls without database access for votes: the upper limit of what the endpoint can do.

Requests, queue, checks, cookies and responses are those of the application. Only the ballot box is replaced:
it keeps the ballots of a batch in memory, so it never waits.
"""

from collections.abc import Sequence

from fastapi import FastAPI

from app.database import Database
from app.main import create_app as create_polls
from app.polls.ballot_box import BallotBox
from app.polls.counting import Counted, ReceiptKey, SentBallot, VoterKey, _Ballot, _is_new
from app.polls.models import Question
from app.polls.snapshots import Moment, Snapshot, Snapshots


class ForgetfulBallotBox(BallotBox):
    def __init__(self, database: Database, snapshots: Snapshots) -> None:
        super().__init__(database, snapshots)
        self._polls: dict[str, Question] = {}
        self._counted: dict[ReceiptKey, set[int]] = {}
        self._voters: set[VoterKey] = set()

    async def _commit(self, ballots: Sequence[SentBallot]) -> Sequence[Counted | Exception]:
        moment = Moment.of(self._database)
        slugs = {ballot.slug for ballot in ballots}
        snapshots = {slug: Snapshot(await self._poll(slug), moment) for slug in slugs}
        return [Counted(self._count(sent, snapshots[sent.slug]), snapshots[sent.slug]) for sent in ballots]

    async def _poll(self, slug: str) -> Question:
        if slug not in self._polls:
            self._polls[slug] = (await self._snapshots.get(slug)).question
        return self._polls[slug]

    def _count(self, sent: SentBallot, snapshot: Snapshot) -> bool:
        poll, ballot = snapshot.question, _Ballot.of(sent, snapshot)
        if is_new := _is_new(ballot, self._counted, self._voters):
            self._counted[ballot.receipt] = {*sent.choices}
            self._voters.add(ballot.voter)
            poll.ballots += 1
            for choice in poll.choices:
                choice.votes += choice.id in sent.choices
        return is_new


def create_app() -> FastAPI:
    app = create_polls()
    app.state.ballot_box = ForgetfulBallotBox(app.state.database, app.state.snapshots)
    return app
