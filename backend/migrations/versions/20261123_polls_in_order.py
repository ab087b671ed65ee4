"""Sort the index of polls by date in ascending order, so that new polls are added at its end.

Adding them at its beginning splits index pages and leaves every page half empty.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEX, TABLE = "ix_poll_question_pub_date_id", "poll_question"


def upgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, ["pub_date", sa.text("id DESC")])


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, [sa.text("pub_date DESC"), "id"])
