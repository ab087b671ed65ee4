"""One poll, and a room that votes on it."""
