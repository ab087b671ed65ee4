"""Live results: thousands of clients watch the result of one poll while others vote."""
