"""Index the polls that are not sealed yet by the time of their close.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_poll_question_unsealed",
        "poll_question",
        ["closes_at"],
        postgresql_where=sa.text("sealed_at IS NULL"),
        sqlite_where=sa.text("sealed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_poll_question_unsealed", "poll_question")
