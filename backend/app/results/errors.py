"""Errors of results."""

from react_admin import ApiError


class ResultsHidden(ApiError):
    status = 403
    code = "results_hidden"
    message = "You can't see the result of this poll right now."


class UrnShut(ApiError):
    """Whoever watches people vote beside a moving tally learns who voted what."""

    status = 409
    code = "urn_shut"
    message = "Nobody sees the votes of a poll with a roll before its close."
