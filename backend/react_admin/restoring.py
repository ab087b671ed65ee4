"""Restoring: a record gets a state that its history kept, by the rules of an edit.

A deleted record is created again, with a new id and the other values that its writers generate.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from react_admin import crud
from react_admin.default_writers import writers_of
from react_admin.error_handlers import validation_errors
from react_admin.errors import Invalid
from react_admin.read_records import read_records
from react_admin.recorded_states import parts_of, state_schema
from react_admin.resource import Resource, Scope
from react_admin.session_history import RESTORE, name_change


def restore(
    session: Session,
    resource: Resource,
    id_: Any,
    state: Mapping[str, Any],
    if_match: str | None,
    scope: Scope = (),
) -> None:
    """Bring the record `id_` to a recorded state. Parts that no longer exist are added as new ones.

    Raises what an edit raises, such as NotFound, Stale, or a rule of the domain.
    """
    name_change(session, RESTORE)
    row = crud.lock(session, resource, id_, scope)
    [present] = read_records(session, resource.model, state_schema(resource), [id_])
    body = dict(state)
    for name in _parts(resource, state):
        body[name] = _with_ids(state[name], _ids(present[name]))
    crud.update(session, resource, row, _parsed(writers_of(resource).update_schema, body), if_match)


def recreate(session: Session, resource: Resource, id_: Any, state: Mapping[str, Any]) -> Any:
    """Create a deleted record again, in the state that it had. Returns its id."""
    name_change(session, RESTORE)
    schema = writers_of(resource).create_schema
    body = dict(state) | ({"id": id_} if "id" in schema.model_fields else {})
    for name in _parts(resource, state):
        body[name] = _with_ids(state[name], ())
    return crud.create(session, resource, _parsed(schema, body)).id


def _parts(resource: Resource, state: Mapping[str, Any]) -> list[str]:
    return [part.relation.name for part in parts_of(resource) if part.relation.name in state]


def _ids(items: Any) -> set[Any]:
    return {item.get("id") for item in (items if isinstance(items, list) else [items]) if item}


def _with_ids(items: Any, known: Collection[Any]) -> Any:
    """Parts of a recorded state, without the ids that are not `known`."""
    if isinstance(items, list):
        return [_with_ids(item, known) for item in items]
    return items and {name: value for name, value in items.items() if name != "id" or value in known}


def _parsed(schema: type[BaseModel], body: Mapping[str, Any]) -> Any:
    """The body of a write. Fields that the schema has no longer are left out."""
    try:
        return schema.model_validate({name: body[name] for name in body if name in schema.model_fields})
    except ValidationError as error:
        found = [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors()]
        raise Invalid("This state is no longer valid.", validation_errors(found)) from None
