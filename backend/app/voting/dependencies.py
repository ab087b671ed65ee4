"""The ballot box of the process."""

from fastapi import Request

from app.voting.ballot_box import BallotBox


async def get_ballot_box(request: Request) -> BallotBox:
    ballot_box: BallotBox = request.app.state.ballot_box
    return ballot_box
