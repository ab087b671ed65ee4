"""Questions and their choices."""
