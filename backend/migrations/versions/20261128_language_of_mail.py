"""Mailings have a language. Earlier ones count as English.

Revision ID: 0016
Revises: 0015
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite adds a constraint with its column, but not alone.
    op.execute(
        "ALTER TABLE mail_mailing ADD COLUMN language VARCHAR(20) DEFAULT 'en' NOT NULL "
        "CONSTRAINT ck_mail_mailing_language CHECK (language IN ('en', 'de', 'fr', 'es', 'ar'))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE mail_mailing DROP COLUMN language")
