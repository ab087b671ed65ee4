"""Rolls: polls for the people on a list, each with a code.

Earlier versions know no roll and would let anyone vote. The downgrade turns polls with a roll into drafts,
unless they are sealed, and keeps their tallies secret.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# The downgrade drops these tables.
deletes_rows = ("poll_roll", "poll_voter")

VOTER_CHECK = "ck_poll_question_votercheck"
OLD_CHECKS = {VOTER_CHECK: "voter_check IN ('none', 'browser')"}
NEW_CHECKS = {
    VOTER_CHECK: "voter_check IN ('none', 'browser', 'roll')",
    "ck_poll_question_roll_of_voters": "(voter_check = 'roll') = (roll_id IS NOT NULL)",
    "ck_poll_question_urn_stays_shut": (
        "voter_check <> 'roll' OR results_visibility = 'after_close' OR results_visibility = 'staff'"
    ),
}
ROLL = "fk_poll_question_roll_id_poll_roll"
ROLL_INDEX = "ix_poll_question_roll_id"

KEEP_SHUT = """
UPDATE poll_question SET draft = true, results_visibility = 'after_close'
WHERE voter_check = 'roll' AND sealed_at IS NULL
"""


def text(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "poll_roll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", text(150), nullable=False),
        sa.Column("name_key", text(150), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_roll")),
        sa.UniqueConstraint("name_key", name=op.f("uq_poll_roll_name_key")),
        sqlite_autoincrement=True,
    )
    delivery = sa.Enum(
        "new",
        "queued",
        "sent",
        "refused",
        name="delivery",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    op.create_table(
        "poll_voter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_id", sa.Integer(), nullable=False),
        sa.Column("name", text(200)),
        sa.Column("number", text(50)),
        sa.Column("email", text(254)),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("delivery", delivery, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roll_id"], ["poll_roll.id"], name=op.f("fk_poll_voter_roll_id_poll_roll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_voter")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_poll_voter_code_digest")),
        sa.UniqueConstraint("roll_id", "number", name=op.f("uq_poll_voter_roll_id_number")),
        sqlite_autoincrement=True,
    )
    if is_written_for_sqlite():
        op.add_column("poll_question", sa.Column("roll_id", sa.Integer()))
        op.add_column("poll_question", sa.Column("eligible", sa.Integer()))
        rewrite(OLD_CHECKS, NEW_CHECKS)
        op.create_index(ROLL_INDEX, "poll_question", ["roll_id"])
    else:
        with op.batch_alter_table("poll_question") as questions:
            questions.add_column(sa.Column("roll_id", sa.Integer()))
            questions.add_column(sa.Column("eligible", sa.Integer()))
            questions.create_index(op.f(ROLL_INDEX), ["roll_id"])
            questions.create_foreign_key(op.f(ROLL), "poll_roll", ["roll_id"], ["id"])
            questions.drop_constraint(op.f(VOTER_CHECK), type_="check")
            for name, condition in NEW_CHECKS.items():
                questions.create_check_constraint(op.f(name), condition)
    if op.get_context().dialect.name == "postgresql":
        op.execute("SELECT index_search('poll_roll', 'name')")
        for field in ("name", "number", "email"):
            op.execute(f"SELECT index_search('poll_voter', '{field}')")


def downgrade() -> None:
    op.execute(KEEP_SHUT)
    op.execute("UPDATE poll_question SET voter_check = 'browser', roll_id = NULL WHERE voter_check = 'roll'")
    if is_written_for_sqlite():
        op.drop_index(ROLL_INDEX, "poll_question")
        rewrite(NEW_CHECKS, OLD_CHECKS)
        op.execute("ALTER TABLE poll_question DROP COLUMN eligible")
        op.execute("ALTER TABLE poll_question DROP COLUMN roll_id")
    else:
        with op.batch_alter_table("poll_question") as questions:
            questions.drop_constraint(op.f(ROLL), type_="foreignkey")
            for name in NEW_CHECKS:
                questions.drop_constraint(op.f(name), type_="check")
            for name, condition in OLD_CHECKS.items():
                questions.create_check_constraint(op.f(name), condition)
            questions.drop_index(op.f(ROLL_INDEX))
            questions.drop_column("eligible")
            questions.drop_column("roll_id")
    op.drop_table("poll_voter")
    op.drop_table("poll_roll")


def is_written_for_sqlite() -> bool:
    """True if this is written as SQL for SQLite, where a batch would need the database."""
    return context.is_offline_mode() and op.get_context().dialect.name == "sqlite"


def rewrite(old: dict[str, str], new: dict[str, str]) -> None:
    """Replace constraints in the stored text of the table, which is known: SQL is for new databases."""
    before, after = (_listed(checks).replace("'", "''") for checks in (old, new))
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') WHERE name = 'poll_question'"  # noqa: S608 - constants only
    )
    op.execute("PRAGMA writable_schema = RESET")


def _listed(checks: dict[str, str]) -> str:
    key = f", CONSTRAINT {ROLL} FOREIGN KEY(roll_id) REFERENCES poll_roll (id)" * (len(checks) > 1)
    return ", ".join(f"CONSTRAINT {name} CHECK ({condition})" for name, condition in checks.items()) + key
