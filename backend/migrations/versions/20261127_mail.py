"""Mail: mailings, the messages that wait to be sent, and the pace at which they are.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# The downgrade drops these tables.
deletes_rows = ("mail_mailing", "mail_message", "mail_pace")


def text(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    kind = sa.Enum(
        "invitation",
        "reminder",
        "replacement",
        name="kind",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "mail_mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer()),
        sa.Column("kind", kind, nullable=False),
        sa.Column("subject", text(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roll_id"], ["poll_roll.id"], name=op.f("fk_mail_mailing_roll_id_poll_roll"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"],
            ["poll_voter.id"],
            name=op.f("fk_mail_mailing_voter_id_poll_voter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_mailing")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mail_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mail_mailing.id"],
            name=op.f("fk_mail_message_mailing_id_mail_mailing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["voter_id"],
            ["poll_voter.id"],
            name=op.f("fk_mail_message_voter_id_poll_voter"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mail_pace",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", text(500)),
        sa.Column("error_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_pace")),
    )
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


INDEXES = (
    ("mail_mailing", "roll_id"),
    ("mail_mailing", "voter_id"),
    ("mail_message", "mailing_id"),
    ("mail_message", "voter_id"),
    ("mail_message", "due_at"),
)


def downgrade() -> None:
    # People who wait for their invitation can be invited again.
    op.execute("UPDATE poll_voter SET delivery = 'new' WHERE delivery = 'queued'")
    op.drop_table("mail_pace")
    op.drop_table("mail_message")
    op.drop_table("mail_mailing")
