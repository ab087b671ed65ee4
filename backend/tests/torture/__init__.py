"""Voters that retry until they are answered, while what counts their votes is killed."""
