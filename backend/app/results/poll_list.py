"""The public list of polls, with the leading choices of those whose result everyone may see."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi_pagination import Page, Params, pagination_ctx
from fastapi_pagination.customization import CustomizedPage, UseName, UseParamsFields
from pydantic import StringConstraints
from sqlalchemy.orm import Session

from app.database import SessionDep
from app.polls.models import Question
from app.polls.public_list import find_listed
from app.polls.status import Status
from app.results.schemas import Leading, ListedPoll
from app.results.visibility import may_see
from react_admin.field_types import STORABLE

# Polls per page, unless the request says otherwise.
PAGE_SIZE = 20

# Most characters of a search term. A question has no more.
MAX_SEARCH = 200

PollPage = CustomizedPage[
    Page[ListedPoll],
    UseName("PollPage"),
    UseParamsFields(
        page=Query(1, ge=1, le=1_000_000, description="Counts from 1"),
        size=Query(PAGE_SIZE, ge=1, le=100, description="Polls per page"),
    ),
]

Search = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=STORABLE, max_length=MAX_SEARCH),
    Query(description="Finds polls by their question, whatever the case, as `q` does in the dashboard"),
]

router = APIRouter(prefix="/polls", tags=["polls"])


@router.get("", response_model=PollPage)
def get_polls(
    session: SessionDep, params: Annotated[Params, Depends(pagination_ctx(PollPage))], search: Search = ""
) -> Any:
    """The published and listed polls: open ones first, by newest opening, then closed ones, by latest close.

    A closed poll has `leading` choices once it is sealed, if everyone may see its result, anyone has voted,
    and it reached its quorum.
    """
    return listed_page(session, params, search)


def listed_page(session: Session, params: Params, search: str = "") -> Page[ListedPoll]:
    polls, total = find_listed(session, search, (params.page - 1) * params.size, params.size)
    page: Page[ListedPoll] = PollPage.create([_listed(poll) for poll in polls], params, total=total)
    return page


def _listed(question: Question) -> ListedPoll:
    return ListedPoll.model_validate(question).model_copy(update={"leading": _leading(question)})


def _leading(question: Question) -> Leading | None:
    """The choices with the most votes, if the result is final and everyone may see it.

    Before the seal, ballots may still be counted, and the number of eligible people is not known.
    """
    if question.status is not Status.closed or question.sealed_at is None:
        return None
    is_void = question.decided_quorum is not None and not question.is_quorate
    most = max(choice.tally for choice in question.choices)
    if is_void or most == 0 or not may_see(question, voted=False):
        return None
    return Leading(
        choices=[choice.choice_text for choice in question.choices if choice.tally == most],
        votes=[choice.tally for choice in question.choices],
        ballots=question.ballots,
    )
