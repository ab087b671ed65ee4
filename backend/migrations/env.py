"""Alembic's way to the models and the database.

The address is the one that `app.migrations` was called with, or that of the settings where the `alembic`
command is run by itself.
"""

import os
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.script import write_hooks

import app.api  # noqa: F401 - every model is behind a router
from app.config import Settings
from app.database import Base, UtcDateTime, create_engine
from app.migrations import autogenerate, guard, sqlite_batch
from app.migrations.sqlite_backup import backed_up

url: sa.URL = context.config.attributes.get("url") or Settings().sqlalchemy_url

sqlite_batch.install()

# Any number that no one else locks.
MIGRATION_LOCK = 20_261_122


def render_item(kind: str, item: Any, context_: AutogenContext) -> str | Literal[False]:
    """Keep our own types out: what they mean may change, what a migration means may not."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum) and not item.native_enum and context_._has_batch:
        return f"sa.String(length={item.length})"  # the CHECK is an operation of its own
    return False


@write_hooks.register("leave_to_owner")
def leave_to_owner(path: str, _: Any) -> None:
    """Root, as in the developers' container, leaves a new migration to whom the folder belongs."""
    if os.name == "posix" and os.geteuid() == 0:
        folder = Path(path).parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)


def include_name(name: str | None, kind: str, _: Any) -> bool:
    """What migrations keep on PostgreSQL for speed alone is no model's."""
    return not (kind == "table" and name in guard.COUNTERS) and not (
        kind == "index" and str(name).startswith("trgm_")
    )


def migrate(**target: Any) -> None:
    context.configure(
        target_metadata=Base.metadata,
        # SQLite alters a table by making it again.
        render_as_batch=True,
        # All steps are one transaction, which on SQLite too begins before the version is read.
        transactional_ddl=True,
        render_item=render_item,
        compare_server_default=True,
        autogenerate_plugins=autogenerate.PLUGINS,
        process_revision_directives=autogenerate.rewriter,
        include_name=include_name,
        **target,
    )
    guard.watch(context.get_context())
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    migrate(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
else:
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url).execution_options(sqlite_begin="BEGIN IMMEDIATE")
    with engine.connect() as connection:
        if url.get_backend_name() == "postgresql":
            # Of several that migrate at once, the others wait until this connection closes.
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
            connection.commit()
            migrate(connection=connection)
        else:
            # Only outside of a transaction; with them, dropping a table deletes what refers to its rows.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            with backed_up(connection, context.config.print_stdout):
                migrate(connection=connection)
    engine.dispose()
