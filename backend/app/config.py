"""Settings, read from the environment and an optional `.env` beside the Makefile."""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, FilePath, SecretStr, StringConstraints, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

# An origin, with a path if Polls shares it with other applications.
PUBLIC_URL = re.compile(r"https?://[^/?#@\s]+(/[^?#\s]*)?", re.IGNORECASE)

CHECKOUT = Path(__file__).resolve().parents[2]

# The key of a desk that sets no SECRET_KEY, made at its first use.
SECRET_KEY_FILE = CHECKOUT / "var" / "secret_key"

# Least characters of SECRET_KEY in production.
SECRET_KEY_LENGTH = 32

SAMPLE_SECRETS = {
    "admin",
    "change-me",
    "changeme",
    "development-only",
    "password",
    "polls",
    "postgres",
}


LOGO_SUFFIXES = (".svg", ".png", ".webp", ".jpg")

# The ports of SMTP_URL, by scheme: submission with STARTTLS, and submission over TLS.
SMTP_PORTS = {"smtp": 587, "smtps": 465}

# A name, which may be quoted, with an address in angle brackets; or an address alone.
_ADDRESS = r"[!#-'*+./0-9=?A-Z^-~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
MAIL_FROM = re.compile(
    rf"""(?:"(?P<quoted>[^"\\\x00-\x1f]*)"|(?P<name>[^"<>\\\x00-\x1f]*))\s*<(?P<of_name>{_ADDRESS})>"""
    rf"|(?P<alone>{_ADDRESS})"
)

# Hosts that mail reaches without a network, so that nobody can listen.
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


class Environment(StrEnum):
    development = "development"
    production = "production"


class Language(StrEnum):
    """The languages of the voter's page, and of mail and sheets for voters."""

    en = "en"
    de = "de"
    fr = "fr"
    es = "es"
    ar = "ar"

    @property
    def direction(self) -> str:
        """The direction in which the language is written, as HTML names it."""
        return "rtl" if self is Language.ar else "ltr"


@dataclass(frozen=True)
class SmtpServer:
    """The mail server. With `is_tls`, the connection begins with TLS; otherwise STARTTLS may follow."""

    host: str
    port: int
    is_tls: bool
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def is_local(self) -> bool:
        return self.host in LOCAL_HOSTS


@dataclass(frozen=True)
class Sender:
    """The name and the address that mail comes from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(frozen=True)
class MailSettings:
    """The settings of outgoing mail. `public_url` is the address that links start with."""

    server: SmtpServer
    sender: Sender
    public_url: str
    per_minute: int


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
    # The key of voters' codes. Read it through `signing_key`.
    secret_key: SecretStr | None = Field(default=None, max_length=1000)
    # Deleted polls can be restored for 30 days.
    history_days: int = Field(default=730, ge=30)
    frontend_dist: Path = CHECKOUT / "frontend" / "dist"

    # How the installation presents itself on the voter's page.
    site_name: Annotated[str, StringConstraints(strip_whitespace=True)] = Field(
        default="Polls", min_length=1, max_length=60
    )
    site_logo: FilePath | None = None
    default_language: Language = Language.en

    # Outgoing mail. The URL is a secret, because it may contain a password.
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    mail_rate: int = Field(default=120, ge=1, le=1_000_000)

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

    @field_validator("site_logo")
    @classmethod
    def _is_a_picture(cls, value: Path | None) -> Path | None:
        if value is not None and value.suffix.lower() not in LOGO_SUFFIXES:
            raise ValueError(f"not a picture for browsers: its name must end in {', '.join(LOGO_SUFFIXES)}")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            smtp_server(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_a_sender(cls, value: str | None) -> str | None:
        if value is not None:
            sender(value)
        return value

    @property
    def mail(self) -> MailSettings | None:
        """The settings of outgoing mail, or None if it is not set up."""
        if not (self.smtp_url and self.mail_from and self.public_url):
            return None
        server = smtp_server(self.smtp_url.get_secret_value())
        return MailSettings(server, sender(self.mail_from), self.public_url, self.mail_rate)

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

    def signing_key(self) -> bytes:
        """The key of voters' codes. Without SECRET_KEY, it is read from a file that is made at first use."""
        key = self.secret_key.get_secret_value() if self.secret_key else made_key(SECRET_KEY_FILE)
        return key.encode()

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
    def _sends_mail_with_all_settings(self) -> Self:
        parts = {"SMTP_URL": self.smtp_url, "MAIL_FROM": self.mail_from}
        missing = [name for name, value in parts.items() if not value]
        if len(missing) == 1:
            raise ValueError(f"SMTP_URL and MAIL_FROM go together: {missing[0]} is missing")
        if not missing and not self.public_url:
            raise ValueError("mail needs PUBLIC_URL, the address that its links start with")
        return self

    @model_validator(mode="after")
    def _keeps_samples_out_of_production(self) -> Self:
        if self.environment is not Environment.production:
            return self
        password = self.admin_password.get_secret_value() if self.admin_password else None
        url = self.sqlalchemy_url
        key = self.secret_key.get_secret_value() if self.secret_key else None
        given = {"ADMIN_PASSWORD": password, "SECRET_KEY": key, "the database's password": url.password}
        samples = [name for name, value in given.items() if value in SAMPLE_SECRETS]
        if samples:
            raise ValueError(f"sample secrets are not allowed in production: {', '.join(samples)}")
        if password and len(password) < 8:
            raise ValueError("ADMIN_PASSWORD is too short for production: at least 8 characters")
        if url.get_backend_name() == "postgresql" and not url.password:
            raise ValueError("the database's password is missing; production has no default")
        if not key:
            raise ValueError("SECRET_KEY is missing; production has no default")
        if len(key) < SECRET_KEY_LENGTH:
            raise ValueError(
                f"SECRET_KEY is too short for production: at least {SECRET_KEY_LENGTH} characters"
            )
        return self


def smtp_server(url: str) -> SmtpServer:
    """The server in SMTP_URL. Raises ValueError, with a message that does not show the password."""
    example = "smtp://user:password@mail.example.org:587"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # the port is no number, or the host no address
        raise ValueError(f"not a URL such as {example}") from None
    if parts.scheme not in SMTP_PORTS or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"not a URL such as {example}, or with smtps://")
    if parts.path not in ("", "/"):
        raise ValueError(f"not a URL such as {example}; in a password, write / as %2F")
    if bool(parts.username) != bool(parts.password):
        raise ValueError(f"a user name and a password go together, as in {example}")
    return SmtpServer(
        parts.hostname,
        SMTP_PORTS[parts.scheme] if port is None else port,
        is_tls=parts.scheme == "smtps",
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def sender(value: str) -> Sender:
    """The name and the address in MAIL_FROM. Raises ValueError."""
    found = MAIL_FROM.fullmatch(value.strip())
    if not found:
        raise ValueError("not an address such as Polls <polls@example.org>")
    return Sender((found["name"] or found["quoted"] or "").strip(), found["of_name"] or found["alone"])


def made_key(path: Path) -> str:
    """The key in a file that only its owner may read. It is made if it does not exist."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):  # another process was faster
            os.link(made, path)
        made.unlink()
    key = path.read_text().strip()
    if not key:
        raise ValueError(f"{path} is empty. Restore it from a backup, or delete it to make a new key.")
    return key
