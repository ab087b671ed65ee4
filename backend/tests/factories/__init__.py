"""Factories of the accounts and polls that tests start from."""

from tests.factories.accounts import PASSWORD, make_user, sign_in
from tests.factories.polls import make_poll

__all__ = ["PASSWORD", "make_poll", "make_user", "sign_in"]
