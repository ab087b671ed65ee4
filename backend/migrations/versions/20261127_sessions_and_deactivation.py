"""Let accounts be deactivated, and sessions be listed and revoked.

A session gets an id that may be shown, unlike the digest of its token. Sessions from before have no address
and no browser.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# A session ends 14 days after the sign-in.
OPENED = {
    "postgresql": "expires_at - interval '14 days'",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', expires_at, '-14 days')",
}


def upgrade() -> None:
    op.add_column("account_user", sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("account_user", sa.Column("last_sign_in", sa.DateTime(timezone=True)))
    _drop_sessions()
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", _text(64), nullable=False),
        sa.Column("browser", _text(60), nullable=False),
        _account(),
        sa.PrimaryKeyConstraint("id", name="pk_account_session"),
        sa.UniqueConstraint("token_digest", name="uq_account_session_token_digest"),
        sqlite_autoincrement=True,
    )
    opened = OPENED[op.get_context().dialect.name]
    _restore_sessions(
        "token_digest, user_id, created_at, last_used_at, expires_at, address, browser",
        f"token_digest, user_id, {opened}, {opened}, expires_at, '', ''",
    )


def downgrade() -> None:
    # Earlier versions know no deactivation. No password has an empty hash.
    op.execute("UPDATE account_user SET password_hash = '' WHERE NOT active")
    _drop_sessions()
    op.create_table(
        "account_session",
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _account(),
        sa.PrimaryKeyConstraint("token_digest", name="pk_account_session"),
    )
    columns = "token_digest, user_id, expires_at"
    _restore_sessions(columns, columns)
    op.drop_column("account_user", "last_sign_in")
    op.drop_column("account_user", "active")


def _drop_sessions() -> None:
    """Drop the table, whose primary key changes, and keep its rows aside."""
    op.execute("CREATE TEMPORARY TABLE kept_session AS SELECT * FROM account_session")
    op.drop_table("account_session")


def _restore_sessions(columns: str, values: str) -> None:
    op.create_index("ix_account_session_user_id", "account_session", ["user_id"])
    op.create_index("ix_account_session_expires_at", "account_session", ["expires_at"])
    op.execute(
        f"INSERT INTO account_session ({columns}) SELECT {values} FROM kept_session ORDER BY token_digest"  # noqa: S608 - constants only
    )
    op.execute("DROP TABLE kept_session")


def _account() -> sa.ForeignKeyConstraint:
    name = "fk_account_session_user_id_account_user"
    return sa.ForeignKeyConstraint(["user_id"], ["account_user.id"], name=name, ondelete="CASCADE")


def _text(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
