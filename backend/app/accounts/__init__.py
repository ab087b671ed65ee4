"""Accounts, sign-in and permissions of the dashboard."""
