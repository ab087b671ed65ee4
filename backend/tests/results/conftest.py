"""Fixtures that check the stored tallies and rows (`tests.tallies`)."""

from tests.tallies import tallies_add_up, unchanged  # noqa: F401 - fixtures
