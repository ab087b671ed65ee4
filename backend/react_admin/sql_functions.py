"""The SQL functions that searches and totals call. Each database gets them in its own way."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from react_admin.search import apart_pattern, begins_word, folded

POSTGRESQL = Path(__file__).with_name("postgresql.sql")


def register_functions(engine: Engine) -> None:
    """Give each new connection to SQLite the functions that searches call. Other databases are left alone."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _register)


def create_functions(connection: Connection) -> None:
    """Create the functions of `postgresql.sql` on PostgreSQL. Other databases are left alone."""
    if connection.dialect.name == "postgresql":
        sql = POSTGRESQL.read_text().replace("{apart}", apart_pattern().pattern)
        connection.exec_driver_sql(sql.replace("%", "%%"))


def _register(connection: Any, _: object) -> None:
    connection.create_function("folded", 1, folded, deterministic=True)
    connection.create_function("begins_word", 2, begins_word, deterministic=True)
