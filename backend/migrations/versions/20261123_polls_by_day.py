"""Find a page in the middle of a million polls on PostgreSQL without walking to it.

`keep_day_count('table', 'column')` makes triggers that count a table's rows by the UTC day of a `timestamptz`
column. As with `keep_row_count`, each statement adds rows to `day_count`: one for each day whose count
changes, and two for each row that moves to another day.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNT_DAYS = """
CREATE FUNCTION count_days() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM day_count WHERE counted = TG_RELID::regclass;
        RETURN NULL;
    END IF;
    IF TG_LEVEL = 'ROW' THEN
        EXECUTE format('INSERT INTO day_count (counted, field, day, rows) '
                       'VALUES (%1$L, %2$L, utc_day(($1).%2$I), -1), (%1$L, %2$L, utc_day(($2).%2$I), 1)',
                       TG_RELID::regclass, TG_ARGV[0]) USING OLD, NEW;
        RETURN NULL;
    END IF;
    IF TG_OP <> 'UPDATE' THEN
        EXECUTE format('INSERT INTO day_count (counted, field, day, rows) '
                       'SELECT %1$L, %2$L, utc_day(%2$I), %3$s count(*) FROM changed GROUP BY utc_day(%2$I)',
                       TG_RELID::regclass, TG_ARGV[0], CASE TG_OP WHEN 'DELETE' THEN '-' ELSE '' END);
    END IF;
    IF TG_OP = 'UPDATE' OR random() < 0.01 THEN
        WITH gathered AS (
            DELETE FROM day_count
            WHERE id IN (
                SELECT id FROM day_count
                WHERE id IN (
                    SELECT id FROM (
                        SELECT id, count(*) OVER (PARTITION BY day) AS notes
                        FROM day_count WHERE counted = TG_RELID::regclass
                    ) AS noted
                    WHERE notes > 1
                )
                FOR UPDATE SKIP LOCKED
            )
            RETURNING day, rows
        )
        INSERT INTO day_count (counted, field, day, rows)
        SELECT TG_RELID::regclass, TG_ARGV[0], day, sum(rows) FROM gathered
        GROUP BY day HAVING sum(rows) <> 0;
    END IF;
    RETURN NULL;
END
$$
"""

UTC_DAY = """
CREATE FUNCTION utc_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (moment AT TIME ZONE 'UTC')::date
$$
"""

KEEP_DAY_COUNT = """
CREATE FUNCTION keep_day_count(counted regclass, field name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT atttypid <> 'timestamptz'::regtype FROM pg_attribute
        WHERE attrelid = counted AND attname = field) THEN
        RAISE EXCEPTION 'The days of % are those of a timestamptz', field;
    END IF;
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_days_inserted ON %s', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_days_deleted ON %s', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_days_truncated ON %s', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_days_moved ON %s', counted);
    EXECUTE format('DROP TRIGGER IF EXISTS count_days_gathered ON %s', counted);
    EXECUTE format('CREATE TRIGGER count_days_inserted AFTER INSERT ON %s REFERENCING NEW TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION count_days(%L)', counted, field);
    EXECUTE format('CREATE TRIGGER count_days_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS changed '
                   'FOR EACH STATEMENT EXECUTE FUNCTION count_days(%L)', counted, field);
    EXECUTE format('CREATE TRIGGER count_days_truncated AFTER TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION count_days(%L)', counted, field);
    -- Of the rows that change all the time, such as tallies, none comes here.
    EXECUTE format('CREATE TRIGGER count_days_moved AFTER UPDATE OF %2$I ON %1$s FOR EACH ROW '
                   'WHEN (utc_day(OLD.%2$I) IS DISTINCT FROM utc_day(NEW.%2$I)) '
                   'EXECUTE FUNCTION count_days(%2$L)', counted, field);
    EXECUTE format('CREATE TRIGGER count_days_gathered AFTER UPDATE OF %2$I ON %1$s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION count_days(%2$L)', counted, field);
    DELETE FROM day_count WHERE day_count.counted = keep_day_count.counted;
    EXECUTE format('INSERT INTO day_count (counted, field, day, rows) '
                   'SELECT %1$L, %2$L, utc_day(%2$I), count(*) FROM %1$s GROUP BY utc_day(%2$I)',
                   counted, field);
END
$$
"""


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.create_table(
            "day_count",
            sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
            sa.Column("counted", postgresql.REGCLASS(), nullable=False),
            sa.Column("field", sa.Text(), nullable=False),
            sa.Column("day", sa.Date(), nullable=True),
            sa.Column("rows", sa.BigInteger(), nullable=False),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_day_count")),
        )
        for function in (UTC_DAY, COUNT_DAYS, KEEP_DAY_COUNT):
            op.execute(function)
        op.execute("SELECT keep_day_count('poll_question', 'pub_date')")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION keep_day_count")
        op.execute("DROP FUNCTION count_days CASCADE")  # and its triggers
        op.execute("DROP FUNCTION utc_day CASCADE")
        op.drop_table("day_count")
