"""Search texts of any script, ignoring case and Unicode form.

Searches compare the results of `folded(text)`. `react_admin.search.folded` is the same function in Python.
The trigram indexes of all searched columns, including those of other models, are rebuilt for it.

Revision ID: 0008
Revises: 0007
"""

from alembic import op

from react_admin.search import apart_pattern

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Both collations have Unicode's full case mapping. `pg_unicode_fast` exists since PostgreSQL 18, `und-x-icu`
# in builds with ICU. PostgreSQL inlines a SQL function that is not STRICT and has no SET clause, which is
# several times as fast as a call for each row.
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

# Changes the function of revision 0002. Its own search path lets it find `folded` and pg_trgm's operators
# whatever the caller's search path is.
INDEX_BY = """
DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('index_search'::regproc), 'gin ({before}(', 'gin ({after}(');
END
$$
"""

# Rebuilds each index that index_search() made, which it recognises by name and expression. pg_depend links an
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
