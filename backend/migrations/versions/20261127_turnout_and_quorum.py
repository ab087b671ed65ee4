"""Turnout and quorum: a roll may show the turnout of its open polls, and a poll may need a quorum.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("public_turnout", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("poll_roll", column)
    op.add_column("poll_question", sa.Column("quorum", sa.Numeric(5, 4)))


def downgrade() -> None:
    op.execute("ALTER TABLE poll_question DROP COLUMN quorum")
    op.drop_column("poll_roll", "public_turnout")
