"""Index the times of seals, so that each process can tell from the newest one if a scrub is due.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_poll_question_sealed",
        "poll_question",
        ["sealed_at"],
        postgresql_where=sa.text("sealed_at IS NOT NULL"),
        sqlite_where=sa.text("sealed_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_poll_question_sealed", "poll_question")
