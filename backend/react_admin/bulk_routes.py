"""The routes of bulk actions: `GET` says what a call would do, `POST` does it."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session

from react_admin import bulk_changes, openapi
from react_admin.bulk_action import BulkAction
from react_admin.bulk_changes import BulkOutcome, BulkPreview
from react_admin.cascades import RelatedRows, related_rows
from react_admin.list_shape import Matching
from react_admin.query import FilterQuery, parse_matching
from react_admin.resource import Resource


class DeletePreview(BulkPreview):
    """`related` counts the rows of other tables, and further ones of this one, that are deleted as well."""

    related: list[RelatedRows]


def add_bulk_actions(
    router: APIRouter, resource: Resource, session: Any, allow: Callable[[Any], Any]
) -> None:
    """Add the routes of all actions, and of `delete`. `allow` makes the dependency that checks a role."""
    matching = _matching(resource, session)
    for action in resource.actions:
        _add_action(router, resource, action, session, matching, [allow(action.role)])
    if "delete" in resource.roles:
        _add_delete(router, resource, session, matching, [allow(resource.roles["delete"])])


def _matching(resource: Resource, session_: Any) -> Any:
    def parse(request: Request, filter_: FilterQuery = None, session: Session = session_) -> Matching:
        return parse_matching(resource, filter_, resource.scope_of(request, session))

    return Depends(parse)


def _add_action(
    router: APIRouter,
    resource: Resource,
    action: BulkAction,
    session_: Any,
    matching_: Any,
    allowed: list[Any],
) -> None:
    path = f":{action.name}"

    @router.get(path, **openapi.of_preview(resource, action.name), dependencies=allowed)
    def preview(matching: Matching = matching_, session: Session = session_) -> BulkPreview:
        return bulk_changes.preview(session, matching, action.applies_to)

    @router.post(path, **openapi.of_bulk_change(resource, action.name), dependencies=allowed)
    def change_all(matching: Matching = matching_, session: Session = session_) -> BulkOutcome:
        return bulk_changes.change_all(session, matching, action)


def _add_delete(
    router: APIRouter, resource: Resource, session_: Any, matching_: Any, allowed: list[Any]
) -> None:
    @router.get(":delete", **openapi.of_preview(resource, "delete"), dependencies=allowed)
    def preview_delete(matching: Matching = matching_, session: Session = session_) -> DeletePreview:
        counts = bulk_changes.preview(session, matching, None)
        return DeletePreview(**counts.model_dump(), related=related_rows(session, matching))

    @router.post(":delete", **openapi.of_bulk_change(resource, "delete"), dependencies=allowed)
    def delete_all(matching: Matching = matching_, session: Session = session_) -> BulkOutcome:
        return bulk_changes.delete_all(session, matching)
