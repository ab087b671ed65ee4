"""The history of changes, written in the transaction of each change."""
