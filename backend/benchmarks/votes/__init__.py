"""Votes: many clients vote on one poll at the same time."""
