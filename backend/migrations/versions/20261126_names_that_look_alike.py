"""Refuse accounts whose names look alike.

Existing accounts keep their names and sign in with them. Of several that look alike, the oldest gets the
normal key. Each of the others gets a key that no name can have: it ends with a zero-width space, which no
other key contains, and the account's id.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import context, op

from app.text_rules import name_key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

USERS = sa.table("account_user", sa.column("id"), sa.column("username"), sa.column("username_key"))


def upgrade() -> None:
    kind = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
    op.add_column("account_user", sa.Column("username_key", kind, server_default="", nullable=False))
    if context.is_offline_mode():
        # SQL can't fold a name. SQL written offline is for new databases, which have no accounts yet.
        op.execute("UPDATE account_user SET username_key = username")
    else:
        _fill(op.get_bind())
    op.create_index("ix_account_user_username_key", "account_user", ["username_key"], unique=True)


def _fill(connection: sa.Connection) -> None:
    taken = set()
    for id_, username in connection.execute(
        sa.select(USERS.c.id, USERS.c.username).order_by(USERS.c.id)
    ).all():
        key = name_key(username)
        if key in taken or len(key) > 150:
            key = f"{key[:150]}\u200b{id_}"
        taken.add(key)
        connection.execute(sa.update(USERS).where(USERS.c.id == id_).values(username_key=key))


def downgrade() -> None:
    op.drop_index("ix_account_user_username_key", "account_user")
    op.drop_column("account_user", "username_key")
