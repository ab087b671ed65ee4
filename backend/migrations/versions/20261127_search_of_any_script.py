"""Search texts of any script, whatever their case and Unicode form.

`folded(text)` is what a search compares; `react_admin.search.folded` is the same in Python. The trigram
indexes of all searched columns, those of other models too, are made again for it.

Revision ID: 0008
Revises: 0007
"""

from alembic import op

from react_admin.search import apart_pattern

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Both collations know Unicode's upper and lower case in full. PostgreSQL has `pg_unicode_fast` since version
# 18, and `und-x-icu` where it was built with ICU. A function that is not STRICT, nor sets anything, becomes
# part of the statement that calls it, which is several times as quick as a call for each row.
FOLDED = r"""
DO $do$
BEGIN
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
$do$
"""

# Revision 0002 has the function's text. With a search path of its own it finds `folded` and pg_trgm's
# operators for callers with another path.
INDEX_BY = """
DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('index_search'::regproc), 'gin ({before}(', 'gin ({after}(');
END
$$
"""

# Rebuilds each index that index_search() made, recognised by its name and expression. pg_depend links an
# index on an expression to the column in it.
INDEX_AGAIN = """
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT objid::regclass AS index, refobjid::regclass AS searched, attname AS field
        FROM pg_depend
        JOIN pg_class ON pg_class.oid = objid AND classid = 'pg_class'::regclass
        JOIN pg_index ON indexrelid = objid
        JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
        WHERE relname = format('trgm_%s_%s', refobjid::regclass, attname)::name
            AND pg_get_expr(indexprs, indrelid) LIKE '%{function}(%'
            AND pg_has_role(relowner, 'USAGE')
    LOOP
        EXECUTE format('DROP INDEX %s', made.index);
        PERFORM index_search(made.searched, made.field);
    END LOOP;
END
$$
"""


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(FOLDED.replace("{apart}", apart_pattern().pattern))
        op.execute("ALTER FUNCTION index_search SET search_path FROM CURRENT")
        _index_by("folded", before="lower")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        _index_by("lower", before="folded")
        op.execute("ALTER FUNCTION index_search RESET search_path")
        op.execute("DROP FUNCTION folded")


def _index_by(function: str, *, before: str) -> None:
    op.execute(INDEX_BY.replace("{before}", before).replace("{after}", function))
    op.execute(INDEX_AGAIN.replace("{function}", before))
