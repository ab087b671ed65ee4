"""Polls: the backend."""
