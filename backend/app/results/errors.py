"""Errors of results."""

from react_admin import ApiError


class ResultsHidden(ApiError):
    status = 403
    code = "results_hidden"
    message = "You can't see the result of this poll right now."


class UrnShut(ApiError):
    """A tally that moves while people vote one by one would tell who voted what."""

    status = 409
    code = "urn_shut"
    message = "The votes of a poll with a roll are secret until its close, without exception."
