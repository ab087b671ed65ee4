"""Mail: invitations, reminders and replacements, and the outbox from which they are sent."""
