"""The schema's version: bringing the database to it, and telling whether it is there."""

import os

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.config import CHECKOUT


def alembic_config(url: sa.URL) -> Config:
    config = Config(os.environ.get("ALEMBIC_CONFIG", CHECKOUT / "backend" / "alembic.ini"))
    config.attributes["url"] = url
    return config


def upgrade(url: sa.URL) -> None:
    """Bring the database to the newest version of the schema."""
    command.upgrade(alembic_config(url), "head")


def is_current(connection: sa.Connection) -> bool:
    """Whether the database answers with just the schema that this code was written for."""
    scripts = ScriptDirectory.from_config(alembic_config(connection.engine.url))
    heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(scripts.get_heads())
