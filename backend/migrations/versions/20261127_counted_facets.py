"""Index what the dashboard counts beside the list of polls, so that values of few polls are found among many.

A vote changes none of these columns, so it writes to no index.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COUNTED = ("voting", "voter_check", "results_visibility", "listed")


def upgrade() -> None:
    for column in COUNTED:
        op.create_index(f"ix_poll_question_{column}", "poll_question", [column])


def downgrade() -> None:
    for column in COUNTED:
        op.drop_index(f"ix_poll_question_{column}", "poll_question")
