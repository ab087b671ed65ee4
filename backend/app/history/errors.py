"""Errors of the history."""

from react_admin import ApiError


class NoState(ApiError):
    status = 409
    code = "no_state"
    message = "The record did not exist then, so there is no state to restore."


class RecordDeleted(ApiError):
    status = 409
    code = "record_deleted"
    message = "This record was deleted. Restore it from the list of deleted records."


class NotRestorable(ApiError):
    status = 409
    code = "not_restorable"
    message = "This deleted record can't be restored."


class AlreadyRestored(ApiError):
    """`record_id` in the body is the record that the deleted one became."""

    status = 409
    code = "already_restored"

    def __init__(self, record_id: str) -> None:
        message = f"This was already restored, as record {record_id}."
        super().__init__(message, body={"record_id": record_id})
