"""Makes the fixtures of `tests.tallies` available here."""

from tests.tallies import tallies_add_up, unchanged  # noqa: F401 - fixtures
