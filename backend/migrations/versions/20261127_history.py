"""Record who changed what.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# A downgrade deletes the history.
deletes_rows = ("history_change",)

CHANGES = "history_change"


def text(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        CHANGES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("actor", text(150), nullable=False),
        sa.Column("resource", text(50), nullable=False),
        sa.Column("record_id", text(200)),
        sa.Column("record", text(200), nullable=False),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.Column("note", text(200)),
        sa.Column("restorable_until", sa.DateTime(timezone=True)),
        sa.Column("restored_as", text(200)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_change")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history_change_at_id", CHANGES, ["at", "id"])
    op.create_index("ix_history_change_record", CHANGES, ["resource", "record_id", "at"])
    op.create_index("ix_history_change_action_at", CHANGES, ["action", "at"])
    op.create_index("ix_history_change_actor_at", CHANGES, ["actor", "at"])
    is_restorable = sa.text("restorable_until IS NOT NULL")
    op.create_index(
        "ix_history_change_restorable",
        CHANGES,
        ["restorable_until"],
        postgresql_where=is_restorable,
        sqlite_where=is_restorable,
    )
    if op.get_context().dialect.name == "postgresql":
        # No row count: every list of changes has a scope, and is counted with it.
        op.execute("SELECT index_search('history_change', 'record')")


def downgrade() -> None:
    op.drop_table(CHANGES)
