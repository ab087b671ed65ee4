"""Polls and accounts

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The downgrade drops these tables.
deletes_rows = (
    "account_session",
    "account_sign_in_attempts",
    "account_user",
    "poll_ballot",
    "poll_choice",
    "poll_question",
    "poll_vote",
)


def upgrade() -> None:
    op.create_table(
        "account_sign_in_attempts",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_account_sign_in_attempts")),
    )
    op.create_index(op.f("ix_account_sign_in_attempts_ends_at"), "account_sign_in_attempts", ["ends_at"])

    op.create_table(
        "account_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "username",
            sa.String(length=150).with_variant(sa.String(length=150, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "password_hash",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "viewer",
                "editor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_user")),
        sa.UniqueConstraint("username", name=op.f("uq_account_user_username")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "poll_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "slug",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "question_text",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("pub_date", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "voting",
            sa.Enum(
                "single",
                "multiple",
                name="voting",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("max_choices", sa.Integer(), nullable=True),
        sa.Column(
            "voter_check",
            sa.Enum(
                "none",
                "browser",
                name="votercheck",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "results_visibility",
            sa.Enum(
                "always",
                "after_vote",
                "after_close",
                "staff",
                name="resultsvisibility",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > pub_date", name=op.f("ck_poll_question_closes_after_opening")),
        sa.CheckConstraint("max_choices > 0", name=op.f("ck_poll_question_max_choices_positive")),
        sa.CheckConstraint(
            "max_choices IS NULL OR voting = 'multiple'",
            name=op.f("ck_poll_question_max_choices_of_several"),
        ),
        sa.CheckConstraint("ballots >= 0", name=op.f("ck_poll_question_ballots_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_question")),
        sa.UniqueConstraint("slug", name=op.f("uq_poll_question_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_poll_question_pub_date"), "poll_question", ["pub_date"])

    op.create_table(
        "account_session",
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["account_user.id"],
            name=op.f("fk_account_session_user_id_account_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_account_session")),
    )
    op.create_index(op.f("ix_account_session_expires_at"), "account_session", ["expires_at"])
    op.create_index(op.f("ix_account_session_user_id"), "account_session", ["user_id"])

    op.create_table(
        "poll_ballot",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("voter_key", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["poll_question.id"],
            name=op.f("fk_poll_ballot_question_id_poll_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "voter_key", name=op.f("pk_poll_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "poll_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice_text",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_poll_choice_votes_counted")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["poll_question.id"],
            name=op.f("fk_poll_choice_question_id_poll_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_choice")),
        sa.UniqueConstraint("question_id", "id", name=op.f("uq_poll_choice_question_id_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "poll_vote",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id", "choice_id"],
            ["poll_choice.question_id", "poll_choice.id"],
            name=op.f("fk_poll_vote_question_id_choice_id_poll_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["poll_question.id"],
            name=op.f("fk_poll_vote_question_id_poll_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "receipt", "rank", name=op.f("pk_poll_vote")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("poll_vote")
    op.drop_table("poll_choice")
    op.drop_table("poll_ballot")
    op.drop_index(op.f("ix_account_session_user_id"), "account_session")
    op.drop_index(op.f("ix_account_session_expires_at"), "account_session")

    op.drop_table("account_session")
    op.drop_index(op.f("ix_poll_question_pub_date"), "poll_question")

    op.drop_table("poll_question")
    op.drop_table("account_user")
    op.drop_index(op.f("ix_account_sign_in_attempts_ends_at"), "account_sign_in_attempts")

    op.drop_table("account_sign_in_attempts")
