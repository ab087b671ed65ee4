-- Functions that `react_admin` calls on PostgreSQL. `create_functions` runs this file, with a regular
-- expression in place of {apart}. It may run again: it replaces every function except `folded`, because indexes
-- depend on it.
--
-- SELECT keep_row_count('table')             counts the rows of a table as they are written.
-- SELECT keep_day_count('table', 'column')   counts them by the day, in UTC, of a timestamptz that is never null.
-- SELECT index_search('table', 'column')     makes the trigram index that a search by `q` uses. Without pg_trgm it
--                                            returns false, and searches scan the table.
--
-- Each statement that writes adds a row to `row_count` or `day_count` instead of changing one, so that no writer
-- waits for another. About one statement in a hundred merges the rows that no other transaction has locked.
-- The server must be version 18, or built with ICU.

CREATE TABLE IF NOT EXISTS row_count (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_row_count PRIMARY KEY,
    counted regclass NOT NULL,
    rows bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS day_count (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_day_count PRIMARY KEY,
    counted regclass NOT NULL,
    field text NOT NULL,
    day date,
    rows bigint NOT NULL
);

CREATE OR REPLACE FUNCTION count_rows() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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
$$;

CREATE OR REPLACE FUNCTION keep_row_count(counted regclass) RETURNS void LANGUAGE plpgsql AS $$
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
$$;

CREATE OR REPLACE FUNCTION utc_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (moment AT TIME ZONE 'UTC')::date
$$;

CREATE OR REPLACE FUNCTION count_days() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
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
$$;

CREATE OR REPLACE FUNCTION keep_day_count(counted regclass, field name) RETURNS void LANGUAGE plpgsql AS $$
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
    -- Only on this column, so that tallies, which change with every vote, fire no trigger.
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
$$;

DO $do$
BEGIN
    IF to_regprocedure('folded(text)') IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format($create$
        CREATE FUNCTION folded(searched text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE
            WHEN octet_length(searched) = char_length(searched) THEN lower(searched COLLATE "C")
            ELSE regexp_replace(
                replace(replace(replace(
                    lower(upper(replace(
                        lower(
                            CASE WHEN searched IS NFKC NORMALIZED
                                THEN searched ELSE normalize(searched, NFKC) END COLLATE %1$I
                        ),
                        U&'i\0307', 'i'
                    ))) COLLATE "C",
                    U&'\03c2', U&'\03c3'), U&'\03b9\0308', U&'\03ca'), U&'\03c5\0308', U&'\03cb'
                ),
                '{apart}', ' \& ', 'g'
            )
        END
        $$
    $create$, coalesce(
        (SELECT collname FROM pg_collation WHERE collname = 'pg_unicode_fast'), 'und-x-icu'
    ));
END
$do$;

CREATE OR REPLACE FUNCTION index_search(searched regclass, field name) RETURNS boolean LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (folded(%I) gin_trgm_ops)',
                   format('trgm_%s_%s', searched, field), searched, field);
    RETURN true;
EXCEPTION
    -- The server lacks the extension, or this role may not create or use it.
    WHEN undefined_file OR feature_not_supported OR insufficient_privilege OR undefined_object THEN
        RAISE NOTICE 'Searching % scans it, without pg_trgm: %', searched, SQLERRM;
        RETURN false;
END
$$;
