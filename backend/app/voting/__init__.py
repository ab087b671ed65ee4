"""Casting, counting and publishing votes."""
