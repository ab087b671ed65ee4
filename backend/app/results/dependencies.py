"""The poll of a request, and whether its result may be seen."""

from typing import Annotated

from fastapi import Depends, Request

from app.polls.dependencies import Slug
from app.results.errors import ResultsHidden
from app.results.live import Live
from app.results.snapshots import Snapshot, Snapshots
from app.results.visibility import may_see
from app.voters.dependencies import ParticipationsDep, ShownPass, Voter
from app.voters.service import VoterState


async def get_snapshots(request: Request) -> Snapshots:
    snapshots: Snapshots = request.app.state.snapshots
    return snapshots


async def get_live(request: Request) -> Live:
    live: Live = request.app.state.live
    return live


SnapshotsDep = Annotated[Snapshots, Depends(get_snapshots)]
LiveDep = Annotated[Live, Depends(get_live)]


async def get_poll(snapshots: SnapshotsDep, slug: Slug) -> Snapshot:
    return await snapshots.get(slug)


PublishedPoll = Annotated[Snapshot, Depends(get_poll)]


async def get_state(
    participations: ParticipationsDep, poll: PublishedPoll, voter: Voter, shown: ShownPass
) -> VoterState:
    return await participations.state(poll.question, voter, shown)


StateOfVoter = Annotated[VoterState, Depends(get_state)]


async def get_visible_poll(poll: PublishedPoll, participations: ParticipationsDep, voter: Voter) -> Snapshot:
    question = poll.question
    if may_see(question, voted=False):
        return poll  # without looking up whether they have voted
    if may_see(question, voted=True) and await participations.has_voted(question, voter):
        return poll
    raise ResultsHidden


# A poll whose result this voter may see now.
VisiblePoll = Annotated[Snapshot, Depends(get_visible_poll)]
