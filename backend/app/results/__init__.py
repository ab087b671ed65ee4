"""Visibility of results, snapshots of polls, and live results."""
