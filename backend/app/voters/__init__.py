"""Voters: how one is recognised, and who has voted."""
