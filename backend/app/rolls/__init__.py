"""Rolls: the people who may vote, and their codes."""
