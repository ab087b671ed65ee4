"""Errors of results."""

from react_admin import ApiError


class ResultsHidden(ApiError):
    status = 403
    code = "results_hidden"
    message = "You can't see the result of this poll right now."
