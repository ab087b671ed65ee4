"""A stress test: voters retry until they get a response while the backend and PostgreSQL are killed."""
