"""The migrations create the same functions as `react_admin/postgresql.sql`."""

import sqlalchemy as sa

from app import migrations
from react_admin import create_functions
from tests.postgres import create_database

FUNCTIONS = """
    SELECT proname, pg_get_function_arguments(oid), pg_get_function_result(oid),
        prosrc, provolatile, proconfig
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND probin IS NULL ORDER BY proname
"""
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, identity_generation
    FROM information_schema.columns
    WHERE table_name IN ('row_count', 'day_count') ORDER BY table_name, ordinal_position
"""


def described(url: sa.URL) -> tuple[dict[str, list[object]], list[object]]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        functions = {row.proname: [*row] for row in connection.exec_driver_sql(FUNCTIONS)}
        columns: list[object] = [tuple(row) for row in connection.exec_driver_sql(COLUMNS)]
    engine.dispose()
    return functions, columns


def without_comments(functions: dict[str, list[object]]) -> dict[str, list[object]]:
    """Comments may be reworded in the library, and never in a migration."""
    return {
        name: ["\n".join(line for line in str(part).splitlines() if "--" not in line) for part in parts]
        for name, parts in functions.items()
    }


def test_the_library_and_the_migrations_create_the_same_functions(postgres_server: sa.URL) -> None:
    migrated, created = create_database(postgres_server), create_database(postgres_server)
    migrations.upgrade(migrated)
    engine = sa.create_engine(created)
    for _ in range(2):  # the file may run again
        with engine.begin() as connection:
            create_functions(connection)
    engine.dispose()

    (of_migrations, their_columns), (of_library, columns) = described(migrated), described(created)

    assert [*of_library] == [
        *("count_days", "count_rows", "folded", "index_search", "keep_day_count", "keep_row_count", "utc_day")
    ]
    assert without_comments(of_library) == without_comments(of_migrations)
    assert columns == their_columns
