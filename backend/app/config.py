"""Settings, read from the environment and an optional `.env` beside the Makefile."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

# An origin, with a path if Polls shares it with other applications.
PUBLIC_URL = re.compile(r"https?://[^/?#@\s]+(/[^?#\s]*)?", re.IGNORECASE)

CHECKOUT = Path(__file__).resolve().parents[2]

SAMPLE_SECRETS = {
    "admin",
    "change-me",
    "changeme",
    "development-only",
    "password",
    "polls",
    "postgres",
}


class Environment(StrEnum):
    development = "development"
    production = "production"


class Settings(BaseSettings):
    """The settings of an installation.

    PostgreSQL is named either by `DATABASE_URL` or by the `POSTGRES_*` parts; without both, the
    database is a SQLite file under `var/`.
    """

    model_config = SettingsConfigDict(
        env_file=CHECKOUT / ".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it would show passwords in a log
    )

    environment: Environment = Environment.development
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str | None = None
    admin_password: SecretStr | None = Field(default=None, max_length=1000)
    # Deleted polls can be restored for 30 days.
    history_days: int = Field(default=730, ge=30)
    frontend_dist: Path = CHECKOUT / "frontend" / "dist"

    # A secret, because it may contain a password.
    database_url: SecretStr | None = None
    postgres_user: str | None = None
    postgres_password: SecretStr | None = None
    postgres_host: str | None = None
    postgres_port: int = 5432
    postgres_database: str | None = None

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if not PUBLIC_URL.fullmatch(value):
            raise ValueError("not a URL such as https://polls.example.org")
        return value.rstrip("/")

    @property
    def sqlalchemy_url(self) -> URL:
        """The URL of the database; PostgreSQL always uses psycopg2."""
        if self.database_url:
            url = make_url(self.database_url.get_secret_value())
            if url.get_backend_name() in ("postgresql", "postgres"):
                return url.set(drivername="postgresql+psycopg2")
            return url
        if self.postgres_host and self.postgres_password:
            return URL.create(
                "postgresql+psycopg2",
                username=self.postgres_user,
                password=self.postgres_password.get_secret_value(),
                host=self.postgres_host,
                port=self.postgres_port,
                database=self.postgres_database,
            )
        return URL.create("sqlite", database=str(CHECKOUT / "var" / "polls.sqlite3"))

    @model_validator(mode="after")
    def _names_a_database(self) -> Self:
        if self.database_url:
            try:
                url = self.sqlalchemy_url
            except (ArgumentError, ValueError):  # ValueError if the port is no number
                raise ValueError("DATABASE_URL is not a URL such as postgresql://…") from None
            if url.drivername not in ("postgresql+psycopg2", "sqlite"):
                raise ValueError(f"DATABASE_URL names {url.drivername}; Polls runs on postgresql or sqlite")
            if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
                raise ValueError("DATABASE_URL names no file, and votes must not be kept in memory")
            return self
        parts = {
            "POSTGRES_USER": self.postgres_user,
            "POSTGRES_PASSWORD": self.postgres_password,
            "POSTGRES_HOST": self.postgres_host,
            "POSTGRES_DATABASE": self.postgres_database,
        }
        missing = [name for name, value in parts.items() if not value]
        if missing and len(missing) < len(parts):
            raise ValueError(f"PostgreSQL needs all of its settings: {', '.join(missing)} missing")
        return self

    @model_validator(mode="after")
    def _keeps_samples_out_of_production(self) -> Self:
        if self.environment is not Environment.production:
            return self
        password = self.admin_password.get_secret_value() if self.admin_password else None
        url = self.sqlalchemy_url
        secrets = {"ADMIN_PASSWORD": password, "the database's password": url.password}
        samples = [name for name, value in secrets.items() if value in SAMPLE_SECRETS]
        if samples:
            raise ValueError(f"sample secrets are not allowed in production: {', '.join(samples)}")
        if password and len(password) < 8:
            raise ValueError("ADMIN_PASSWORD is too short for production: at least 8 characters")
        if url.get_backend_name() == "postgresql" and not url.password:
            raise ValueError("the database's password is missing; production has no default")
        return self
