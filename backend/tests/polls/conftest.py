"""The fixtures of `tests.tallies`."""

from tests.tallies import tallies_add_up, unchanged  # noqa: F401 - fixtures
