"""Recognising voters, and recording who has voted."""
