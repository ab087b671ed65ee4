"""Alembic's environment: connects migrations with the models and the database.

The database is the one that `app.migrations` was called with. For the `alembic` command it is that of the
settings.
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
from app.database import Base, UtcDateTime
from app.engine import create_engine
from app.migrations import autogenerate, lost_rows, sqlite_batch
from app.migrations.sqlite_backup import backed_up

url: sa.URL = context.config.attributes.get("url") or Settings().sqlalchemy_url

sqlite_batch.install()

# Key of the advisory lock. Any number will do that nothing else locks.
MIGRATION_LOCK = 20_261_122


def render_item(kind: str, item: Any, context_: AutogenContext) -> str | Literal[False]:
    """Write column types of this application as types of SQLAlchemy, so that migrations never change."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum) and not item.native_enum and context_._has_batch:
        return f"sa.String(length={item.length})"  # a separate operation adds the CHECK
    return False


@write_hooks.register("leave_to_owner")
def leave_to_owner(path: str, _: Any) -> None:
    """Give a new migration to the owner of the folder if root wrote it, as in the developers' container."""
    if os.name == "posix" and os.geteuid() == 0:
        folder = Path(path).parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)


def include_name(name: str | None, kind: str, _: Any) -> bool:
    """Ignore the tables and indexes that migrations make on PostgreSQL for speed, since no model has them."""
    return not (kind == "table" and name in lost_rows.COUNTERS) and not (
        kind == "index" and str(name).startswith("trgm_")
    )


def migrate(**target: Any) -> None:
    context.configure(
        target_metadata=Base.metadata,
        # SQLite rebuilds a table to alter it.
        render_as_batch=True,
        # Run all revisions in one transaction, which begins before the current revision is read.
        transactional_ddl=True,
        render_item=render_item,
        compare_server_default=True,
        autogenerate_plugins=autogenerate.PLUGINS,
        process_revision_directives=autogenerate.rewriter,
        include_name=include_name,
        **target,
    )
    lost_rows.watch(context.get_context())
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
            # Other processes that migrate wait until this connection closes.
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
            connection.commit()
            migrate(connection=connection)
        else:
            # With foreign keys on, dropping a table deletes the rows that refer to it. SQLite ignores this
            # PRAGMA inside a transaction.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
            with backed_up(connection, context.config.print_stdout):
                migrate(connection=connection)
    engine.dispose()
