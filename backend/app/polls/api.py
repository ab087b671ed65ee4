"""The public list of polls."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi_pagination import Page, Params, pagination_ctx, set_page
from fastapi_pagination.customization import CustomizedPage, UseName, UseParamsFields
from fastapi_pagination.ext.sqlalchemy import paginate
from sqlalchemy.orm import Session

from app.database import SessionDep
from app.polls import service
from app.polls.schemas import PollSummary

# Polls per page, unless the request says otherwise.
PAGE_SIZE = 20

PollPage = CustomizedPage[
    Page[PollSummary],
    UseName("PollPage"),
    UseParamsFields(
        page=Query(1, ge=1, le=1_000_000, description="Counts from 1"),
        size=Query(PAGE_SIZE, ge=1, le=100, description="Polls per page"),
    ),
]

router = APIRouter(prefix="/polls", tags=["polls"])


@router.get("", response_model=PollPage)
def get_polls(session: SessionDep, params: Annotated[Params, Depends(pagination_ctx(PollPage))]) -> Any:
    """The published and listed polls, newest first."""
    return listed_page(session, params)


def listed_page(session: Session, params: Params) -> Page[PollSummary]:
    with set_page(PollPage):
        page: Page[PollSummary] = paginate(session, service.published_polls(), params)
    return page
