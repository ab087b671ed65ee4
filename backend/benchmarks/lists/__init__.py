"""The dashboard's list of a million polls."""
