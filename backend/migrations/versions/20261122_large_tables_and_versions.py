"""Keep large tables fast on PostgreSQL, and give accounts a version.

- `keep_row_count('table')` makes triggers that maintain an exact row count, so that no list has to scan the
  table. Each statement adds a row to `row_count` instead of updating one, so writers do not wait for each
  other. About one statement in a hundred merges the rows that no other transaction has locked.
- `index_search('table', 'column')` makes a trigram index for `q`. It returns false if the server lacks
  pg_trgm or the account may not use it. `q` then scans the table. Call it again once the extension is
  available.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNT_ROWS = """
CREATE FUNCTION count_rows() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    change bigint := 0;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM row_count WHERE counted = TG_RELID::regclass;
    ELSE
        SELECT CASE TG_OP WHEN 'DELETE' THEN -count(*) ELSE count(*) END INTO change FROM changed;
        IF random() < 0.01 THEN
            WITH gathered AS (
                DELETE FROM row_count
                WHERE id IN (
                    SELECT id FROM row_count WHERE counted = TG_RELID::regclass FOR UPDATE SKIP LOCKED
                )
                RETURNING rows
            )
            SELECT change + coalesce(sum(rows), 0) INTO change FROM gathered;
        END IF;
    END IF;
    INSERT INTO row_count (counted, rows) VALUES (TG_RELID::regclass, change);
    RETURN NULL;
END
$$
"""

KEEP_ROW_COUNT = """
CREATE FUNCTION keep_row_count(counted regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_inserted ON %s', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_deleted ON %s', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_truncated ON %s', counted);
    EXECUTE format('CREATE TRIGGER count_inserted AFTER INSERT ON %s REFERENCING NEW TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION count_rows()', counted);
    EXECUTE format('CREATE TRIGGER count_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION count_rows()', counted);
    EXECUTE format('CREATE TRIGGER count_truncated AFTER TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION count_rows()', counted);
    DELETE FROM row_count WHERE row_count.counted = keep_row_count.counted;
    EXECUTE format('INSERT INTO row_count (counted, rows) SELECT %L, count(*) FROM %s', counted, counted);
END
$$
"""

INDEX_SEARCH = """
CREATE FUNCTION index_search(searched regclass, field name) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (lower(%I) gin_trgm_ops)',
                   format('trgm_%s_%s', searched, field), searched, field);
    RETURN true;
EXCEPTION
    -- The server does not carry the extension, or this role may not make or use it.
    WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object THEN
        RAISE NOTICE 'Searching % scans it, without pg_trgm: %', searched, SQLERRM;
        RETURN false;
END
$$
"""


def upgrade() -> None:
    op.add_column("account_user", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.drop_index(op.f("ix_poll_question_pub_date"), "poll_question")
    op.create_index("ix_poll_question_pub_date_id", "poll_question", [sa.text("pub_date DESC"), "id"])
    if op.get_context().dialect.name == "postgresql":
        op.create_table(
            "row_count",
            sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
            sa.Column("counted", postgresql.REGCLASS(), nullable=False),
            sa.Column("rows", sa.BigInteger(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_row_count")),
        )
        for function in (COUNT_ROWS, KEEP_ROW_COUNT, INDEX_SEARCH):
            op.execute(function)
        op.execute("SELECT keep_row_count('poll_question'), index_search('poll_question', 'question_text')")
        op.execute("SELECT keep_row_count('poll_choice'), index_search('poll_choice', 'choice_text')")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP INDEX IF EXISTS trgm_poll_question_question_text")
        op.execute("DROP INDEX IF EXISTS trgm_poll_choice_choice_text")
        op.execute("DROP FUNCTION index_search")
        op.execute("DROP FUNCTION keep_row_count")
        op.execute("DROP FUNCTION count_rows CASCADE")  # and its triggers
        op.drop_table("row_count")
    op.drop_index("ix_poll_question_pub_date_id", "poll_question")
    op.create_index(op.f("ix_poll_question_pub_date"), "poll_question", ["pub_date"])
    op.drop_column("account_user", "version")
