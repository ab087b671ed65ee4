"""Migrate the database to the schema of this version, and check that it has that schema."""

import os

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from app.config import CHECKOUT
from react_admin import ApiError


class NotReady(ApiError):
    status = 503
    code = "not_ready"
    message = "The database does not have the schema of this version. Run `make migrate` or `polls migrate`."


class NotMigrated(ApiError):
    """A migration was refused, and nothing was changed. Only the command line raises this error."""

    status = 500
    code = "not_migrated"
    message = "The database can't be migrated."


def alembic_config(url: sa.URL) -> Config:
    config = Config(os.environ.get("ALEMBIC_CONFIG", CHECKOUT / "backend" / "alembic.ini"))
    config.attributes["url"] = url
    return config


def upgrade(url: sa.URL) -> None:
    """Migrate the database to the newest revision."""
    try:
        command.upgrade(alembic_config(url), "head")
    except CommandError as error:
        raise NotMigrated(str(error)) from error


def require_current(connection: sa.Connection) -> None:
    """Raise NotReady unless the database is at the newest revision."""
    scripts = ScriptDirectory.from_config(alembic_config(connection.engine.url))
    heads = MigrationContext.configure(connection).get_current_heads()
    if set(heads) != set(scripts.get_heads()):
        raise NotReady
