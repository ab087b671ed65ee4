"""Polls: what is asked, who has voted, what was voted."""
