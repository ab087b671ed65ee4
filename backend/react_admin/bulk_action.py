"""The declaration of a bulk action: an action on many records in one transaction."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

# Names of other calls and actions of a resource. Every resource with a role for `delete` has the bulk action
# `delete`.
RESERVED = ("list", "show", "create", "edit", "delete", "export", "import", "history", "facets", "dates")


@dataclass(frozen=True, eq=False)
class BulkAction:
    """The action of `POST /{resource}:{name}` on the records that its filter matches.

    `role` may call it. `apply` changes one record, which is locked, or raises an ApiError, which undoes the
    whole call. `applies_to` is a condition on the model for the records that it would change: the others are
    counted and left alone. It is evaluated again once a record is locked.
    """

    name: str
    role: Any
    apply: Callable[[Session, Any], None]
    applies_to: ColumnElement[bool] | None = None


def refuse_action_names(resource: str, actions: Sequence[BulkAction]) -> None:
    """Raise TypeError for a name that can't be part of a URL, is taken, or is there twice."""
    names = [action.name for action in actions]
    for name in names:
        if not re.fullmatch("[a-z][a-z0-9_]*", name):
            problem = "has other characters than small letters, digits and `_`"
        elif name in RESERVED:
            problem = "is the name of another call"
        elif names.count(name) > 1:
            problem = "is declared twice"
        else:
            continue
        raise TypeError(f"The action `{name}` of {resource} {problem}.")
