"""Who may see a result, and how it is shown."""
