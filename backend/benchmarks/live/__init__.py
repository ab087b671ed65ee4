"""One poll, and everyone who watches its result while others vote."""
