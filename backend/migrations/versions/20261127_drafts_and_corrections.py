"""Drafts, archived polls, and corrections of polls that have votes.

Earlier versions know neither drafts nor the archive. The downgrade schedules drafts for the year 9999, so
that none of them is published by it, and takes archived polls off the list.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# The downgrade drops this table.
deletes_rows = ("poll_correction",)

TEXT = sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")


UNPUBLISH = "UPDATE poll_question SET pub_date = '9999-12-31 00:00:00.000000', closes_at = NULL WHERE draft"


def upgrade() -> None:
    for name in ("draft", "archived"):
        column = sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
        op.add_column("poll_question", column)
    op.create_index(
        "ix_poll_question_archived_pub_date_id", "poll_question", ["archived", "pub_date", sa.text("id DESC")]
    )
    op.create_index(
        "ix_poll_question_drafts",
        "poll_question",
        ["pub_date", sa.text("id DESC")],
        postgresql_where=sa.text("draft"),
        sqlite_where=sa.text("draft"),
    )
    op.create_index(op.f("ix_poll_question_closes_at"), "poll_question", ["closes_at"])
    op.create_table(
        "poll_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=True),
        sa.Column("text_before", TEXT, nullable=False),
        sa.Column("text_after", TEXT, nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["poll_question.id"],
            name=op.f("fk_poll_correction_question_id_poll_question"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id", "choice_id"],
            ["poll_choice.question_id", "poll_choice.id"],
            name=op.f("fk_poll_correction_question_id_choice_id_poll_choice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_poll_correction_question_id"), "poll_correction", ["question_id"])


def downgrade() -> None:
    op.execute(UNPUBLISH)
    op.execute("UPDATE poll_question SET listed = false WHERE archived")
    op.drop_table("poll_correction")
    for name in ("closes_at", "drafts", "archived_pub_date_id"):
        op.drop_index(f"ix_poll_question_{name}", "poll_question")
    op.drop_column("poll_question", "archived")
    op.drop_column("poll_question", "draft")
