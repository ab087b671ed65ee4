"""Any SQLAlchemy model as a resource of react-admin, in the dialect of `ra-data-simple-rest`.

README.md has an example and the contract on the wire. This package imports nothing of the application that
uses it.
"""

from react_admin.bulk_action import BulkAction
from react_admin.cascades import COUNTED_AS
from react_admin.derived_schemas import read_schema
from react_admin.error_handlers import handle_errors
from react_admin.errors import ApiError, Invalid, NotFound
from react_admin.field_types import Id, Instant, Text, Version, Whole
from react_admin.history import Recorder
from react_admin.history_entries import Entry
from react_admin.json_numbers import BigInt
from react_admin.permission_first import PermissionFirst
from react_admin.resource import Action, History, Import, Match, Resource, Writers
from react_admin.router import resource_router
from react_admin.schemas import UNSENT, Read, Write
from react_admin.session_history import Actor, actor_of, name_change, record_event, set_actor
from react_admin.sql_functions import create_functions, register_functions

__all__ = [
    "COUNTED_AS",
    "UNSENT",
    "Action",
    "Actor",
    "ApiError",
    "BigInt",
    "BulkAction",
    "Entry",
    "History",
    "Id",
    "Import",
    "Instant",
    "Invalid",
    "Match",
    "NotFound",
    "PermissionFirst",
    "Read",
    "Recorder",
    "Resource",
    "Text",
    "Version",
    "Whole",
    "Write",
    "Writers",
    "actor_of",
    "create_functions",
    "handle_errors",
    "name_change",
    "read_schema",
    "record_event",
    "register_functions",
    "resource_router",
    "set_actor",
]
